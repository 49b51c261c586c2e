/* Reading and writing the frames of a log: header, records. */
import { assert } from '../../base/index.ts';
import { crc32 } from '../bytes/crc32.ts';
import { ByteCursor } from '../bytes/cursor.ts';
import { ByteSink } from '../bytes/sink.ts';
import { type Codec, compileCodec } from '../table/compile.ts';
import type { Field } from '../table/fields.ts';
import { type AofRecord, RECORDS, type RecordSpec, recordSpec } from './records.ts';

/** "EAOF" */
export const AOF_MAGIC: readonly number[] = [0x45, 0x41, 0x4f, 0x46];
/** Magic and version. */
export const AOF_HEADER_BYTES = 5;
/** The checksum behind a plaintext record. */
export const CRC_BYTES = 4;

const codecs: readonly (Codec<readonly Field[]> | undefined)[] = RECORDS.reduce<
  (Codec<readonly Field[]> | undefined)[]
>((table, spec) => {
  table[spec.tag] = compileCodec(spec.fields as readonly Field[]);
  return table;
}, []);

const codecOf = (tag: number): Codec<readonly Field[]> => {
  const codec = codecs[tag];
  assert(codec !== undefined, `no record has tag ${tag}`);
  return codec;
};

const specOfType = new Map<string, RecordSpec>(RECORDS.map((spec) => [spec.type, spec]));

/**
 * Decodes tag + payload, which must have passed the size walk. Bytes are borrowed.
 * @param content begins at the tag
 */
export function readRecord(content: Uint8Array): AofRecord {
  const cursor = new ByteCursor(content);
  const tag = cursor.u8();
  const spec = recordSpec(tag);
  assert(spec !== undefined, `no record has tag ${tag}`);
  const record = { type: spec.type };
  codecOf(tag).read(cursor, record);
  return record as AofRecord;
}

/** Encodes tag + payload, without checksum: what version 3 encrypts. */
export function writeRecordContent(record: AofRecord): Uint8Array {
  const spec = specOfType.get(record.type);
  assert(spec !== undefined, `no record type ${record.type}`);
  const sink = new ByteSink();
  sink.u8(spec.tag);
  codecOf(spec.tag).write(sink, record as never);
  return sink.copy();
}

/** Encodes a whole plaintext record: tag, payload, checksum. */
export function writeRecord(record: AofRecord): Uint8Array {
  const content = writeRecordContent(record);
  return new ByteSink(content.length + CRC_BYTES).raw(content).u32(crc32(content)).written();
}

/** A log's header. @param version 1, 2 or 3 */
export const writeAofHeader = (version: number): Uint8Array => Uint8Array.from([...AOF_MAGIC, version]);
