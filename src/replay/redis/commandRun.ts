import { type AofRecord, decodeUtf8, encodeUtf8 } from '../../codec/index.ts';
import { applyRecord } from '../applyRecord.ts';
import { type Bytes, FarBytes } from '../farBytes.ts';
import { inI64 } from '../integers.ts';
import type { KeyAct, TaintEffect } from '../keyEffects.ts';
import type { AnyKeyspace } from '../keyspace.ts';
import { textOf } from '../text.ts';
import { type Held, sizeOf, type Value, type ValueType } from '../value.ts';
import { type DatabaseView, databaseView } from './databaseView.ts';

/** A key that a command names to change it, whether or not it does. */
export interface Touch {
  /** By its name in the whole keyspace. */
  readonly name: string;
  readonly act: KeyAct;
  /** As for a record; `unclear` where the command is not replayed. */
  readonly effect: TaintEffect | 'unclear';
  /** The keys that its value comes from, where it follows others. */
  readonly from: readonly string[];
}

type Of<T extends ValueType> = Extract<Value<Bytes>, { type: T }>;
const NO_TTL = -1n;

/** One command while it is applied: its arguments, its database, and what it touches. */
export class CommandRun {
  /** The name first. */
  readonly args: readonly Uint8Array[];
  readonly whole: AnyKeyspace;
  readonly database: number;
  readonly nowMs: bigint;
  readonly touched: Touch[] = [];
  readonly #view: DatabaseView;

  constructor(whole: AnyKeyspace, args: readonly Uint8Array[], database: number, nowMs: bigint) {
    this.whole = whole;
    this.args = args;
    this.database = database;
    this.nowMs = nowMs;
    this.#view = databaseView(whole, database);
  }

  arg(at: number): Uint8Array {
    return this.args[at] ?? NOTHING;
  }

  /** An option or a subcommand, in capitals. */
  word(at: number): string {
    const arg = this.arg(at);
    return arg.length > 32 ? '' : textOf(arg).toUpperCase();
  }

  /** An argument as Redis reads an integer; null for anything else. */
  integer(at: number): bigint | null {
    return parseInteger(this.arg(at));
  }

  /** The name of the key at an argument. */
  name(at: number): string {
    return this.#view.nameOf(textOf(this.arg(at)));
  }

  held(at: number): Held<Bytes> | undefined {
    return this.whole.get(this.name(at));
  }

  /** The value of the key if it is there and has this type. */
  find<T extends ValueType>(at: number, type: T): Of<T> | null {
    const value = this.held(at)?.value;
    return value?.type === type ? (value as Of<T>) : null;
  }

  /** Whether the key holds a value of another type, so that the command is refused. */
  isOther(at: number, type: ValueType): boolean {
    const held = this.held(at);
    return held !== undefined && held.value.type !== type;
  }

  /** Does what a record does that means the same. */
  apply(record: AofRecord): void {
    const applied = applyRecord(this.#view, record, this.nowMs);
    // What brings ember down empties the list in Redis: a range that ends before it begins.
    if (applied.outcome === 'aborts') this.#view.delete(textOf('key' in record ? record.key : NOTHING));
  }

  put(name: string, value: Value<Bytes>, ttlMs: bigint = NO_TTL, expireAtMs: bigint | null = null): void {
    this.whole.set(name, value, ttlMs, expireAtMs);
  }

  /** Puts a collection in a key's place, or takes the key away where there is nothing in it. */
  putOrDrop(name: string, value: Value<Bytes>): void {
    if (sizeOf(value) === 0) this.whole.delete(name);
    else this.put(name, value);
  }

  /** The value and time to live are known, whatever was there. */
  fixes(name: string, act: KeyAct): void {
    this.touched.push({ name, act, effect: 'fixes', from: [] });
    this.whole.unclear.delete(name);
  }

  keeps(name: string, act: KeyAct): void {
    this.touched.push({ name, act, effect: 'keeps', from: [] });
  }

  follows(name: string, act: KeyAct, from: readonly string[]): void {
    this.touched.push({ name, act, effect: 'follows', from });
    if (from.some((each) => this.whole.unclear.has(each))) this.whole.unclear.add(name);
    else this.whole.unclear.delete(name);
  }

  /** Nobody knows what the command makes of it. */
  unclear(name: string): void {
    this.touched.push({ name, act: 'none', effect: 'unclear', from: [] });
    this.whole.unclear.add(name);
  }
}

const NOTHING = new Uint8Array(0);

/** An integer as Redis takes it: no sign but a minus, no zeros before it, nothing else. */
export function parseInteger(bytes: Bytes): bigint | null {
  if (bytes instanceof FarBytes || bytes.length === 0 || bytes.length > 20) return null;
  const text = decodeUtf8(bytes);
  if (text === null || !/^(0|-?[1-9][0-9]*)$/.test(text)) return null;
  const value = BigInt(text);
  return inI64(value) ? value : null;
}

export const digits = (value: bigint | number): Uint8Array => encodeUtf8(String(value));
