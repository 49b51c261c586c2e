export * from './bytes/index.ts';
export { csvLine } from './csv.ts';
export { DETECT_BYTES, type Detected, detectFormat, kindOfName, shardOfName } from './detect.ts';
export {
  describeDate,
  describeMilliseconds,
  escapeBroken,
  escapeInvisible,
  formatOffset,
  groupDigits,
  previewBytes,
  previewText,
  readableText,
} from './display.ts';
export {
  AOF_HEADER_BYTES,
  AOF_MAGIC,
  CRC_BYTES,
  readRecord,
  writeAofHeader,
  writeRecord,
  writeRecordContent,
} from './ember/aof.ts';
export {
  FRAME_HEADER_BYTES,
  type FrameCipher,
  frameCipher,
  GCM_TAG_BYTES,
  KEY_BYTES,
  LONG_CIPHERTEXT_BYTES,
  NONCE_BYTES,
} from './ember/encryption.ts';
export {
  ENTRIES,
  type EntrySpec,
  type EntryType,
  entrySpec,
  MAX_ENTRY_TYPE,
  type SnapshotEntry,
} from './ember/entries.ts';
export {
  type EmberKind,
  ENCRYPTED_VERSION,
  type Header,
  hasMagic,
  magicAt,
  readHeader,
} from './ember/header.ts';
export { entryToJson, type Json, recordToJson } from './ember/json.ts';
export { jsonText, NEGATIVE_ZERO } from './ember/jsonText.ts';
export { type KeyFile, type KeyNote, readKeyFile } from './ember/keyFile.ts';
export {
  MAX_COLLECTION_COUNT,
  MAX_FIELD_LENGTH,
  MAX_VECTOR_COUNT,
  MAX_VECTOR_DIMENSION,
  MAX_VECTOR_TOTAL,
} from './ember/limits.ts';
export { AOF_PROGRAM, entryStart, SNAPSHOT_PROGRAM } from './ember/programs.ts';
export {
  DEFAULT_READER,
  formatReader,
  parseReader,
  READER_FEATURES,
  READER_VERSIONS,
  type ReaderFeature,
  type ReaderId,
  type ReaderProfile,
  type ReaderVersion,
  readerProfile,
} from './ember/readers.ts';
export {
  type AofRecord,
  type Family,
  MAX_TAG,
  RECORDS,
  type RecordSpec,
  type RecordType,
  recordSpec,
} from './ember/records.ts';
export {
  ENTRY_COUNT_AT,
  FOOTER_BYTES,
  readEntry,
  SNAPSHOT_HEADER_BYTES,
  SNAPSHOT_MAGIC,
  writeEntry,
  writeFooter,
  writeSnapshotHeader,
} from './ember/snapshot.ts';
export type {
  BodyRule,
  Certainty,
  Correction,
  Diagnosis,
  Fault,
  FaultCause,
  FaultEvidence,
  FaultKind,
  ForeignContent,
  HeaderProblem,
  Loss,
  Severity,
} from './fault.ts';
export { FAULT_KINDS } from './fault.ts';
export * from './format.ts';
export {
  formatJson,
  type JsonLayout,
  type JsonLine,
  type JsonToken,
  type JsonTokenKind,
} from './formatJson.ts';
export {
  arityFits,
  COMMANDS,
  type CommandFamily,
  type CommandSpec,
  commandNamed,
  commandSpec,
  commandTagAt,
  keyPositions,
} from './redis/commands.ts';
export { type CommandTtl, commandTtl } from './redis/commandTtl.ts';
export { commandToJson, rdbEntryToJson } from './redis/json.ts';
export { MAX_ARGUMENTS, MAX_BULK_LENGTH } from './redis/limits.ts';
export {
  RDB_CHECKSUM_BYTES,
  RDB_HEADER_BYTES,
  RDB_MAGIC,
  type RdbEntry,
  type RdbItem,
  RdbOpcode,
  type RdbText,
  rdbLengthBytes,
  readRdbItem,
  writeRdbAux,
  writeRdbEnd,
  writeRdbEntry,
  writeRdbHeader,
  writeRdbSelect,
} from './redis/rdb.ts';
export { type ArgumentSpan, argumentSpans, readCommand } from './redis/respCommand.ts';
export { type Expected, type Looseness, type RespStatus, RespWalker } from './redis/respWalk.ts';
export { parseUsize, trimLine, utf8ErrorText } from './redis/rustErrors.ts';
export { type Command, writeCommand } from './redis/writeCommand.ts';
export {
  type ByteSource,
  type ByteStream,
  memorySource,
  originOf,
  readExactly,
  SourceChangedError,
  type SourcePlace,
  type StreamedBytes,
} from './source.ts';
export { BATCH_RECORDS } from './table/batchModule.ts';
export { formatDocument } from './table/document.ts';
export type { Field, ValueOf, ValuesOf } from './table/fields.ts';
export {
  type ElementPage,
  type ElementPart,
  type FieldRole,
  type FieldSpan,
  LayoutBuilder,
  type LayoutBytes,
  type ListedElements,
  type SpanKind,
  wholeLayout,
} from './table/layout.ts';
export { f32FromBits, f32ToBits, f64FromBits, f64ToBits, floatForJson } from './table/numbers.ts';
export type { FieldName, Program } from './table/program.ts';
export { crc32Long, type RecordBatch, recordBatch } from './table/recordBatch.ts';
export { StringField } from './table/stringField.ts';
export { BodyProblem, RecordWalker, StopReason, WalkStatus } from './table/walk.ts';
