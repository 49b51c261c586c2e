/*
 * AiKv 0.1.0's two readers, carried out on the bytes by their own order of checks and in their own words. Both fail as
 * a whole: after any error nothing of the file is loaded.
 */
import {
  type ByteSource,
  decodeUtf8Lossy,
  formatOffset,
  groupDigits,
  parseUsize,
  RDB_MAGIC,
  RdbOpcode,
  trimLine,
  utf8ErrorText,
} from '../../codec/index.ts';
import type { AbortRisk } from '../verdictTypes.ts';
import { ForwardReader } from './forwardReader.ts';

/** How one of AiKv's readers ends. */
export interface AikvOutcome {
  /** Commands or entries read before it stopped. */
  readonly records: number;
  /** Where what stops it begins; the end of what it read when nothing does. */
  readonly stoppedAt: number;
  readonly error: string | null;
  readonly abort: { readonly risk: AbortRisk } | null;
}

/** What a step met. */
type Stop = { readonly error: string; readonly reserves?: number };

const SHORT = 'failed to fill whole buffer';
/** It reserves what a length claims before it reads: more than this, and than the file holds, may not be there. */
const RESERVE_AT_RISK = 2 ** 31;
/** No machine has this much. */
const RESERVE_CERTAIN = 2 ** 40;
/** The bytes that an argument takes in the list before it is read. */
const STRING_BYTES = 24;
const LARGEST_RESERVE = 2 ** 63 - 1;

const persistence = (text: string): Stop => ({ error: `Persistence error: ${text}` });

function reserve(bytes: number, left: number): Stop | null {
  if (bytes <= left || bytes < RESERVE_AT_RISK) return null;
  if (bytes > LARGEST_RESERVE) return { error: 'capacity overflow', reserves: bytes };
  return { error: `memory allocation of ${bytes} bytes failed`, reserves: bytes };
}

function ended(records: number, at: number, type: string, stop: Stop | null): AikvOutcome {
  const reserves = stop?.reserves;
  return {
    records,
    stoppedAt: at,
    error: stop?.error ?? null,
    abort:
      reserves === undefined
        ? null
        : {
            risk: {
              at: at as AbortRisk['at'],
              type,
              certain: reserves >= RESERVE_CERTAIN,
              reason: `it reserves the ${groupDigits(reserves)} bytes that a length at ${formatOffset(at)} claims before it reads them`,
            },
          },
  };
}

/** Reads a log from `at` on, as `AofReader` does. @param before commands that it has read already */
export async function readLogAsAikv(source: ByteSource, at: number, before: number): Promise<AikvOutcome> {
  const reader = new ForwardReader(source, at);
  for (let records = before; ; records++) {
    const begin = reader.at;
    const line = await reader.line();
    if (line === null) return ended(records, begin, 'command', null);
    const stop = await readCommandAsAikv(reader, line);
    if (stop !== null) return ended(records, begin, 'command', stop);
  }
}

const NOT_TEXT = persistence('Failed to read line: stream did not contain valid UTF-8');

async function readCommandAsAikv(
  reader: ForwardReader,
  first: { readonly bytes: Uint8Array; readonly isUtf8: boolean },
): Promise<Stop | null> {
  if (!first.isUtf8) return NOT_TEXT;
  const text = trimLine(decodeUtf8Lossy(first.bytes));
  if (!text.startsWith('*')) return persistence(`Invalid AOF format: expected array, got: ${text}`);
  const count = parseUsize(trimLine(text.slice(1)));
  if (typeof count === 'string') return persistence(`Invalid array length: ${count}`);
  const tooMany = reserve(count * STRING_BYTES, reader.left);
  if (tooMany !== null) return tooMany;
  for (let argument = 0; argument < count; argument++) {
    const stop = await readArgumentAsAikv(reader);
    if (stop !== null) return stop;
  }
  return null;
}

async function readArgumentAsAikv(reader: ForwardReader): Promise<Stop | null> {
  const line = await reader.line();
  if (line !== null && !line.isUtf8) return NOT_TEXT;
  const text = line === null ? '' : trimLine(decodeUtf8Lossy(line.bytes));
  if (!text.startsWith('$')) return persistence(`Invalid AOF format: expected bulk string, got: ${text}`);
  const length = parseUsize(trimLine(text.slice(1)));
  if (typeof length === 'string') return persistence(`Invalid bulk string length: ${length}`);
  const tooLong = reserve(length, reader.left);
  if (tooLong !== null) return tooLong;
  if (reader.left < length) return persistence(`Failed to read bulk string: ${SHORT}`);
  const wrong = await reader.text(length);
  // It takes everything up to the next line feed for the payload's line end.
  const rest = await reader.line();
  if (wrong !== null) return persistence(`Invalid UTF-8: ${utf8Message(wrong)}`);
  return rest !== null && !rest.isUtf8 ? NOT_TEXT : null;
}

