/* What records do to a list, by Redis's index rules: negative positions count from the end. */
import type { Range } from '../base/index.ts';
import type { AofRecord } from '../codec/index.ts';
import type { ItemDeque } from './itemDeque.ts';

/** What stands for an item's content. */
export interface ItemContent<T> {
  readonly of: (bytes: Uint8Array) => T;
  readonly is: (item: T, bytes: Uint8Array) => boolean;
}

/**
 * Does to the items what the record does to its list; one of another kind does nothing.
 * @returns why ember 0.4.9 would go down instead; null where it does not
 */
export function changeItems<T>(
  items: ItemDeque<T>,
  record: AofRecord,
  { of, is }: ItemContent<T>,
): string | null {
  switch (record.type) {
    case 'LPUSH':
      for (const value of record.values) items.unshift(of(value));
      return null;
    case 'RPUSH':
      for (const value of record.values) items.push(of(value));
      return null;
    case 'LPOP':
      items.shift();
      return null;
    case 'RPOP':
      items.pop();
      return null;
    case 'LTRIM': {
      const kept = trimmedRange(items.length, record.start, record.stop);
      if (typeof kept === 'string') return kept;
      items.keep(kept);
      return null;
    }
    case 'LSET':
      items.set(record.index, of(record.value));
      return null;
    case 'LINSERT':
      items.insert(record.before !== 0, (item) => is(item, record.pivot), of(record.value));
      return null;
    case 'LREM':
      items.remove(record.count, (item) => is(item, record.value));
      return null;
    default:
      return null;
  }
}

/**
 * Which items of a list of `count` LTRIM keeps, `to` exclusive. Ember 0.4.9 goes down when the stop resolves to
 * before −1; the text then says why.
 */
export function trimmedRange(count: number, start: bigint, stop: bigint): Range | string {
  const length = BigInt(count);
  const from = start < 0n ? (start + length < 0n ? 0n : start + length) : start;
  const to = stop < 0n ? stop + length : stop < length - 1n ? stop : length - 1n;
  if (to < -1n) return `LTRIM ${start} ${stop} on a list of ${length}: the range ends before its beginning`;
  if (from > to || from >= length) return { from: 0, to: 0 };
  return { from: Number(from), to: Number(to) + 1 };
}
