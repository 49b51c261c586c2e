/*
 * RDB as AiKv writes it: a magic and four digits, then items that each begin with an opcode: auxiliary fields,
 * databases, string entries with or without an expiry, the end. Lengths take 6, 14 or 32 bits. No item has a checksum,
 * and the eight bytes at the end that Redis has one in are zero.
 */
import { ByteSink } from '../bytes/sink.ts';

export const RDB_MAGIC = 'REDIS';
/** The magic and four digits. */
export const RDB_HEADER_BYTES = 9;
/** Zero in AiKv's files. */
export const RDB_CHECKSUM_BYTES = 8;

export const RdbOpcode = { string: 0x00, aux: 0xfa, expireMs: 0xfc, select: 0xfe, eof: 0xff } as const;

/** What begins at an offset, as far as its own lengths say. Offsets are relative to the bytes given. */
export type RdbItem =
  | { readonly kind: 'aux'; readonly end: number; readonly key: RdbText; readonly value: RdbText }
  | { readonly kind: 'select'; readonly end: number; readonly db: number }
  /** An expiry that no entry follows at once: it sticks to the next one. */
  | { readonly kind: 'expire'; readonly end: number; readonly expireMs: bigint }
  | {
      readonly kind: 'entry';
      readonly end: number;
      readonly key: RdbText;
      readonly value: RdbText;
      readonly expireMs: bigint | null;
    }
  | { readonly kind: 'eof'; readonly end: number }
  | { readonly kind: 'unknown'; readonly opcode: number }
  | { readonly kind: 'bad-length'; readonly at: number }
  /** The bytes end inside it; it needs those up to `needed` at least. */
  | { readonly kind: 'cut'; readonly needed: number; readonly field: string; readonly fieldAt: number };

/** A length and the bytes it counts. */
export interface RdbText {
  readonly lengthAt: number;
  readonly at: number;
  readonly length: number;
}

/** A length and where it ends. */
export type RdbLength =
  | { readonly outcome: 'ok'; readonly value: number; readonly end: number }
  | { readonly outcome: 'cut'; readonly needed: number }
  | { readonly outcome: 'bad' };

/** Reads a length as AiKv does: any byte `10xxxxxx` announces 32 bits, `11xxxxxx` is none. */
export function readRdbLength(bytes: Uint8Array, at: number): RdbLength {
  const first = bytes[at];
  if (first === undefined) return { outcome: 'cut', needed: at + 1 };
  if (first < 0x40) return { outcome: 'ok', value: first, end: at + 1 };
  if (first < 0x80) {
    const low = bytes[at + 1];
    return low === undefined
      ? { outcome: 'cut', needed: at + 2 }
      : { outcome: 'ok', value: ((first & 0x3f) << 8) | low, end: at + 2 };
  }
  if (first >= 0xc0) return { outcome: 'bad' };
  if (at + 5 > bytes.length) return { outcome: 'cut', needed: at + 5 };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { outcome: 'ok', value: view.getUint32(at + 1), end: at + 5 };
}

export function writeRdbLength(sink: ByteSink, value: number): void {
  if (value < 0x40) sink.u8(value);
  else if (value < 0x4000) sink.u8(0x40 | (value >>> 8)).u8(value & 0xff);
  else
    sink
      .u8(0x80)
      .u8(value >>> 24)
      .u8((value >>> 16) & 0xff)
      .u8((value >>> 8) & 0xff)
      .u8(value & 0xff);
}

/** How many bytes the writer spends on a length: another number of them is not its work. */
export const rdbLengthBytes = (value: number): number => (value < 0x40 ? 1 : value < 0x4000 ? 2 : 5);

