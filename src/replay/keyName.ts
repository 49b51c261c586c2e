/*
 * The names of keys in a keyspace. A key of database 0 goes by its text. Of another database four units stand before it
 * that no valid UTF-8 gives there: low surrogates without high ones, which hold the number. So a keyspace of several
 * databases stays one map, the same key of two databases is two names, and names sort by database first.
 */
import type { KeyId } from '../base/index.ts';
import { encodeUtf8 } from '../codec/index.ts';
import type { KeyDictionary } from '../columnar/index.ts';
import { textOf } from './text.ts';

const UNITS = 4;
const UNIT_BITS = 10;
const UNIT_SIZE = 1 << UNIT_BITS;
const FIRST_UNIT = 0xdc00;

/** The name of the key `text` in a database. */
export function keyName(text: string, database: number): string {
  if (database === 0) return text;
  let units = '';
  let rest = database;
  for (let i = 0; i < UNITS; i++) {
    units = String.fromCharCode(FIRST_UNIT + (rest % UNIT_SIZE)) + units;
    rest = Math.floor(rest / UNIT_SIZE);
  }
  return units + text;
}

const isUnit = (code: number): boolean => code >= FIRST_UNIT && code < FIRST_UNIT + UNIT_SIZE;

/** A name for people: the key, with its database where that is not 0. */
export function keyLabel(name: string): string {
  const { key, database } = parseKeyName(name);
  return database === 0 ? key : `${key} (database ${database})`;
}

/** The key and the database that a name stands for. */
export function parseKeyName(name: string): { readonly key: string; readonly database: number } {
  if (!isUnit(name.charCodeAt(0))) return { key: name, database: 0 };
  let database = 0;
  for (let i = 0; i < UNITS; i++) database = database * UNIT_SIZE + name.charCodeAt(i) - FIRST_UNIT;
  return { key: name.slice(UNITS), database };
}

/** The name of a key of a dictionary. */
export const nameOfKey = (keys: KeyDictionary, key: KeyId): string =>
  keyName(textOf(keys.bytesOf(key)), keys.databaseOf(key));

/** The number of the key that goes by `name`; a new one where the dictionary did not have it. */
export function keyOfName(keys: KeyDictionary, name: string): KeyId {
  const { key, database } = parseKeyName(name);
  const bytes = encodeUtf8(key);
  return keys.intern(bytes, 0, bytes.length, undefined, database);
}

/** Finds keys by name again and again: only the first time takes its bytes. */
export class KeyNumbers {
  readonly #keys: KeyDictionary;
  readonly #known = new Map<string, KeyId>();

  constructor(keys: KeyDictionary) {
    this.#keys = keys;
  }

  /** As {@link findKeyName}. */
  find(name: string): KeyId | null {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const found = findKeyName(this.#keys, name);
    if (found !== null) this.#known.set(name, found);
    return found;
  }
}

/** The number of the key that goes by `name`; null where the dictionary does not have it. */
export function findKeyName(keys: KeyDictionary, name: string): KeyId | null {
  const { key, database } = parseKeyName(name);
  return keys.find(encodeUtf8(key), database);
}
