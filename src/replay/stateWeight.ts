/*
 * What a state takes of the memory that an engine has for objects: 4 GiB at most in V8, whatever the computer has. The
 * figures are rounded from what Node takes, with pointers of eight bytes; a browser takes about two thirds of them.
 */
import { OutOfMemoryError } from '../base/index.ts';
import { EditedString } from './editedString.ts';
import { type Bytes, FarBytes } from './farBytes.ts';
import type { AnyKeyspace } from './keyspace.ts';
import { ShortString } from './shortString.ts';
import type { Value } from './value.ts';

/** A name, or other text, before its characters. */
const TEXT = 24;
/** A place in a map or set. */
const PLACE = 40;
/** What a key holds, before its value's bytes or items: the expiry, the type. */
const HELD = 80;
const FAR = 56;
/** An array of bytes or numbers of its own. */
const ARRAY = 220;
const SCORE = 70;
const POINTER = 8;

/** The most that a key with a string takes, or an item of a collection, but for long names. */
export const UNKNOWN_BYTES = 400;

/** What V8's maps hold at most. */
export const MOST_KEYS: number = 1 << 24;

/** Two of them, before and after a repair, are in a page's memory at a time. */
let allowance = 3 * 2 ** 30;

/** What a state may take in this thread, in bytes as {@link weightOf} reckons. */
export const stateAllowance = (): number => allowance;

/** Sets it, for the states that are begun from now on. */
export function allowStates(bytes: number): void {
  allowance = bytes;
}

/** A state that would take more memory than it may. */
export class StateTooLargeError extends OutOfMemoryError {
  /** How many there were by then. */
  readonly keys: number;

  constructor(keys: number) {
    super(`the state has too many keys, or items in them: there are ${keys} keys so far`);
    this.keys = keys;
  }

  /** More keys than that can't be, whatever memory there is. */
  get isMost(): boolean {
    return this.keys >= MOST_KEYS;
  }
}

/** What the keys of a state take, in bytes. An estimate; what lies outside of the engine's objects is not in it. */
export function weightOf(keyspace: AnyKeyspace): number {
  let sum = 0;
  for (const [name, { value }] of keyspace.keys)
    sum += PLACE + TEXT + name.length + HELD + valueWeight(value);
  return sum;
}

const bytesWeight = (bytes: Bytes): number => (bytes instanceof FarBytes ? FAR : ARRAY);

function valueWeight(value: Value<Bytes>): number {
  switch (value.type) {
    case 'string':
      if (value instanceof ShortString) return TEXT + value.length;
      return value instanceof EditedString ? ARRAY : bytesWeight(value.bytes);
    case 'proto':
      return ARRAY + bytesWeight(value.data);
    case 'list':
      return sumOf(value.items.all(), (item) => POINTER + bytesWeight(item));
    case 'hash':
      return sumOf(value.fields, ([name, bytes]) => PLACE + TEXT + name.length + bytesWeight(bytes));
    case 'set':
      return sumOf(value.members, (member) => PLACE + TEXT + member.length);
    case 'zset':
      return sumOf(value.members.keys(), (member) => PLACE + TEXT + SCORE + member.length);
    case 'vector':
      return sumOf(
        value.elements.values(),
        ({ name, vector }) =>
          PLACE + TEXT + name.length + (vector instanceof FarBytes ? FAR : ARRAY + vector.byteLength),
      );
  }
}

function sumOf<T>(all: Iterable<T>, weigh: (each: T) => number): number {
  let sum = 0;
  for (const each of all) sum += weigh(each);
  return sum;
}
