import { decodeUtf8Lossy } from '../../codec/index.ts';

/** The time to live that a command sets: milliseconds as a decimal string. */
export interface CommandTtl {
  readonly ttlMs: string;
  readonly ttlAbsolute: boolean;
}

type Unit = { readonly factor: bigint; readonly absolute: boolean };

const SECONDS: Unit = { factor: 1000n, absolute: false };
const MILLISECONDS: Unit = { factor: 1n, absolute: false };
const UNIX_SECONDS: Unit = { factor: 1000n, absolute: true };
const UNIX_MILLISECONDS: Unit = { factor: 1n, absolute: true };

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

/** @param args the command's name first */
export function commandTtl(name: string, args: readonly Uint8Array[]): CommandTtl | null {
  const placed = PLACED[name];
  if (placed !== undefined) return ttl(args[placed[0]], placed[1]);
  if (name !== 'SET' && name !== 'GETEX') return null;
  for (let at = name === 'SET' ? 3 : 2; at + 1 < args.length; at++) {
    const unit = OPTIONS[decodeUtf8Lossy(args[at] as Uint8Array).toUpperCase()];
    if (unit !== undefined) return ttl(args[at + 1], unit);
  }
  return null;
}

function ttl(arg: Uint8Array | undefined, { factor, absolute }: Unit): CommandTtl | null {
  const text = arg === undefined || arg.length > 20 ? '' : decodeUtf8Lossy(arg);
  if (!/^-?\d+$/.test(text)) return null;
  return { ttlMs: (BigInt(text) * factor).toString(), ttlAbsolute: absolute };
}
