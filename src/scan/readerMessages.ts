/* Ember's error messages, word for word, from what a walk found. */
import {
  BodyProblem,
  MAX_COLLECTION_COUNT,
  MAX_FIELD_LENGTH,
  MAX_VECTOR_COUNT,
  MAX_VECTOR_DIMENSION,
  MAX_VECTOR_TOTAL,
  type RecordWalker,
  StopReason,
} from '../codec/index.ts';

export const UNEXPECTED_EOF = 'unexpected end of file';
export const INVALID_MAGIC = 'invalid magic bytes';
export const KEY_REQUIRED = 'file is encrypted but no encryption key was provided';
export const DECRYPTION_FAILED = 'decryption failed (wrong key or tampered data)';

export const unsupportedVersion = (version: number): string => `unsupported format version: ${version}`;
export const unknownTag = (tag: number): string => `unknown record tag: ${tag}`;

const hex = (value: number): string => `0x${value.toString(16).padStart(8, '0')}`;

export const checksumMismatch = (stored: number, computed: number): string =>
  `crc32 mismatch (expected ${hex(stored)}, got ${hex(computed)})`;

/** @param what `record` in a log, `entry` in a snapshot */
export const frameTooLong = (what: 'record' | 'entry', length: number): string =>
  `io error: encrypted ${what} length ${length} exceeds maximum`;

export const shardIdMismatch = (inHeader: number, inName: number): string =>
  `invalid data: snapshot shard_id ${inHeader} does not match expected ${inName}`;

/**
 * Why the walk stopped.
 * @param decoded the message is the encrypted decoder's, which has other names for some counts
 */
export function stopMessage(walker: RecordWalker, decoded: boolean): string {
  const value = walker.stopValue;
  const name = walker.stopName;
  switch (walker.stopReason) {
    case StopReason.fieldLength:
      return `io error: field length ${value} exceeds maximum of ${MAX_FIELD_LENGTH}`;
    case StopReason.count:
      return `invalid data: ${decoded ? name.decodeLabel : name.label} count ${value} exceeds max ${MAX_COLLECTION_COUNT}`;
    case StopReason.dimension:
      return `invalid data: ${name.label} ${value} exceeds max ${MAX_VECTOR_DIMENSION}`;
    case StopReason.vectorCount:
      return `invalid data: ${name.label} ${value} exceeds max ${MAX_VECTOR_COUNT}`;
    case StopReason.vectorTotal: {
      const total = walker.stopDimension * value;
      return `invalid data: vector total elements (${walker.stopDimension} dims x ${value} vectors = ${total}) exceeds max ${MAX_VECTOR_TOTAL}`;
    }
    case StopReason.unknownType:
      return unknownTag(value);
    case StopReason.none:
      return UNEXPECTED_EOF;
  }
}

/** The key's broken rule. */
export const keyMessage = (walker: RecordWalker): string =>
  `io error: ${walker.keyName.label} is not valid utf-8`;

/** The first broken rule of another field. @param value the negative number, where that is the rule */
export function bodyMessage(walker: RecordWalker, value: string | null): string {
  const label = walker.bodyName.label;
  switch (walker.bodyProblem) {
    case BodyProblem.utf8:
      return `io error: ${label} is not valid utf-8`;
    case BodyProblem.negative:
      return `invalid data: ${label} is negative (${value}) in AOF record`;
    default:
      return `invalid data: ${label.replace('{n}', String(walker.bodyValue))}`;
  }
}
