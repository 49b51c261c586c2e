/* A state as an RDB that AiKv loads: strings alone, by database. */
import {
  encodeUtf8,
  writeRdbAux,
  writeRdbEnd,
  writeRdbEntry,
  writeRdbHeader,
  writeRdbSelect,
} from '../../codec/index.ts';
import { parseKeyName } from '../keyName.ts';
import type { Unexpressed } from '../stateCommands.ts';
import type { Held } from '../value.ts';

const VERSION = '0.1.0';
const LARGEST_TIME = 2n ** 64n - 1n;

/**
 * The file in pieces.
 * @param keys by name, in their order: those of a database stand together
 * @param nowMs Unix milliseconds: a time that is left becomes the time when it is over
 */
export async function* stateRdb(
  keys: AsyncIterable<readonly [string, Held]>,
  nowMs: bigint,
  onUnexpressed: (what: Unexpressed) => void,
): AsyncGenerator<Uint8Array> {
  yield writeRdbHeader();
  yield writeRdbAux(encodeUtf8('ctime'), encodeUtf8(String(nowMs / 1000n)));
  yield writeRdbAux(encodeUtf8('aikv-ver'), encodeUtf8(VERSION));
  let selected: number | null = null;
  for await (const [name, { value, ttlMs, expireAtMs }] of keys) {
    const { key, database } = parseKeyName(name);
    if (value.type !== 'string') {
      onUnexpressed({ key, why: `a ${value.type} value: AiKv’s RDB holds strings alone`, partly: false });
      continue;
    }
    if (database !== selected) yield writeRdbSelect(database);
    selected = database;
    const at = ttlMs < 0n ? null : (expireAtMs ?? nowMs + ttlMs);
    const expireMs = at === null ? null : at > LARGEST_TIME ? LARGEST_TIME : at;
    yield writeRdbEntry({ key: encodeUtf8(key), value: value.bytes, expireMs });
  }
  yield writeRdbEnd();
}
