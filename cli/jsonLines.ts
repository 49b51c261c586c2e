/*
 * Keys as JSON lines: what `records` prints of an RDB, or `recover` of a shard. A line that is none ends the reading,
 * with its number; a key that an RDB can't hold is named and left out.
 */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { decodeBase64 } from '../src/codec/index.ts';
import { Keyspace, keyName, type Unexpressed } from '../src/replay/index.ts';
import { unreadable } from './inputs.ts';
import { reading } from './reading.ts';

const LARGEST_DATABASE = 0xffff_ffff;
const LARGEST_TIME = 2n ** 64n - 1n;
const HEAD_BYTES = 64;

/** Whether a file begins as JSON lines do: no format that is read here begins with a brace. */
export async function isJsonLines(path: string): Promise<boolean> {
  const file = await reading(path, () => open(path));
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return /^\ufeff?\s*\{/.test(buffer.toString('utf8', 0, bytesRead));
  } finally {
    await file.close();
  }
}

/** Reads the keys. Of a key that comes again the last line counts. @throws CommandError for what is no such line */
export async function readJsonLines(
  path: string,
  nowMs: bigint,
  onUnexpressed: (what: Unexpressed) => void,
): Promise<Keyspace> {
  const keyspace = new Keyspace();
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY });
  let number = 0;
  for await (const line of lines) {
    number++;
    const text = number === 1 ? line.replace(/^\ufeff/, '') : line;
    if (text.trim() === '') continue;
    const found = parseLine(text, nowMs);
    if (typeof found === 'string') throw unreadable(`${path}:${number}`, found);
    if ('why' in found) onUnexpressed({ ...found, partly: false });
    else keyspace.set(found.name, { type: 'string', bytes: found.value }, found.ttlMs, found.expireAtMs);
  }
  return keyspace;
}

type Line =
  | {
      readonly name: string;
      readonly value: Uint8Array;
      readonly ttlMs: bigint;
      readonly expireAtMs: bigint | null;
    }
  | { readonly key: string; readonly why: string };

/** @returns what is wrong with a line that tells no key */
function parseLine(text: string, nowMs: bigint): Line | string {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return 'is no JSON';
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return 'is no JSON object';
  const { key, key_base64, type, db = 0, value, expire_at_ms, ttl_ms } = json as Record<string, unknown>;
  if (typeof key_base64 === 'string') {
    return { key: key_base64, why: 'a key that is not UTF-8 (here in Base64), which AiKv refuses' };
  }
  if (typeof key !== 'string') return 'has no "key"';
  if (/\p{Surrogate}/u.test(key)) return 'has a "key" that is no Unicode text';
  if (typeof type !== 'string') return { key, why: 'nothing says what it holds' };
  if (type !== 'string') return { key, why: `a ${type} value: AiKv’s RDB holds strings alone` };
  if (typeof db !== 'number' || !Number.isInteger(db) || db < 0 || db > LARGEST_DATABASE)
    return 'has a "db" that is no database';
  const bytes = typeof value === 'string' ? decodeBase64(value) : null;
  if (bytes === null) return 'has a "value" that is not Base64';
  const at = time(expire_at_ms);
  const left = time(ttl_ms);
  if (at === undefined) return 'has an "expire_at_ms" that is no Unix time';
  if (left === undefined) return 'has a "ttl_ms" that is no number of milliseconds';
  const expireAtMs = at ?? (left === null ? null : nowMs + left);
  // What is over is written all the same: the file says when, and its reader decides.
  return { name: keyName(key, db), value: bytes, ttlMs: expireAtMs === null ? -1n : 1n, expireAtMs };
}

/** Milliseconds; null where there are none, undefined for anything else. */
function time(value: unknown): bigint | null | undefined {
  if (value === undefined || value === null) return null;
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || !/^\d{1,20}$/.test(text)) return undefined;
  const ms = BigInt(text);
  return ms <= LARGEST_TIME ? ms : undefined;
}
