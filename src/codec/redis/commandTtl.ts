import { decodeUtf8Lossy } from '../bytes/utf8.ts';

/** The time to live that a command sets: milliseconds as a decimal string, "-1" for a SET that leaves none. */
export interface CommandTtl {
  readonly ttlMs: string;
  readonly ttlAbsolute: boolean;
}

type Unit = { readonly factor: bigint; readonly absolute: boolean };

const SECONDS: Unit = { factor: 1000n, absolute: false };
const MILLISECONDS: Unit = { factor: 1n, absolute: false };
const UNIX_SECONDS: Unit = { factor: 1000n, absolute: true };
const UNIX_MILLISECONDS: Unit = { factor: 1n, absolute: true };

/** KEEPTTL. */
const LONGEST_OPTION = 7;

/** Commands that take a time at a fixed place. */
const PLACED: Readonly<Record<string, readonly [number, Unit]>> = {
  EXPIRE: [2, SECONDS],
  PEXPIRE: [2, MILLISECONDS],
  EXPIREAT: [2, UNIX_SECONDS],
  PEXPIREAT: [2, UNIX_MILLISECONDS],
  SETEX: [2, SECONDS],
  PSETEX: [2, MILLISECONDS],
};

/** Options of SET and GETEX that a time follows. */
const OPTIONS: Readonly<Record<string, Unit>> = {
  EX: SECONDS,
  PX: MILLISECONDS,
  EXAT: UNIX_SECONDS,
  PXAT: UNIX_MILLISECONDS,
};

/**
 * @param args the command's name first; may end early
 * @param count of all its arguments
 */
export function commandTtl(
  name: string,
  args: readonly Uint8Array[],
  count: number = args.length,
): CommandTtl | null {
  const placed = PLACED[name];
  if (placed !== undefined) return ttl(args[placed[0]], placed[1]);
  if (name !== 'SET' && name !== 'GETEX') return null;
  let keeps = name === 'GETEX' || args.length < count;
  for (let at = name === 'SET' ? 3 : 2; at < args.length; at++) {
    const arg = args[at] as Uint8Array;
    if (arg.length > LONGEST_OPTION) continue;
    const option = decodeUtf8Lossy(arg).toUpperCase();
    const unit = OPTIONS[option];
    if (unit !== undefined) return ttl(args[at + 1], unit);
    if (option === 'KEEPTTL') keeps = true;
  }
  return keeps ? null : { ttlMs: '-1', ttlAbsolute: false };
}

function ttl(arg: Uint8Array | undefined, { factor, absolute }: Unit): CommandTtl | null {
  const text = arg === undefined || arg.length > 20 ? '' : decodeUtf8Lossy(arg);
  if (!/^-?\d+$/.test(text)) return null;
  return { ttlMs: (BigInt(text) * factor).toString(), ttlAbsolute: absolute };
}
