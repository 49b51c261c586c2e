/* The times to live that commands set. */

import type { Bytes } from '../farBytes.ts';
import { I64_MAX } from '../integers.ts';
import type { Held } from '../value.ts';
import type { CommandRun } from './commandRun.ts';
import type { Handler, Handlers } from './handler.ts';

/** A time to live: milliseconds left, and the Unix time that they follow from where it is an absolute one. */
export interface Expiry {
  readonly ttlMs: bigint;
  readonly expireAtMs: bigint | null;
}

export const NO_EXPIRY: Expiry = { ttlMs: -1n, expireAtMs: null };

export interface TimeUnit {
  readonly factor: bigint;
  readonly absolute: boolean;
}

const SECONDS: TimeUnit = { factor: 1000n, absolute: false };
const MILLISECONDS: TimeUnit = { factor: 1n, absolute: false };
const UNIX_SECONDS: TimeUnit = { factor: 1000n, absolute: true };
const UNIX_MILLISECONDS: TimeUnit = { factor: 1n, absolute: true };

/** Options that a time follows. */
const TIME_OPTIONS: Readonly<Record<string, TimeUnit>> = {
  EX: SECONDS,
  PX: MILLISECONDS,
  EXAT: UNIX_SECONDS,
  PXAT: UNIX_MILLISECONDS,
};

/** What is over counts as nothing left: a server drops it when it is next looked at. */
export function expiryOf(amount: bigint, { factor, absolute }: TimeUnit, nowMs: bigint): Expiry {
  const ms = amount * factor;
  const left = absolute ? ms - nowMs : ms;
  const ttlMs = left < 0n ? 0n : left > I64_MAX ? I64_MAX : left;
  return { ttlMs, expireAtMs: absolute ? ms : null };
}

/** The expiry of an entry: a Unix time in milliseconds, or none. */
export const expiryAt = (ms: bigint | null, nowMs: bigint): Expiry =>
  ms === null ? NO_EXPIRY : expiryOf(ms, UNIX_MILLISECONDS, nowMs);

/** What the options of a SET or GETEX say, from argument `from` on. */
export interface TimeOptions {
  /** Null where no option says it. */
  readonly expiry: Expiry | null;
  readonly words: ReadonlySet<string>;
  /** An option that Redis refuses. */
  readonly refused: boolean;
}

export function timeOptions(run: CommandRun, from: number): TimeOptions {
  const words = new Set<string>();
  let expiry: Expiry | null = null;
  for (let at = from; at < run.args.length; at++) {
    const word = run.word(at);
    const unit = TIME_OPTIONS[word];
    if (unit === undefined) {
      words.add(word);
      continue;
    }
    const amount = run.integer(++at);
    if (amount === null || amount <= 0n || expiry !== null) return { expiry, words, refused: true };
    expiry = expiryOf(amount, unit, run.nowMs);
  }
  return { expiry, words, refused: false };
}

export function setExpiry(held: Held<Bytes>, { ttlMs, expireAtMs }: Expiry): void {
  held.ttlMs = ttlMs;
  held.expireAtMs = expireAtMs;
}

/** EXPIRE and its kin, with NX, XX, GT and LT. */
const expires =
  (unit: TimeUnit): Handler =>
  (run) => {
    run.keeps(run.name(1), 'expire');
    const held = run.held(1);
    const amount = run.integer(2);
    if (held === undefined || amount === null) return;
    const expiry = expiryOf(amount, unit, run.nowMs);
    const has = held.ttlMs >= 0n;
    for (let at = 3; at < run.args.length; at++) {
      const word = run.word(at);
      // No expiry counts as one that never comes.
      const later = !has ? false : expiry.ttlMs > held.ttlMs;
      const sooner = !has || expiry.ttlMs < held.ttlMs;
      const allows =
        word === 'NX' ? !has : word === 'XX' ? has : word === 'GT' ? later : word === 'LT' ? sooner : false;
      if (!allows) return;
    }
    setExpiry(held, expiry);
  };

export const EXPIRIES: Handlers = {
  EXPIRE: expires(SECONDS),
  PEXPIRE: expires(MILLISECONDS),
  EXPIREAT: expires(UNIX_SECONDS),
  PEXPIREAT: expires(UNIX_MILLISECONDS),
  PERSIST: (run) => {
    run.keeps(run.name(1), 'persist');
    const held = run.held(1);
    if (held !== undefined) setExpiry(held, NO_EXPIRY);
  },
};

/** SETEX and PSETEX. */
export const timedUnit = (name: string): TimeUnit => (name === 'SETEX' ? SECONDS : MILLISECONDS);
