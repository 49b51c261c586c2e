/*
 * Damages a file in ways that keep track of where every byte came from, so that it is known what is still whole.
 */
import fc from 'fast-check';

/** A byte and the offset that it had in the intact file; −1 for one that was not there. */
export type Traced = readonly [byte: number, from: number];

export type Wound =
  | { readonly kind: 'flip'; readonly at: number; readonly bit: number }
  | { readonly kind: 'byte'; readonly at: number; readonly value: number }
  | { readonly kind: 'zero' | 'delete' | 'duplicate'; readonly at: number; readonly length: number }
  | { readonly kind: 'garbage'; readonly at: number; readonly bytes: Uint8Array }
  | { readonly kind: 'insert'; readonly at: number; readonly bytes: Uint8Array }
  | { readonly kind: 'truncate'; readonly at: number }
  | { readonly kind: 'splice'; readonly at: number; readonly length: number; readonly to: number };

const unit = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const length = fc.integer({ min: 1, max: 700 });
const some = fc.uint8Array({ minLength: 1, maxLength: 200 });

export const anyWound: fc.Arbitrary<Wound> = fc.oneof(
  fc.record({ kind: fc.constant('flip' as const), at: unit, bit: fc.nat(7) }),
  fc.record({ kind: fc.constant('byte' as const), at: unit, value: fc.nat(255) }),
  fc.record({
    kind: fc.constantFrom('zero' as const, 'delete' as const, 'duplicate' as const),
    at: unit,
    length,
  }),
  fc.record({ kind: fc.constant('garbage' as const), at: unit, bytes: some }),
  fc.record({ kind: fc.constant('insert' as const), at: unit, bytes: some }),
  fc.record({ kind: fc.constant('truncate' as const), at: unit }),
  fc.record({ kind: fc.constant('splice' as const), at: unit, length, to: unit }),
);

/** Every byte with its offset. */
export const traced = (bytes: Uint8Array): Traced[] => Array.from(bytes, (byte, at): Traced => [byte, at]);

/** The bytes alone. */
export const untraced = (file: readonly Traced[]): Uint8Array => Uint8Array.from(file, ([byte]) => byte);

/** Applies a wound behind the header's `spare` bytes. */
export function wound(file: readonly Traced[], each: Wound, spare: number): Traced[] {
  const body = file.length - spare;
  const at = spare + Math.floor(each.at * body);
  const changed = (i: number, byte: number): Traced =>
    file[i]?.[0] === byte ? (file[i] as Traced) : [byte, -1];
  switch (each.kind) {
    case 'flip':
      return file.map((old, i) => (i === at ? [old[0] ^ (1 << each.bit), -1] : old));
    case 'byte':
      return file.map((old, i) => (i === at ? changed(i, each.value) : old));
    case 'zero':
      return file.map((old, i) => (i >= at && i < at + each.length ? changed(i, 0) : old));
    case 'garbage':
      return file.map((old, i) => {
        const byte = each.bytes[i - at];
        return byte === undefined ? old : changed(i, byte);
      });
    case 'delete':
      return [...file.slice(0, at), ...file.slice(at + each.length)];
    case 'duplicate':
      return [...file.slice(0, at + each.length), ...file.slice(at)];
    case 'insert':
      return [
        ...file.slice(0, at),
        ...Array.from(each.bytes, (byte): Traced => [byte, -1]),
        ...file.slice(at),
      ];
    case 'truncate':
      return file.slice(0, at);
    case 'splice': {
      const piece = file.slice(at, at + each.length);
      const rest = [...file.slice(0, at), ...file.slice(at + each.length)];
      const to = spare + Math.floor(each.to * Math.max(0, rest.length - spare));
      return [...rest.slice(0, to), ...piece, ...rest.slice(to)];
    }
  }
}

/** Where an intact record stands in the damaged file, as `offset+size`: all its bytes, in order, side by side. */
export function survivors(file: readonly Traced[], starts: readonly number[], end: number): Set<string> {
  const found = new Set<string>();
  const ends = new Map(starts.map((start, i) => [start, starts[i + 1] ?? end]));
  file.forEach(([, from], at) => {
    const to = ends.get(from);
    if (to === undefined) return;
    for (let i = 0; i < to - from; i++) if (file[at + i]?.[1] !== from + i) return;
    found.add(`${at}+${to - from}`);
  });
  return found;
}
