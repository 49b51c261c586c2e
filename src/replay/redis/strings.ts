/* Commands that work on strings. */

import type { Bytes } from '../farBytes.ts';
import { inI64 } from '../integers.ts';
import type { Value } from '../value.ts';
import { type CommandRun, digits, parseInteger } from './commandRun.ts';
import { type Expiry, expiryOf, NO_EXPIRY, setExpiry, timedUnit, timeOptions } from './expiries.ts';
import type { Handler, Handlers } from './handler.ts';

/** The longest string that Redis keeps. */
const LONGEST = 512n << 20n;

const string = (run: CommandRun, bytes: Uint8Array): Value<Bytes> => run.whole.keepString(bytes);

const put = (run: CommandRun, name: string, bytes: Uint8Array, { ttlMs, expireAtMs }: Expiry): void => {
  run.put(name, string(run, bytes), ttlMs, expireAtMs);
  run.fixes(name, 'set');
};

/** SET key value [NX | XX] [GET] [EX … | KEEPTTL] */
const set: Handler = (run) => {
  const name = run.name(1);
  const { expiry, words, refused } = timeOptions(run, 3);
  const held = run.held(1);
  const blocked = (words.has('NX') && held !== undefined) || (words.has('XX') && held === undefined);
  if (refused || blocked) {
    run.keeps(name, 'set');
    return;
  }
  const keepsTime = words.has('KEEPTTL');
  const { ttlMs, expireAtMs } = (keepsTime ? held : expiry) ?? NO_EXPIRY;
  run.put(name, string(run, run.arg(2)), ttlMs, expireAtMs);
  // Whether the condition held, or which time stays, may rest on what was lost.
  if (keepsTime || words.has('NX') || words.has('XX')) run.keeps(name, 'set');
  else run.fixes(name, 'set');
};

const setMany =
  (onlyMissing: boolean): Handler =>
  (run) => {
    const { args } = run;
    if (args.length % 2 === 0) return;
    const at = Array.from({ length: (args.length - 1) / 2 }, (_, i) => 1 + 2 * i);
    if (onlyMissing && at.some((key) => run.held(key) !== undefined)) {
      for (const key of at) run.keeps(run.name(key), 'set');
      return;
    }
    for (const key of at) put(run, run.name(key), run.arg(key + 1), NO_EXPIRY);
  };

const add =
  (sign: bigint, amountAt: number | null): Handler =>
  (run) => {
    run.keeps(run.name(1), 'grow');
    const amount = amountAt === null ? 1n : run.integer(amountAt);
    const held = run.held(1);
    if (amount === null || run.isOther(1, 'string')) return;
    const now = held?.value.type === 'string' ? parseInteger(held.value.bytes) : 0n;
    // Redis refuses what is no number, and a sum that does not fit.
    if (now === null || !inI64(now + sign * amount)) return;
    const value = string(run, digits(now + sign * amount));
    if (held === undefined) run.put(run.name(1), value);
    else held.value = value;
  };

const setRange: Handler = (run) => {
  run.keeps(run.name(1), 'grow');
  const offset = run.integer(2);
  const value = run.arg(3);
  const fits = offset !== null && offset >= 0n && offset + BigInt(value.length) <= LONGEST;
  if (value.length === 0 || !fits) return;
  run.apply({ type: 'SETRANGE', key: run.arg(1), offset, value });
};

const setBit: Handler = (run) => {
  run.keeps(run.name(1), 'grow');
  const offset = run.integer(2);
  const bit = run.integer(3);
  if (offset === null || offset < 0n || offset >> 3n >= LONGEST || (bit !== 0n && bit !== 1n)) return;
  run.apply({ type: 'SETBIT', key: run.arg(1), offset, value: Number(bit) });
};

const BITOPS = ['AND', 'OR', 'XOR', 'NOT'];

const bitop: Handler = (run) => {
  const op = BITOPS.indexOf(run.word(1));
  const keys = run.args.slice(3);
  const name = run.name(2);
  if (op < 0) {
    run.unclear(name);
    return;
  }
  const sources = keys.map((_, i) => 3 + i);
  if ((op === 3 && keys.length !== 1) || sources.some((at) => run.isOther(at, 'string'))) {
    run.keeps(name, 'combine');
    return;
  }
  const from = sources.map((at) => run.name(at));
  run.apply({ type: 'BITOP', op, dest: run.arg(2), keys });
  const result = run.find(2, 'string');
  if (result?.bytes.length === 0) run.whole.delete(name);
  run.follows(name, 'combine', from);
};

export const STRINGS: Handlers = {
  SET: set,
  SETNX: (run) => {
    const name = run.name(1);
    if (run.held(1) === undefined) run.put(name, string(run, run.arg(2)));
    run.keeps(name, 'set');
  },
  SETEX: (run) => timed(run),
  PSETEX: (run) => timed(run),
  GETSET: (run) => {
    if (run.isOther(1, 'string')) {
      run.keeps(run.name(1), 'set');
      return;
    }
    put(run, run.name(1), run.arg(2), NO_EXPIRY);
  },
  GETDEL: (run) => {
    if (run.isOther(1, 'string')) {
      run.keeps(run.name(1), 'drop');
      return;
    }
    run.whole.delete(run.name(1));
    run.fixes(run.name(1), 'drop');
  },
  GETEX: (run) => {
    run.keeps(run.name(1), 'expire');
    const { expiry, words, refused } = timeOptions(run, 2);
    const held = run.held(1);
    if (held?.value.type !== 'string' || refused) return;
    if (words.has('PERSIST')) setExpiry(held, NO_EXPIRY);
    else if (expiry !== null) setExpiry(held, expiry);
  },
  MSET: setMany(false),
  MSETNX: setMany(true),
  APPEND: (run) => {
    run.keeps(run.name(1), 'grow');
    if (!run.isOther(1, 'string')) run.apply({ type: 'APPEND', key: run.arg(1), value: run.arg(2) });
  },
  INCR: add(1n, null),
  DECR: add(-1n, null),
  INCRBY: add(1n, 2),
  DECRBY: add(-1n, 2),
  SETRANGE: setRange,
  SETBIT: setBit,
  BITOP: bitop,
};

function timed(run: CommandRun): void {
  const amount = run.integer(2);
  if (amount === null || amount <= 0n) {
    run.keeps(run.name(1), 'set');
    return;
  }
  put(run, run.name(1), run.arg(3), expiryOf(amount, timedUnit(run.word(0)), run.nowMs));
}
