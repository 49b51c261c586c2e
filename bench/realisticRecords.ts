/*
 * A workload in the proportions of test/fixtures/ember/intact/realistic-2mb.aof: seven SETs in ten records, about
 * 250 bytes a record, a quarter as many keys as records; the rest spread evenly over the other types. Only types that
 * ember 0.4.9 reads back, so that the log is clean to the default reader.
 */
import { type Random, seededRandom } from '../src/base/index.ts';
import {
  type AofRecord,
  f32ToBits,
  f64ToBits,
  type SnapshotEntry,
  encodeUtf8 as utf8,
} from '../src/codec/index.ts';

const WORDS =
  'alpha bravo cargo delta ember falcon granite harbor island jungle kernel lumen marble nectar'.split(' ');
const NAMES = ['Kofi', 'Rosa', 'Priya', 'Björn', 'Hiroshi', 'Ximena', 'Eun-ji', 'Zoë'];
const KEY_NAMES = ['user:profile', 'session:web', 'cache:page:v2', 'cart:item'];
/** Values are drawn from a pool: their bytes don't matter to a scan, their lengths do. */
const POOL = 4096;
const SHORTEST_VALUE = 51;
const LONGEST_VALUE = 515;
const DIMENSIONS = 16;
const COLLECTION_KEYS = 40;
const NO_TTL = -1n;

/** Makes records or entries, one after the other, the same ones for the same seed. */
export class RealisticRecords {
  readonly #random: Random;
  readonly #values: readonly Uint8Array[];
  readonly #keys: number;
  readonly #makers: readonly (() => AofRecord)[];

  /**
   * @param expected about how many will be asked for
   * @param keys over how many keys; without it that follows from `expected`
   */
  constructor(seed: number, expected: number, keys = expected * 0.4) {
    this.#random = seededRandom(seed);
    this.#values = Array.from({ length: POOL }, () => this.#makeValue());
    this.#keys = Math.max(1, Math.round(keys));
    this.#makers = this.#otherRecords();
  }

  record(): AofRecord {
    const random = this.#random;
    if (random.unit() < 0.7) {
      const expire_ms = random.unit() < 0.4 ? this.#milliseconds() : NO_TTL;
      return { type: 'SET', key: this.#key(), value: this.#value(), expire_ms };
    }
    return this.#pick(this.#makers)();
  }