/** Reads the item at `at`; of a string's bytes only the length is looked at. */
export function readRdbItem(bytes: Uint8Array, at: number): RdbItem {
  const opcode = bytes[at];
  if (opcode === undefined) return cut(at + 1, 'opcode', at);
  switch (opcode) {
    case RdbOpcode.aux:
      return pair(bytes, at + 1, (key, value, end) => ({ kind: 'aux', end, key, value }));
    case RdbOpcode.select: {
      const db = readRdbLength(bytes, at + 1);
      if (db.outcome === 'cut') return cut(db.needed, 'database', at + 1);
      if (db.outcome === 'bad') return { kind: 'bad-length', at: at + 1 };
      return { kind: 'select', end: db.end, db: db.value };
    }
    case RdbOpcode.expireMs: {
      if (at + 9 > bytes.length) return cut(at + 9, 'expire_at_ms', at + 1);
      const expireMs = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(at + 1, true);
      if (at + 9 === bytes.length) return cut(at + 10, 'opcode', at + 9);
      if (bytes[at + 9] !== RdbOpcode.string) return { kind: 'expire', end: at + 9, expireMs };
      return pair(bytes, at + 10, (key, value, end) => ({ kind: 'entry', end, key, value, expireMs }));
    }
    case RdbOpcode.string:
      return pair(bytes, at + 1, (key, value, end) => ({ kind: 'entry', end, key, value, expireMs: null }));
    case RdbOpcode.eof:
      return { kind: 'eof', end: at + 1 };
    default:
      return { kind: 'unknown', opcode };
  }
}

const cut = (needed: number, field: string, fieldAt: number): RdbItem => ({
  kind: 'cut',
  needed,
  field,
  fieldAt,
});

function pair(
  bytes: Uint8Array,
  at: number,
  item: (key: RdbText, value: RdbText, end: number) => RdbItem,
): RdbItem {
  const key = text(bytes, at, 'key');
  if ('kind' in key) return key;
  const keyEnd = key.at + key.length;
  // The value's length can't be looked at before the key's bytes are there.
  if (keyEnd >= bytes.length) return cut(keyEnd + 1, keyEnd > bytes.length ? 'key' : 'value', at);
  const value = text(bytes, keyEnd, 'value');
  if ('kind' in value) return value;
  return item(key, value, value.at + value.length);
}

function text(bytes: Uint8Array, at: number, field: string): RdbText | RdbItem {
  const length = readRdbLength(bytes, at);
  if (length.outcome === 'cut') return cut(length.needed, field, at);
  if (length.outcome === 'bad') return { kind: 'bad-length', at };
  return { lengthAt: at, at: length.end, length: length.value };
}

/** An entry with what it holds. */
export interface RdbEntry {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
  /** Absolute Unix time in milliseconds, unsigned as it is stored; null for none. */
  readonly expireMs: bigint | null;
}

export function writeRdbHeader(version = 1): Uint8Array {
  return Uint8Array.from(`${RDB_MAGIC}${String(version).padStart(4, '0')}`, (char) => char.charCodeAt(0));
}

export function writeRdbAux(key: Uint8Array, value: Uint8Array): Uint8Array {
  const sink = new ByteSink().u8(RdbOpcode.aux);
  writeText(sink, key);
  writeText(sink, value);
  return sink.copy();
}

export function writeRdbSelect(db: number): Uint8Array {
  const sink = new ByteSink().u8(RdbOpcode.select);
  writeRdbLength(sink, db);
  return sink.copy();
}

export function writeRdbEntry({ key, value, expireMs }: RdbEntry): Uint8Array {
  const sink = new ByteSink();
  if (expireMs !== null) sink.u8(RdbOpcode.expireMs).u64(expireMs);
  sink.u8(RdbOpcode.string);
  writeText(sink, key);
  writeText(sink, value);
  return sink.copy();
}

/** The end mark and the eight zeros. */
export const writeRdbEnd = (): Uint8Array =>
  new ByteSink().u8(RdbOpcode.eof).raw(new Uint8Array(RDB_CHECKSUM_BYTES)).copy();

function writeText(sink: ByteSink, bytes: Uint8Array): void {
  writeRdbLength(sink, bytes.length);
  sink.raw(bytes);
}
