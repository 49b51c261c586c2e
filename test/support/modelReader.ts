/*
 * A slow, obvious reader of ember's files, to hold the engine's verdicts against. Written from the format's
 * description alone: its layouts are spelled out by hand, its AES and CRC are Node's, it reads front to back with
 * the whole file in memory, and it shares no code with the engine but the shape of a reader's profile.
 */
import { createDecipheriv } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** What a build reads, as the table of versions says. */
export interface ModelReader {
  readonly plainTags: ReadonlySet<number>;
  readonly encryptedTags: ReadonlySet<number>;
  readonly snapshotTypes: ReadonlySet<number>;
  readonly encryption: boolean;
  readonly limits: boolean;
  readonly shardIdChecked: boolean;
  readonly negativeRefused: boolean;
}

export interface ModelVerdict {
  readonly records: number;
  readonly stoppedAt: number;
  readonly error: string | null;
  readonly silentlyDropped: number;
  readonly unreadTrailing: number;
}

/**
 * A payload: `s:label` text, `b` bytes, `8` / `4` / `1` plain numbers, `n:label` not negative, `m:max:message` a byte
 * up to max, `v` a vector, `(…):label` a counted collection, `V` a snapshot's vector set. `k:` is the key.
 */
const RECORDS: Readonly<Record<number, string>> = {
  1: 'k:key b 8',
  2: 'k:key',
  3: 'k:key n:EXPIRE_seconds',
  4: 'k:key (b):list',
  5: 'k:key (b):list',
  6: 'k:key',
  7: 'k:key',
  8: 'k:key (8,s:member):sorted_set',
  9: 'k:key (s:member):sorted_set/member',
  10: 'k:key',
  11: 'k:key n:PEXPIRE_milliseconds',
  12: 'k:key',
  13: 'k:key',
  14: 'k:key (s:field,b):hash',
  15: 'k:key (s:field):set/field',
  16: 'k:key s:field 8',
  17: 'k:key (s:member):set/member',
  18: 'k:key (s:member):set/member',
  19: 'k:key 8',
  20: 'k:key 8',
  21: 'k:key b',
  22: 'k:key s:newkey',
  23: 'k:key s:type_name b 8',
  24: 's:name b',
  25: 'k:key s:element v 1 1 4 4',
  26: 'k:key s:element',
  27: 'k:source s:destination 1',
  28: 'k:key 8 b',
  29: 'k:key 8 8',
  30: 'k:key 1 b b',
  31: 'k:key 8 b',
  32: 'k:key 8 b',
  33: 'k:key 8 1',
  34: 'm:3:BITOP:_unknown_op_byte_{n}_in_AOF_record k:dest (s:key):key',
  35: 'k:key n:PEXPIREAT_timestamp_ms',
};
const ENTRIES: Readonly<Record<number, string>> = {
  0: 'b 8',
  1: '(b):list 8',
  2: '(8,s:member):sorted_set 8',
  3: '(s:hash_field,b):hash 8',
  4: '(s:set_member):set 8',
  5: 's:proto_type_name b 8',
  6: 'm:2:unknown_vector_metric:_{n} m:2:unknown_vector_quantization:_{n} 4 4 V 8',
};

/** The file, or the decrypted content, ends inside a field. */
class EndOfData extends Error {}
/** The reader gives up, with its own message. */
class Refusal extends Error {}

const words = (text: string): string => text.replaceAll('_', ' ');
/** Labels with an underscore of their own. */
const label = (text: string): string =>
  words(text).replace('type name', 'type_name').replace('timestamp ms', 'timestamp_ms');

const isText = (bytes: Uint8Array): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
};

class Cursor {
  readonly #bytes: Buffer;
  at: number;
  /** What the content breaks, in the order of its fields; a plaintext log minds only after the checksum. */
  readonly complaints: string[] = [];

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    this.at = at;
  }
  take(length: number): Buffer {
    if (this.at + length > this.#bytes.length) throw new EndOfData();
    this.at += length;
    return this.#bytes.subarray(this.at - length, this.at);
  }
  u8 = (): number => this.take(1).readUInt8();
  u32 = (): number => this.take(4).readUInt32LE();
  bytes(): Buffer {
    const length = this.u32();
    if (length > 536_870_912)
      throw new Refusal(`io error: field length ${length} exceeds maximum of 536870912`);
    return this.take(length);
  }
}

