/*
 * What is kept of a collection to know when it is empty: which members it has, by number, and nothing of their
 * values; of a list only how many items, unless something removes or finds items by their content.
 */

import type { AofRecord, SnapshotEntry } from '../codec/index.ts';
import type { KeyDictionary } from '../columnar/index.ts';
import { ItemDeque } from './itemDeque.ts';
import { changeItems, type ItemContent, trimmedRange } from './lists.ts';

/** A member's or item's content by its number in a dictionary of its own: equal content, equal number. */
type Members = Set<number>;

export type MemberSketch =
  | { readonly kind: 'members'; readonly members: Members }
  | { readonly kind: 'count'; count: number }
  | { readonly kind: 'items'; readonly items: ItemDeque<number> };

export const sizeOfSketch = (sketch: MemberSketch): number =>
  sketch.kind === 'members'
    ? sketch.members.size
    : sketch.kind === 'items'
      ? sketch.items.length
      : sketch.count;

export function cloneSketch(sketch: MemberSketch): MemberSketch {
  if (sketch.kind === 'members') return { kind: 'members', members: new Set(sketch.members) };
  if (sketch.kind === 'items') return { kind: 'items', items: sketch.items.clone() };
  return { ...sketch };
}

/** @param byContent whether items are found by their content */
export const emptySketch = (isList: boolean, byContent: boolean): MemberSketch =>
  !isList
    ? { kind: 'members', members: new Set() }
    : byContent
      ? { kind: 'items', items: new ItemDeque() }
      : { kind: 'count', count: 0 };

const numberIn =
  (contents: KeyDictionary) =>
  (bytes: Uint8Array): number =>
    contents.intern(bytes, 0, bytes.length);

const byNumber = (number: (bytes: Uint8Array) => number): ItemContent<number> => ({
  of: number,
  is: (item, bytes) => item === number(bytes),
});

/** Puts a snapshot's entry in. */
export function loadSketch(sketch: MemberSketch, entry: SnapshotEntry, contents: KeyDictionary): void {
  const number = numberIn(contents);
  switch (entry.type) {
    case 'list':
      if (sketch.kind === 'count') sketch.count = entry.value.length;
      else if (sketch.kind === 'items') for (const item of entry.value) sketch.items.push(number(item));
      return;
    case 'hash':
      addAll(
        sketch,
        entry.value.map(({ field }) => number(field)),
      );
      return;
    case 'zset':
      addAll(
        sketch,
        entry.value.map(({ member }) => number(member)),
      );
      return;
    case 'set':
      addAll(sketch, entry.value.map(number));
      return;
    case 'vector':
      addAll(
        sketch,
        entry.value.elements.map(({ name }) => number(name)),
      );
      return;
    case 'string':
    case 'proto':
      return;
  }
}

function addAll(sketch: MemberSketch, numbers: readonly number[]): void {
  if (sketch.kind === 'members') for (const number of numbers) sketch.members.add(number);
}

function takeAll(sketch: MemberSketch, numbers: readonly number[]): void {
  if (sketch.kind === 'members') for (const number of numbers) sketch.members.delete(number);
}

/**
 * Does to the sketch what the record does to the value, which has the record's type.
 * @returns false where the server would go down instead, and nothing changes
 */
export function changeSketch(sketch: MemberSketch, record: AofRecord, contents: KeyDictionary): boolean {
  const number = numberIn(contents);
  switch (record.type) {
    case 'HSET':
      addAll(
        sketch,
        record.fields.map(({ field }) => number(field)),
      );
      return true;
    case 'HINCRBY':
      addAll(sketch, [number(record.field)]);
      return true;
    case 'HDEL':
      takeAll(sketch, record.fields.map(number));
      return true;
    case 'SADD':
      addAll(sketch, record.members.map(number));
      return true;
    case 'SREM':
    case 'ZREM':
      takeAll(sketch, record.members.map(number));
      return true;
    case 'ZADD':
      addAll(
        sketch,
        record.members.map(({ member }) => number(member)),
      );
      return true;
    case 'VADD':
      addAll(sketch, [number(record.element)]);
      return true;
    case 'VREM':
      takeAll(sketch, [number(record.element)]);
      return true;
    default:
      if (sketch.kind === 'count') return changeCount(sketch, record);
      return sketch.kind !== 'items' || changeItems(sketch.items, record, byNumber(number)) === null;
  }
}

function changeCount(list: { count: number }, record: AofRecord): boolean {
  switch (record.type) {
    case 'LPUSH':
    case 'RPUSH':
      list.count += record.values.length;
      return true;
    case 'LPOP':
    case 'RPOP':
      list.count = Math.max(0, list.count - 1);
      return true;
    case 'LTRIM': {
      const kept = trimmedRange(list.count, record.start, record.stop);
      if (typeof kept === 'string') return false;
      list.count = kept.to - kept.from;
      return true;
    }
    default:
      return true;
  }
}
