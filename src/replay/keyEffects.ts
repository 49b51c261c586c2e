/*
 * What each record does to its key, as far as that can be told without the value, and what it does to our certainty
 * after a loss. Why a record keeps or ends the doubt is part of the table.
 */
import { RECORDS, type RecordType } from '../codec/index.ts';
import type { ValueType } from './value.ts';

/** What a record does to the key that it names first. */
export type KeyAct =
  /** Puts a value in the place of whatever was there, with a TTL of its own or none. */
  | 'set'
  /** Removes the key. */
  | 'drop'
  /** Changes a value of its type; makes one where the key is missing. */
  | 'grow'
  /** Changes a value of its type that is there. */
  | 'edit'
  /** Takes something out of a collection of its type; an emptied one goes. */
  | 'shrink'
  /** Sets the TTL of a key that is there. */
  | 'expire'
  /** Clears it. */
  | 'persist'
  /** Moves value and TTL to another key. */
  | 'rename'
  /** Gives another key the same value and TTL. */
  | 'copy'
  /** Makes a string of the strings of other keys. */
  | 'combine'
  /** Concerns no key. */
  | 'none';

/**
 * What a record does to a state that a loss made uncertain: it `fixes` it whatever was there, `keeps` it as uncertain
 * as it was, or the state `follows` that of the keys it is made from.
 */
export type TaintEffect = 'fixes' | 'keeps' | 'follows';

export interface KeyEffect {
  readonly act: KeyAct;
  /** The type of value that it makes or works on; null where any will do. */
  readonly type: ValueType | null;
  readonly taint: TaintEffect;
  readonly why: string;
}

const effect = (act: KeyAct, type: ValueType | null, taint: TaintEffect, why: string): KeyEffect => ({
  act,
  type,
  taint,
  why,
});

const WHOLE = 'It puts value and TTL in the place of whatever was there.';
const TTL_ONLY = 'It changes the TTL, and only of a key that is there: what was lost decides both.';
const NUMBER = 'It counts on from a number that a lost record may have set.';
const BYTES = 'It changes part of a string whose other bytes a lost record may have set.';
const PUSH = 'It adds to a list that a lost record may have changed.';
const ITEM = 'Which item it meets depends on what the list held.';
const FIELDS = 'The hash’s other fields may have been changed by a lost record.';
const MEMBERS = 'The other members may have been changed by a lost record.';
const NARROWS = 'What it takes out is gone for certain; what stays is as uncertain as before.';

export const KEY_EFFECTS: Readonly<Record<RecordType, KeyEffect>> = {
  SET: effect('set', 'string', 'fixes', WHOLE),
  'PROTO.SET': effect('set', 'proto', 'fixes', WHOLE),
  DEL: effect('drop', null, 'fixes', 'The key is gone, whatever it held.'),
  BITOP: effect(
    'combine',
    'string',
    'follows',
    'It replaces the destination, TTL included, by what its sources hold: exact if they are.',
  ),
  RENAME: effect(
    'rename',
    null,
    'follows',
    'The destination becomes what the source was, and is as certain. The old name is gone for certain, whether the key was there or not.',
  ),
  COPY: effect(
    'copy',
    null,
    'follows',
    'The destination becomes what the source is, and is as certain; without REPLACE only if it is known to be missing.',
  ),
  EXPIRE: effect('expire', null, 'keeps', TTL_ONLY),
  PEXPIRE: effect('expire', null, 'keeps', TTL_ONLY),
  PEXPIREAT: effect('expire', null, 'keeps', TTL_ONLY),
  PERSIST: effect('persist', null, 'keeps', 'It clears the TTL; the value stays as uncertain as it was.'),
  INCR: effect('grow', 'string', 'keeps', NUMBER),
  DECR: effect('grow', 'string', 'keeps', NUMBER),
  INCRBY: effect('grow', 'string', 'keeps', NUMBER),
  DECRBY: effect('grow', 'string', 'keeps', NUMBER),
  APPEND: effect('grow', 'string', 'keeps', BYTES),
  SETRANGE: effect('grow', 'string', 'keeps', BYTES),
  SETBIT: effect('grow', 'string', 'keeps', BYTES),
  LPUSH: effect('grow', 'list', 'keeps', PUSH),
  RPUSH: effect('grow', 'list', 'keeps', PUSH),
  LSET: effect('edit', 'list', 'keeps', ITEM),
  LINSERT: effect('edit', 'list', 'keeps', ITEM),
  LPOP: effect('shrink', 'list', 'keeps', ITEM),
  RPOP: effect('shrink', 'list', 'keeps', ITEM),
  LREM: effect('shrink', 'list', 'keeps', ITEM),
  LTRIM: effect('shrink', 'list', 'keeps', 'Which items stay depends on what the list held.'),
  HSET: effect('grow', 'hash', 'keeps', FIELDS),
  HINCRBY: effect('grow', 'hash', 'keeps', NUMBER),
  HDEL: effect('shrink', 'hash', 'keeps', NARROWS),
  SADD: effect('grow', 'set', 'keeps', MEMBERS),
  SREM: effect('shrink', 'set', 'keeps', NARROWS),
  ZADD: effect('grow', 'zset', 'keeps', MEMBERS),
  ZREM: effect('shrink', 'zset', 'keeps', NARROWS),
  VADD: effect('grow', 'vector', 'keeps', MEMBERS),
  VREM: effect('shrink', 'vector', 'keeps', NARROWS),
  'PROTO.REGISTER': effect('none', null, 'keeps', 'Schemas are kept apart from the keys.'),
};

const byTag: (KeyEffect | undefined)[] = [];
for (const spec of RECORDS) byTag[spec.tag] = KEY_EFFECTS[spec.type];

/** By a record's tag; null for one that is not known. */
export const effectOfTag = (tag: number): KeyEffect | null => byTag[tag] ?? null;

/** The tags of the records that do one of `acts`. */
export const tagsThat = (...acts: readonly KeyAct[]): readonly number[] =>
  RECORDS.filter((spec) => acts.includes(KEY_EFFECTS[spec.type].act)).map((spec) => spec.tag);
