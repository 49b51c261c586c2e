/*
 * What a shard holds, in little: enough to tell whether two states are the same and where they differ, also where the
 * files of the one are gone by the time of the other.
 */
import { ByteSink, encodeHex, encodeUtf8 } from '../codec/index.ts';
import {
  type AnyKeyspace,
  aliveKeys,
  type Bytes,
  eachHeld,
  type Held,
  inFileOrder,
  sizeOf,
  type Value,
} from '../replay/index.ts';
import { type Expiry, KeySummaries, type KeySummary } from './keySummaries.ts';
import { PORTABLE_SHA256, type Sha256, type Sha256Stream } from './sha256.ts';

export interface StateSummary {
  /** The keys that are there once recovery ends. */
  readonly keys: Pick<KeySummaries, 'size' | 'has' | 'get' | 'keys' | typeof Symbol.iterator>;
  /** Digests of the protobuf schemas, by name. */
  readonly schemas: ReadonlyMap<string, string>;
}

/** The keys by which two states differ. */
export interface StateComparison {
  readonly gained: readonly string[];
  readonly lost: readonly string[];
  readonly changed: readonly string[];
}

export const EMPTY_STATE: StateSummary = { keys: new KeySummaries(), schemas: new Map() };

/** @param sha256 the same for all states that are compared */
export async function summarizeState(
  keyspace: AnyKeyspace,
  sha256: Sha256 = PORTABLE_SHA256,
): Promise<StateSummary> {
  const keys = new KeySummaries();
  const digest = new ValueDigest(sha256);
  for await (const [key, held] of eachHeld(keyspace, inFileOrder(keyspace, aliveKeys(keyspace))))
    keys.set(key, summarize(held as Held, digest));
  const schemas = new Map<string, string>();
  for (const [name, descriptor] of keyspace.schemas) schemas.set(name, sha256.hex(descriptor));
  return { keys, schemas };
}

/** What is different in `after`. */
export function compareStates(before: StateSummary, after: StateSummary): StateComparison {
  const gained = [...after.keys.keys()].filter((key) => !before.keys.has(key));
  const lost: string[] = [];
  const changed: string[] = [];
  for (const [key, was] of before.keys) {
    const is = after.keys.get(key);
    if (is === undefined) lost.push(key);
    else if (differs(was, is)) changed.push(key);
  }
  return { gained, lost, changed };
}

/** Whether two summaries are of different states of a key. */
const differs = (a: KeySummary, b: KeySummary): boolean =>
  a.type !== b.type || a.digest !== b.digest || !sameExpiry(a, b);

export const expiryOf = ({ ttlMs, expireAtMs }: Held<Bytes>): Expiry => ({
  ttlMs: ttlMs < 0n ? null : ttlMs,
  expireAtMs: ttlMs > 0n ? expireAtMs : null,
});

/** Absolute times are compared as such, whatever the clock. */
export function sameExpiry(a: Expiry, b: Expiry): boolean {
  if (a.expireAtMs !== null && b.expireAtMs !== null) return a.expireAtMs === b.expireAtMs;
  return a.ttlMs === b.ttlMs;
}

/**
 * The first difference between a promised state and the one that was found, in words; null when there is none.
 * @param clockless expiries at an absolute time were written as times left, which depend on the clock: they are not
 *   compared
 */
export function firstDifference(
  promised: StateSummary,
  found: StateSummary,
  clockless: boolean,
): string | null {
  for (const [key, wanted] of promised.keys) {
    const is = found.keys.get(key);
    const byClock = clockless && wanted.expireAtMs !== null;
    if (is === undefined && byClock) continue;
    const said = is === undefined ? 'nothing' : describeAgainst(is, wanted, byClock);
    if (said !== null) return `key ${JSON.stringify(key)}: promised ${describe(wanted)}, found ${said}`;
  }
  for (const [key, is] of found.keys) {
    if (!promised.keys.has(key)) return `key ${JSON.stringify(key)}: not promised, found ${describe(is)}`;
  }
  for (const name of new Set([...promised.schemas.keys(), ...found.schemas.keys()])) {
    if (promised.schemas.get(name) !== found.schemas.get(name))
      return `schema ${JSON.stringify(name)} is another one`;
  }
  return null;
}