const utf8Message = (wrong: { readonly bytes: Uint8Array; readonly skipped: number }): string =>
  (utf8ErrorText(wrong.bytes) ?? '').replace(
    /from index (\d+)$/,
    (_, at) => `from index ${Number(at) + wrong.skipped}`,
  );

/** An entry without key and value is three zeros; zeros where a file lost its content are millions of them. */
const EMPTY_ENTRY_BYTES = 3;

/** Called for each entry that the RDB reader takes, of a run of empty ones once. */
export type SeeEntry = (db: number, key: Uint8Array) => void;

/** Reads an RDB as `load_rdb` does, from its first byte. */
export async function readRdbAsAikv(source: ByteSource, see?: SeeEntry): Promise<AikvOutcome> {
  const reader = new ForwardReader(source, 0);
  const magic = await reader.take(RDB_MAGIC.length);
  if (magic === null) return ended(0, 0, 'header', persistence(`Failed to read magic: ${SHORT}`));
  if (String.fromCharCode(...magic) !== RDB_MAGIC) {
    // The words of this one are not known; brackets mark what is ours.
    return ended(0, 0, 'header', persistence('[the file does not begin with REDIS]'));
  }
  if ((await reader.take(4)) === null) {
    return ended(0, 0, 'header', persistence(`Failed to read version: ${SHORT}`));
  }
  let db = 0;
  for (let records = 0; ; ) {
    const empty = await reader.zeroGroups(EMPTY_ENTRY_BYTES);
    records += empty;
    if (empty > 0) see?.(db, new Uint8Array(0));
    const begin = reader.at;
    const opcode = await reader.byte();
    if (opcode === null || opcode === RdbOpcode.eof) return ended(records, begin, 'entry', null);
    let stop: Stop | null = null;
    if (opcode === RdbOpcode.aux) {
      const key = await readText(reader);
      stop = 'error' in key ? key : null;
      if (stop === null) {
        const value = await readText(reader);
        stop = 'error' in value ? value : null;
      }
    } else if (opcode === RdbOpcode.select) {
      const read = await readLength(reader);
      if (typeof read === 'number') db = read;
      else stop = read;
    } else if (opcode === RdbOpcode.expireMs) {
      stop = reader.skip(8) ? null : persistence(`Failed to read expiretime: ${SHORT}`);
    } else if (opcode === RdbOpcode.string) {
      const key = await readText(reader);
      stop = 'error' in key ? key : await passBytes(reader);
      if (stop === null && !('error' in key)) {
        records++;
        see?.(db, key.bytes);
      }
    } else stop = persistence(`Unknown opcode: ${opcode}`);
    if (stop !== null) return ended(records, begin, 'entry', stop);
  }
}

/** A length that more than a text's worth of keys would need is still only kept up to here. */
const KEY_KEPT = 1 << 20;

async function readText(reader: ForwardReader): Promise<{ readonly bytes: Uint8Array } | Stop> {
  const length = await readLength(reader);
  if (typeof length !== 'number') return length;
  const tooLong = reserve(length, reader.left);
  if (tooLong !== null) return tooLong;
  if (reader.left < length) return persistence(`Failed to read string: ${SHORT}`);
  const begin = reader.at;
  const wrong = await reader.text(length);
  if (wrong !== null) return persistence(`Invalid UTF-8 string: ${utf8Message(wrong)}`);
  reader.at = begin;
  const bytes = (await reader.take(Math.min(length, KEY_KEPT))) ?? new Uint8Array(0);
  reader.at = begin + length;
  return { bytes };
}

async function passBytes(reader: ForwardReader): Promise<Stop | null> {
  const length = await readLength(reader);
  if (typeof length !== 'number') return length;
  const tooLong = reserve(length, reader.left);
  if (tooLong !== null) return tooLong;
  return reader.skip(length) ? null : persistence(`Failed to read bytes: ${SHORT}`);
}

async function readLength(reader: ForwardReader): Promise<number | Stop> {
  const first = await reader.byte();
  if (first === null) return persistence(`Failed to read length: ${SHORT}`);
  if (first < 0x40) return first;
  if (first >= 0xc0) return persistence('Invalid length encoding');
  const rest = await reader.take(first < 0x80 ? 1 : 4);
  if (rest === null) return persistence(`Failed to read length: ${SHORT}`);
  if (first < 0x80) return ((first & 0x3f) << 8) | (rest[0] as number);
  return new DataView(rest.buffer, rest.byteOffset).getUint32(0);
}
