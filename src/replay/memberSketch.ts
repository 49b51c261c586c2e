/*
 * What is kept of a collection to know when it is empty: which members it has, by number, and nothing of their
 * values; of a list only how many items, unless something removes or finds items by their content.
 */

import {
  type AofRecord,
  RECORDS,
  type RecordType,
  readRecord,
  type SnapshotEntry,
  StringField,
} from '../codec/index.ts';
import type { KeyDictionary } from '../columnar/index.ts';
import { ItemDeque } from './itemDeque.ts';
import { changeItems, type ItemContent, trimmedRange } from './lists.ts';
import { NumberSet } from './numberSet.ts';

/** A member's or item's content by its number in a dictionary of its own: equal content, equal number. */
type Members = NumberSet;

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
  if (sketch.kind === 'members') return { kind: 'members', members: sketch.members.clone() };
  if (sketch.kind === 'items') return { kind: 'items', items: sketch.items.clone() };
  return { ...sketch };
}

/** @param byContent whether items are found by their content */
export const emptySketch = (isList: boolean, byContent: boolean): MemberSketch =>
  !isList
    ? { kind: 'members', members: new NumberSet() }
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

/** Where the members are that a record puts in, and those that it takes out. */
const ADDED: Partial<Record<RecordType, string>> = {
  HSET: 'fields[].field',
  HINCRBY: 'field',
  SADD: 'members[].member',
  ZADD: 'members[].member',
  VADD: 'element',
};
const TAKEN: Partial<Record<RecordType, string>> = {
  HDEL: 'fields[].field',
  SREM: 'members[].member',
  ZREM: 'members[].member',
  VREM: 'element',
};
/** Where the items are that a record pushes. */
const PUSHED: Partial<Record<RecordType, string>> = { LPUSH: 'values[].value', RPUSH: 'values[].value' };

/** By tag. */
function fieldsAt(paths: Partial<Record<RecordType, string>>): readonly (StringField | undefined)[] {
  const byTag: (StringField | undefined)[] = new Array(256).fill(undefined);
  for (const { type, tag, fields } of RECORDS) {
    const path = paths[type];
    if (path !== undefined) byTag[tag] = new StringField(fields, path);
  }
  return byTag;
}

const ADDED_AT = fieldsAt(ADDED);
const TAKEN_AT = fieldsAt(TAKEN);
const PUSHED_AT = fieldsAt(PUSHED);

/**
 * Does to the sketch what the record does to the value, which has the record's type.
 * @param content tag and payload, which have passed the size walk
 * @returns false where the server would go down instead, and nothing changes
 */
export function changeSketch(sketch: MemberSketch, content: Uint8Array, contents: KeyDictionary): boolean {
  const tag = content[0] as number;
  if (sketch.kind === 'members') {
    changeMembers(sketch.members, tag, content, contents);
    return true;
  }
  if (sketch.kind === 'items') {
    return changeItems(sketch.items, readRecord(content), byNumber(numberIn(contents))) === null;
  }
  const pushed = PUSHED_AT[tag];
  if (pushed === undefined) return changeCount(sketch, readRecord(content));
  sketch.count += pushed.start(content, 1);
  return true;
}

function changeMembers(members: Members, tag: number, content: Uint8Array, contents: KeyDictionary): void {
  const added = ADDED_AT[tag];
  const field = added ?? TAKEN_AT[tag];
  if (field === undefined) return;
  field.start(content, 1);
  while (field.next()) {
    const number = contents.intern(content, field.from, field.to);
    if (field === added) members.add(number);
    else members.delete(number);
  }
}

function changeCount(list: { count: number }, record: AofRecord): boolean {
  switch (record.type) {
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
