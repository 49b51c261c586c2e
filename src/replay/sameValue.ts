/* Whether two keys hold the same, bit for bit. What has no order is compared without. */
import { originOf } from '../codec/index.ts';
import { type Bytes, FarBytes } from './farBytes.ts';
import { sizeOf, type Value } from './value.ts';

type Part = Bytes | Uint32Array | undefined;
type Same = (one: Part, other: Part) => boolean;

const bytesOf = (part: Bytes | Uint32Array): number =>
  part instanceof FarBytes ? part.length : part.byteLength;

/** Null where only bytes that are in a file can tell. */
export function sameValue(a: Value<Bytes>, b: Value<Bytes>): boolean | null {
  if (a.type !== b.type || sizeOf(a) !== sizeOf(b)) return false;
  let isSure = true;
  const samePlace = placeTest();
  const same: Same = (one, other) => {
    if (one === undefined || other === undefined || bytesOf(one) !== bytesOf(other)) return false;
    if (one instanceof FarBytes || other instanceof FarBytes) {
      if (!(one instanceof FarBytes && other instanceof FarBytes && samePlace(one, other))) isSure = false;
      return true;
    }
    return sameNumbers(one, other);
  };
  const mayBeSame = sameParts(a, b, same);
  return mayBeSame && !isSure ? null : mayBeSame;
}

/** Both are of one type and size. */
function sameParts(a: Value<Bytes>, b: Value<Bytes>, same: Same): boolean {
  switch (a.type) {
    case 'string':
      return b.type === 'string' && same(a.bytes, b.bytes);
    case 'proto':
      return b.type === 'proto' && same(a.typeName, b.typeName) && same(a.data, b.data);
    case 'list': {
      const others = b.type === 'list' ? b.items.all() : [];
      return a.items.all().every((item, i) => same(item, others[i]));
    }
    case 'hash':
      return b.type === 'hash' && every(a.fields, ([name, bytes]) => same(bytes, b.fields.get(name)));
    case 'set':
      return b.type === 'set' && every(a.members, (member) => b.members.has(member));
    case 'zset':
      return (
        b.type === 'zset' && every(a.members, ([name, { score }]) => b.members.get(name)?.score === score)
      );
    case 'vector':
      return (
        b.type === 'vector' &&
        a.metric === b.metric &&
        a.quantization === b.quantization &&
        a.connectivity === b.connectivity &&
        a.expansionAdd === b.expansionAdd &&
        every(a.elements, ([name, { vector }]) => same(vector, b.elements.get(name)?.vector))
      );
  }
}

function every<T>(all: Iterable<T>, test: (one: T) => boolean): boolean {
  for (const one of all) if (!test(one)) return false;
  return true;
}

function sameNumbers(one: ArrayLike<number>, other: ArrayLike<number>): boolean {
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return false;
  return true;
}

/**
 * Whether two ranges of one length are the same bytes of one file; a file that a plan would write is made of another.
 * Where the rows of the last two come from is remembered: the items of a list are mostly of few.
 */
function placeTest(): (a: FarBytes, b: FarBytes) => boolean {
  let last: readonly [FarBytes, FarBytes] | null = null;
  let areSame = false;
  return (a, b) => {
    if (a.at !== b.at) return false;
    if (a.file === b.file && a.row === b.row) return true;
    if (last === null || !sameRow(a, last[0]) || !sameRow(b, last[1])) {
      last = [a, b];
      const [one, other] = [a, b].map(({ file: { source, index }, row }) => ({
        ...originOf(source, index.rows.offset(row), index.rows.size(row)),
        size: index.rows.size(row),
      }));
      areSame = one?.source === other?.source && one?.at === other?.at && one?.size === other?.size;
    }
    return areSame;
  };
}

const sameRow = (a: FarBytes, b: FarBytes): boolean => a.file === b.file && a.row === b.row;
