/* List operations by Redis's index rules: negative positions count from the end. */
import type { Range } from '../base/index.ts';

const isEqual = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);

/** LSET. An index outside the list changes nothing. */
export function setItem(items: Uint8Array[], index: bigint, value: Uint8Array): Uint8Array[] {
  const at = index < 0n ? BigInt(items.length) + index : index;
  if (at >= 0n && at < BigInt(items.length)) items[Number(at)] = value;
  return items;
}

/** LINSERT before or after the first item equal to `pivot`; without one nothing changes. */
export function insertItem(
  items: Uint8Array[],
  before: boolean,
  pivot: Uint8Array,
  value: Uint8Array,
): Uint8Array[] {
  const at = items.findIndex((item) => isEqual(item, pivot));
  if (at >= 0) items.splice(before ? at : at + 1, 0, value);
  return items;
}

/** LREM: `count` > 0 from the head, < 0 from the tail, 0 all. */
export function removeItems(items: Uint8Array[], count: bigint, value: Uint8Array): Uint8Array[] {
  const most = count === 0n ? BigInt(items.length) : count < 0n ? -count : count;
  const order = count < 0n ? [...items].reverse() : items;
  let removed = 0n;
  const kept = order.filter((item) => {
    if (removed >= most || !isEqual(item, value)) return true;
    removed++;
    return false;
  });
  return count < 0n ? kept.reverse() : kept;
}

/** LTRIM. Ember 0.4.9 goes down when the stop resolves to before −1; the text then says why. */
export function trimItems(items: Uint8Array[], start: bigint, stop: bigint): Uint8Array[] | string {
  const kept = trimmedRange(items.length, start, stop);
  return typeof kept === 'string' ? kept : items.slice(kept.from, kept.to);
}

/** Which items of a list of `count` LTRIM keeps, `to` exclusive. */
export function trimmedRange(count: number, start: bigint, stop: bigint): Range | string {
  const length = BigInt(count);
  const from = start < 0n ? (start + length < 0n ? 0n : start + length) : start;
  const to = stop < 0n ? stop + length : stop < length - 1n ? stop : length - 1n;
  if (to < -1n) return `LTRIM ${start} ${stop} on a list of ${length}: the range ends before its beginning`;
  if (from > to || from >= length) return { from: 0, to: 0 };
  return { from: Number(from), to: Number(to) + 1 };
}
