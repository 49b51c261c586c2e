/* Arbitrary damage: what crashes, disks and people do to a file. */
import fc from 'fast-check';
import { concat } from './buildFiles.ts';

/** One damage. Places are fractions of the file, so that a damage fits any file and shrinks well. */
export type Damage =
  | { readonly kind: 'truncate'; readonly at: number }
  | { readonly kind: 'flip'; readonly at: number; readonly bit: number }
  | { readonly kind: 'zero' | 'delete' | 'repeat'; readonly at: number; readonly length: number }
  | { readonly kind: 'noise' | 'insert'; readonly at: number; readonly bytes: Uint8Array }
  /** A `u32` that a length or count would not be: past a limit, past the end, zero. */
  | { readonly kind: 'number'; readonly at: number; readonly value: number }
  /** A block from elsewhere in the file over this one: sectors written to the wrong place. */
  | { readonly kind: 'misplace'; readonly from: number; readonly at: number; readonly length: number };

const place = fc.double({ min: 0, max: 1, noNaN: true });
const length = fc.integer({ min: 1, max: 80 });

/** Around every limit of the format: fields, collections, dimensions, vectors. */
const ODD_NUMBERS = [
  0, 1, 65_536, 65_537, 10_000_001, 100_000_000, 100_000_001, 536_870_912, 536_870_913, 0xffff_ffff,
];

export const anyDamage: fc.Arbitrary<Damage> = fc.oneof(
  fc.record({ kind: fc.constant('truncate' as const), at: place }),
  fc.record({ kind: fc.constant('flip' as const), at: place, bit: fc.nat({ max: 7 }) }),
  fc.record({
    kind: fc.constantFrom('zero' as const, 'delete' as const, 'repeat' as const),
    at: place,
    length,
  }),
  fc.record({
    kind: fc.constantFrom('noise' as const, 'insert' as const),
    at: place,
    bytes: fc.uint8Array({ minLength: 1, maxLength: 60 }),
  }),
  fc.record({ kind: fc.constant('number' as const), at: place, value: fc.constantFrom(...ODD_NUMBERS) }),
  fc.record({ kind: fc.constant('misplace' as const), from: place, at: place, length }),
);

/** Zero to three damages. */
export const someDamage = fc.array(anyDamage, { maxLength: 3 });

/** `bytes` with `damages` done to them one after the other. The header's first `spare` bytes stay. */
export function doDamage(bytes: Uint8Array, damages: readonly Damage[], spare = 0): Uint8Array {
  return damages.reduce((file, damage) => doOne(file, damage, Math.min(spare, file.length)), bytes);
}

function doOne(bytes: Uint8Array, damage: Damage, spare: number): Uint8Array {
  const placed = (fraction: number): number => spare + Math.floor(fraction * (bytes.length - spare));
  const at = placed(damage.at);
  const changed = bytes.slice();
  switch (damage.kind) {
    case 'truncate':
      return bytes.slice(0, at);
    case 'flip':
      if (at < changed.length) changed[at] = (changed[at] as number) ^ (1 << damage.bit);
      return changed;
    case 'zero':
      return changed.fill(0, at, at + damage.length);
    case 'delete':
      return concat([bytes.subarray(0, at), bytes.subarray(at + damage.length)]);
    case 'repeat':
      return concat([bytes.subarray(0, at + damage.length), bytes.subarray(at)]);
    case 'noise':
      changed.set(damage.bytes.subarray(0, changed.length - at), at);
      return changed;
    case 'insert':
      return concat([bytes.subarray(0, at), damage.bytes, bytes.subarray(at)]);
    case 'number':
      if (at + 4 <= changed.length) new DataView(changed.buffer).setUint32(at, damage.value, true);
      return changed;
    case 'misplace': {
      const from = placed(damage.from);
      const block = bytes.slice(from, Math.min(from + damage.length, from + changed.length - at));
      changed.set(block, at);
      return changed;
    }
  }
}