/** When a broken rule of the content ends the reading: at once, or not before the whole record was read. */
type When = 'at once' | 'later';

function readFields(
  cursor: Cursor,
  layout: string,
  reader: ModelReader,
  when: When,
  decoding: boolean,
): void {
  const mind = (message: string): void => {
    if (when === 'at once') throw new Refusal(message);
    cursor.complaints.push(message);
  };
  const counted = (name: string, max: number, text: string): number => {
    const count = cursor.u32();
    if (reader.limits && count > max)
      throw new Refusal(`invalid data: ${name}${text} ${count} exceeds max ${max}`);
    return count;
  };
  for (const part of layout.split(' ')) {
    const [kind = '', ...rest] = part.split(':');
    const name = label(rest.join(':'));
    if (kind.startsWith('(')) {
      const [elements = '', labels = ''] = part.slice(1).split('):');
      const [walked = '', decoded = walked] = labels.split('/').map(label);
      const count = counted(decoding ? decoded : walked, 100_000_000, ' count');
      for (let i = 0; i < count; i++) readFields(cursor, elements.replace(',', ' '), reader, when, decoding);
    } else if (kind === 'k' || kind === 's') {
      if (!isText(cursor.bytes())) mind(`io error: ${name} is not valid utf-8`);
    } else if (kind === 'b') cursor.bytes();
    else if (kind === 'n') {
      const number = cursor.take(8).readBigInt64LE();
      if (number < 0n && reader.negativeRefused)
        mind(`invalid data: ${name} is negative (${number}) in AOF record`);
    } else if (kind === 'm') {
      const number = cursor.u8();
      if (number > Number(rest[0]))
        mind(`invalid data: ${words(rest.slice(1).join(':')).replace('{n}', `${number}`)}`);
    } else if (kind === 'v') cursor.take(counted('AOF VADD dimension', 65_536, '') * 4);
    else if (kind === 'V') {
      const dimension = counted('vector dimension', 65_536, '');
      const count = counted('vector element count', 10_000_000, '');
      const total = dimension * count;
      if (reader.limits && total > 1_000_000_000) {
        throw new Refusal(
          `invalid data: vector total elements (${dimension} dims x ${count} vectors = ${total}) exceeds max 1000000000`,
        );
      }
      for (let i = 0; i < count; i++) {
        readFields(cursor, 's:vector_element_name', reader, when, decoding);
        cursor.take(dimension * 4);
      }
    } else cursor.take(Number(kind));
  }
}

function plainRecord(file: Uint8Array, at: number, reader: ModelReader): number {
  const cursor = new Cursor(file, at);
  const tag = cursor.u8();
  const layout = RECORDS[tag];
  if (layout === undefined || !reader.plainTags.has(tag)) throw new Refusal(`unknown record tag: ${tag}`);
  readFields(cursor, layout, reader, 'later', false);
  const computed = crc32(file.subarray(at, cursor.at));
  const stored = cursor.u32();
  if (stored !== computed) throw new Refusal(mismatch(stored, computed));
  if (cursor.complaints[0] !== undefined) throw new Refusal(cursor.complaints[0]);
  return cursor.at;
}

const hex = (value: number): string => `0x${value.toString(16).padStart(8, '0')}`;
const mismatch = (stored: number, computed: number): string =>
  `crc32 mismatch (expected ${hex(stored)}, got ${hex(computed)})`;

/** @param decoding the content of a frame: the key is minded at once */
function entry(cursor: Cursor, version: number, reader: ModelReader, decoding: boolean): void {
  const keyHolds = isText(cursor.bytes());
  const badKey = 'io error: key is not valid utf-8';
  if (!keyHolds && decoding) throw new Refusal(badKey);
  const type = version === 1 ? 0 : cursor.u8();
  const layout = ENTRIES[type];
  if (layout === undefined || !reader.snapshotTypes.has(type))
    throw new Refusal(`unknown record tag: ${type}`);
  readFields(cursor, layout, reader, 'at once', decoding);
  if (!keyHolds) throw new Refusal(badKey);
}

/** Opens the frame at the cursor. @param what `record` or `entry`, as the message says */
function openFrame(cursor: Cursor, key: Uint8Array, what: string): Uint8Array {
  const nonce = cursor.take(12);
  const length = cursor.u32();
  if (length > 536_870_912) throw new Refusal(`io error: encrypted ${what} length ${length} exceeds maximum`);
  const sealed = cursor.take(length);
  const failed = new Refusal('decryption failed (wrong key or tampered data)');
  if (length < 16) throw failed;
  const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAuthTag(sealed.subarray(length - 16));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, length - 16)), decipher.final()]);
  } catch {
    throw failed;
  }
}

