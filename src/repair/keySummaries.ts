/** When a key expires. */
export interface Expiry {
  /** Milliseconds left; null without an expiry. */
  readonly ttlMs: bigint | null;
  /** The Unix time that `ttlMs` follows from, where the expiry is an absolute one. */
  readonly expireAtMs: bigint | null;
}

/** One key of a state. */
export interface KeySummary extends Expiry {
  readonly type: string;
  /** Bytes of a string, items of a collection. */
  readonly size: number;
  /** Of the value, in hexadecimal. */
  readonly digest: string;
}

const FIRST_KEYS = 1 << 10;
/** Of the first 128 bits of a digest. */
const DIGEST_WORDS = 4;
const WORD_DIGITS = 8;
const HAS_TTL = 0x80;
const HAS_TIME = 0x40;
const TYPE = 0x3f;

/**
 * The summaries of millions of keys: an object for each would take more than there is for two states at a time, so they
 * lie in columns. Of a digest half is kept: 128 bits.
 */
export class KeySummaries {
  readonly #numbers = new Map<string, number>();
  readonly #types: string[] = [];
  /** The number of the type, and which of the two times there are. */
  #kinds = new Uint8Array(FIRST_KEYS);
  #sizes = new Float64Array(FIRST_KEYS);
  /** The time left, then the time of day that it follows from. */
  #times = new BigInt64Array(2 * FIRST_KEYS);
  #digests = new Uint32Array(DIGEST_WORDS * FIRST_KEYS);

  get size(): number {
    return this.#numbers.size;
  }

  has(key: string): boolean {
    return this.#numbers.has(key);
  }

  get(key: string): KeySummary | undefined {
    const number = this.#numbers.get(key);
    return number === undefined ? undefined : this.#at(number);
  }

  /** Replaces what there is of the key. */
  set(key: string, { type, size, ttlMs, expireAtMs, digest }: KeySummary): void {
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(key, number);
      if (number === this.#kinds.length) this.#grow();
    }
    if (!this.#types.includes(type)) this.#types.push(type);
    const times = (ttlMs === null ? 0 : HAS_TTL) | (expireAtMs === null ? 0 : HAS_TIME);
    this.#kinds[number] = this.#types.indexOf(type) | times;
    this.#sizes[number] = size;
    this.#times[2 * number] = ttlMs ?? 0n;
    this.#times[2 * number + 1] = expireAtMs ?? 0n;
    for (let word = 0; word < DIGEST_WORDS; word++) {
      const digits = digest.slice(word * WORD_DIGITS, (word + 1) * WORD_DIGITS);
      this.#digests[number * DIGEST_WORDS + word] = Number.parseInt(digits, 16);
    }
  }

  keys(): MapIterator<string> {
    return this.#numbers.keys();
  }

  *[Symbol.iterator](): Generator<readonly [key: string, summary: KeySummary]> {
    for (const [key, number] of this.#numbers) yield [key, this.#at(number)];
  }

  #at(number: number): KeySummary {
    const kind = this.#kinds[number] as number;
    let digest = '';
    for (let word = 0; word < DIGEST_WORDS; word++) {
      const bits = this.#digests[number * DIGEST_WORDS + word] as number;
      digest += bits.toString(16).padStart(WORD_DIGITS, '0');
    }
    return {
      type: this.#types[kind & TYPE] as string,
      size: this.#sizes[number] as number,
      ttlMs: (kind & HAS_TTL) === 0 ? null : (this.#times[2 * number] as bigint),
      expireAtMs: (kind & HAS_TIME) === 0 ? null : (this.#times[2 * number + 1] as bigint),
      digest,
    };
  }

  #grow(): void {
    const kinds = this.#kinds;
    const sizes = this.#sizes;
    const times = this.#times;
    const digests = this.#digests;
    this.#kinds = new Uint8Array(2 * kinds.length);
    this.#sizes = new Float64Array(2 * sizes.length);
    this.#times = new BigInt64Array(2 * times.length);
    this.#digests = new Uint32Array(2 * digests.length);
    this.#kinds.set(kinds);
    this.#sizes.set(sizes);
    this.#times.set(times);
    this.#digests.set(digests);
  }
}