function describeAgainst(is: KeySummary, wanted: KeySummary, byClock: boolean): string | null {
  if (is.type !== wanted.type || is.size !== wanted.size) return describe(is);
  if (is.digest !== wanted.digest) return `${describe(is)} with another value`;
  return byClock || sameExpiry(is, wanted) ? null : `the same with another time to live (${ttlText(is)})`;
}

const UNITS: Readonly<Record<string, string>> = { string: 'bytes', proto: 'bytes' };
const describe = (key: KeySummary): string =>
  `a ${key.type} of ${key.size} ${UNITS[key.type] ?? 'items'} (${ttlText(key)})`;
const ttlText = ({ ttlMs }: KeySummary): string => (ttlMs === null ? 'no expiry' : `${ttlMs} ms left`);

function summarize(held: Held, digest: ValueDigest): KeySummary {
  const { value } = held;
  return { type: value.type, size: sizeOf(value), ...expiryOf(held), digest: digest.of(value) };
}

/** Collections are hashed in stretches of about this many bytes: a call for each item costs more than its bytes. */
const STRETCH_BYTES = 64 << 10;

/** Digests values. */
class ValueDigest {
  readonly #sha256: Sha256;
  #stretch = new ByteSink(STRETCH_BYTES);
  /** Of what went before the stretch; null while everything is in it. */
  #stream: Sha256Stream | null = null;

  constructor(sha256: Sha256) {
    this.#sha256 = sha256;
  }

  /** Of a value's items with their lengths. What has no order comes sorted. */
  of(value: Value): string {
    // Most values are strings, and need no copy.
    if (value.type === 'string') return this.#sha256.hex(value.bytes);
    this.#stretch = this.#stretch.length > 2 * STRETCH_BYTES ? new ByteSink(STRETCH_BYTES) : this.#stretch;
    this.#stretch.clear();
    this.#stream = null;
    this.#putAll(value);
    const rest = this.#stretch.written();
    if (this.#stream === null) return this.#sha256.hex(rest);
    const stream: Sha256Stream = this.#stream;
    stream.update(rest);
    return encodeHex(stream.digest());
  }

  #putAll(value: Exclude<Value, { type: 'string' }>): void {
    switch (value.type) {
      case 'list':
        for (const item of value.items) this.#put(item);
        return;
      case 'zset':
        for (const [name, { score }] of byName(value.members)) {
          this.#put(encodeUtf8(name));
          this.#stretch.u64(score);
        }
        return;
      case 'hash':
        for (const [name, bytes] of byName(value.fields)) {
          this.#put(encodeUtf8(name));
          this.#put(bytes);
        }
        return;
      case 'set':
        for (const member of [...value.members].sort()) this.#put(encodeUtf8(member));
        return;
      case 'proto':
        this.#put(value.typeName);
        this.#put(value.data);
        return;
      case 'vector':
        for (const number of [value.metric, value.quantization, value.connectivity, value.expansionAdd]) {
          this.#stretch.u64(BigInt(number));
        }
        for (const [name, { vector }] of byName(value.elements)) {
          this.#put(encodeUtf8(name));
          this.#put(new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength));
        }
        return;
    }
  }

  #put(bytes: Uint8Array): void {
    this.#stretch.u32(bytes.length).raw(bytes);
    if (this.#stretch.length < STRETCH_BYTES) return;
    this.#stream ??= this.#sha256.create();
    this.#stream.update(this.#stretch.written());
    this.#stretch.clear();
  }
}

/** Any fixed order will do. */
const byName = <T>(items: ReadonlyMap<string, T>): [string, T][] =>
  [...items].sort(([a], [b]) => (a < b ? -1 : 1));