  /** An entry of a snapshot. @param number makes its key unique */
  entry(number: number): SnapshotEntry {
    const key = utf8(`${this.#pick(KEY_NAMES)}:${String(number).padStart(7, '0')}:${this.#suffix(number)}`);
    const expire_ms = this.#random.unit() < 0.4 ? this.#milliseconds() : NO_TTL;
    return { type: 'string', key, value: this.#value(), expire_ms };
  }

  #pick<T>(from: readonly T[]): T {
    return from[this.#random.below(from.length)] as T;
  }

  #value = (): Uint8Array => this.#pick(this.#values);
  #milliseconds = (): bigint => BigInt(1000 + this.#random.below(900_000_000));
  #number = (): bigint => BigInt(this.#random.below(2_000_000) - 1_000_000);
  #word = (): Uint8Array => utf8(this.#pick(WORDS));
  #member = (): Uint8Array => utf8(`${this.#pick(WORDS)}:${this.#random.below(50)}`);
  #several = <T>(make: () => T): T[] => Array.from({ length: 1 + this.#random.below(4) }, make);
  #vector = (): Uint32Array =>
    Uint32Array.from({ length: DIMENSIONS }, () => f32ToBits(this.#random.unit() * 2 - 1));
  #shared = (name: string) => (): Uint8Array => utf8(`${name}:${this.#random.below(COLLECTION_KEYS)}`);

  /** Few keys are written often, most of them once or twice. */
  #key(): Uint8Array {
    const id = Math.floor(this.#keys * this.#random.unit() * this.#random.unit());
    return utf8(`${KEY_NAMES[id % KEY_NAMES.length]}:${String(id).padStart(7, '0')}:${this.#suffix(id)}`);
  }

  /** Belongs to the key: the same number, the same suffix. Of 1 to 16 digits. */
  #suffix(id: number): string {
    const hash = Math.imul(id ^ 0x5bd1e995, 0x9e3779b1) >>> 0;
    return `${hash.toString(16)}${(hash ^ 0xffffffff).toString(16)}`.slice(0, 1 + (hash & 15));
  }

  /** Three in four are JSON, the others binary. */
  #makeValue(): Uint8Array {
    const random = this.#random;
    const length = SHORTEST_VALUE + random.below(LONGEST_VALUE - SHORTEST_VALUE + 1);
    if (random.unit() < 0.25) return random.fill(new Uint8Array(length));
    const fields: Record<string, unknown> = {
      id: random.below(1e7),
      name: this.#pick(NAMES),
      ok: random.unit() < 0.5,
    };
    while (JSON.stringify(fields).length < length) {
      const name = `${this.#pick(WORDS)}${random.below(100)}`;
      fields[name] = random.unit() < 0.5 ? random.below(1e6) : `${this.#pick(WORDS)} ${this.#pick(WORDS)}`;
    }
    return utf8(JSON.stringify(fields));
  }

  #otherRecords(): readonly (() => AofRecord)[] {
    const key = () => this.#key();
    const list = this.#shared('list');
    const hash = this.#shared('hash');
    const set = this.#shared('set');
    const zset = this.#shared('zset');
    const counter = this.#shared('cnt');
    const vector = this.#shared('vec');
    const short = () => utf8(`${this.#pick(WORDS)}-${this.#pick(WORDS)}-${this.#random.below(50)}`);
    const score = () => this.#random.below(1e6) / 8;
    return [
      () => ({ type: 'DEL', key: list() }),
      () => ({ type: 'EXPIRE', key: key(), seconds: BigInt(this.#random.below(900_000)) }),
      () => ({ type: 'LPUSH', key: list(), values: this.#several(short) }),
      () => ({ type: 'RPUSH', key: list(), values: this.#several(short) }),
      () => ({ type: 'LPOP', key: list() }),
      () => ({ type: 'RPOP', key: list() }),
      () => ({
        type: 'ZADD',
        key: zset(),
        members: this.#several(() => ({ score: f64ToBits(score()), member: this.#member() })),
      }),
      () => ({ type: 'ZREM', key: zset(), members: this.#several(this.#member) }),
      () => ({ type: 'PERSIST', key: key() }),
      () => ({ type: 'PEXPIRE', key: key(), milliseconds: this.#milliseconds() }),
      () => ({ type: 'INCR', key: counter() }),
      () => ({ type: 'DECR', key: counter() }),
      () => ({
        type: 'HSET',
        key: hash(),
        fields: this.#several(() => ({ field: this.#word(), value: short() })),
      }),
      () => ({ type: 'HDEL', key: hash(), fields: [this.#word()] }),
      () => ({ type: 'HINCRBY', key: hash(), field: this.#word(), delta: this.#number() }),
      () => ({ type: 'SADD', key: set(), members: this.#several(this.#member) }),
      () => ({ type: 'SREM', key: set(), members: this.#several(this.#member) }),
      () => ({ type: 'INCRBY', key: counter(), delta: this.#number() }),
      () => ({ type: 'DECRBY', key: counter(), delta: this.#number() }),
      () => ({ type: 'APPEND', key: counter(), value: short() }),
      () => ({ type: 'RENAME', key: hash(), newkey: hash() }),
      () => ({ type: 'COPY', source: set(), destination: set(), replace: this.#random.below(2) }),
      () => ({
        type: 'VADD',
        key: vector(),
        element: this.#member(),
        vector: this.#vector(),
        metric: 0,
        quantization: 0,
        connectivity: 16,
        expansion_add: 128,
      }),
      () => ({ type: 'VREM', key: vector(), element: this.#member() }),
    ];
  }
}