/** An encrypted record or entry: the end of the decrypted content is an error, the end of the file is not. */
function frame(
  file: Uint8Array,
  at: number,
  reader: ModelReader,
  key: Uint8Array,
  what: 'record' | 'entry',
): number {
  const cursor = new Cursor(file, at);
  const content = openFrame(cursor, key, what);
  const inside = new Cursor(content, 0);
  try {
    if (what === 'entry') entry(inside, 2, reader, true);
    else {
      const tag = inside.u8();
      const layout = RECORDS[tag];
      if (layout === undefined || !reader.encryptedTags.has(tag))
        throw new Refusal(`unknown record tag: ${tag}`);
      readFields(inside, layout, reader, 'at once', true);
    }
  } catch (error) {
    // Content that ends too early is an error; only the end of the file is the end of the data.
    throw error instanceof EndOfData ? new Refusal('unexpected end of file') : error;
  }
  return cursor.at;
}

/** Magic, version, key, in that order. @returns the version, or the error */
function open(file: Uint8Array, magic: string, reader: ModelReader, key: Uint8Array | null): number | string {
  if (file.length < 4) return 'unexpected end of file';
  if (Buffer.from(file.subarray(0, 4)).toString('latin1') !== magic) return 'invalid magic bytes';
  const version = file[4];
  if (version === undefined) return 'unexpected end of file';
  if (version === 0 || version > (reader.encryption ? 3 : 2)) return `unsupported format version: ${version}`;
  if (version === 3 && key === null) return 'file is encrypted but no encryption key was provided';
  return version;
}

const refused = (error: string): ModelVerdict => ({
  records: 0,
  stoppedAt: 0,
  error,
  silentlyDropped: 0,
  unreadTrailing: 0,
});

/** What `reader` makes of a log. */
export function readModelLog(
  file: Uint8Array,
  reader: ModelReader,
  key: Uint8Array | null = null,
): ModelVerdict {
  const version = open(file, 'EAOF', reader, key);
  if (typeof version === 'string') return refused(version);
  let at = 5;
  for (let records = 0; ; records++) {
    try {
      if (version === 3 && key !== null) at = frame(file, at, reader, key, 'record');
      else at = plainRecord(file, at, reader);
    } catch (error) {
      const found = { records, stoppedAt: at, unreadTrailing: 0 };
      if (error instanceof EndOfData) return { ...found, error: null, silentlyDropped: file.length - at };
      if (error instanceof Refusal) return { ...found, error: error.message, silentlyDropped: 0 };
      throw error;
    }
  }
}

/** What `reader` makes of a snapshot. @param shardInName null where the name says none */
export function readModelSnapshot(
  file: Uint8Array,
  reader: ModelReader,
  key: Uint8Array | null = null,
  shardInName: number | null = null,
): ModelVerdict {
  const version = open(file, 'ESNP', reader, key);
  if (typeof version === 'string') return refused(version);
  if (file.length < 11) return refused('unexpected end of file');
  const header = Buffer.from(file.subarray(0, 11));
  const shardId = header.readUInt16LE(5);
  if (reader.shardIdChecked && shardInName !== null && shardId !== shardInName) {
    return refused(`invalid data: snapshot shard_id ${shardId} does not match expected ${shardInName}`);
  }
  let at = 11;
  let records = 0;
  try {
    for (; records < header.readUInt32LE(7); records++) {
      if (version === 3 && key !== null) at = frame(file, at, reader, key, 'entry');
      else {
        const cursor = new Cursor(file, at);
        entry(cursor, version, reader, false);
        at = cursor.at;
      }
    }
    const stored = new Cursor(file, at).u32();
    const computed = crc32(file.subarray(11, at));
    if (stored !== computed) throw new Refusal(mismatch(stored, computed));
    return { records, stoppedAt: at, error: null, silentlyDropped: 0, unreadTrailing: file.length - at - 4 };
  } catch (error) {
    const message =
      error instanceof EndOfData ? 'unexpected end of file' : error instanceof Refusal ? error.message : null;
    if (message === null) throw error;
    return { records, stoppedAt: at, error: message, silentlyDropped: 0, unreadTrailing: 0 };
  }
}
