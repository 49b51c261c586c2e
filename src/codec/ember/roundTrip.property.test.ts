import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ENTRY_TYPES,
  entryOfType,
  RECORD_TYPES,
  recordOfType,
} from '../../../test/support/arbitraryRecords.ts';
import { crc32 } from '../bytes/crc32.ts';
import { readU32 } from '../bytes/cursor.ts';
import { readRecord, writeRecord, writeRecordContent } from './aof.ts';
import { readEntry, writeEntry } from './snapshot.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** A decoded value with its bytes as text: equal contents are equal, and quickly found to be. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return hex(value);
  if (value instanceof Uint32Array) return `u32 ${value.join(' ')}`;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each)]));
}

/** `bytes` somewhere inside a larger buffer, as a window hands them out. */
function borrowed(bytes: Uint8Array): Uint8Array {
  const buffer = new Uint8Array(bytes.length + 9).fill(0xee);
  buffer.set(bytes, 5);
  return buffer.subarray(5, 5 + bytes.length);
}

describe.each(RECORD_TYPES)('record %s', (type) => {
  test('object → bytes → object → bytes', () => {
    fc.assert(
      fc.property(recordOfType(type, 'any'), (record) => {
        const content = writeRecordContent(record);
        const again = readRecord(borrowed(content));
        expect(plain(again)).toEqual(plain(record));
        expect(hex(writeRecordContent(again))).toBe(hex(content));
      }),
    );
  });

  test('a whole record is its content and the checksum of it', () => {
    fc.assert(
      fc.property(recordOfType(type, 'any'), (record) => {
        const content = writeRecordContent(record);
        const whole = writeRecord(record);
        expect(hex(whole.subarray(0, content.length))).toBe(hex(content));
        expect(whole.length).toBe(content.length + 4);
        expect(readU32(whole, content.length)).toBe(crc32(content));
      }),
    );
  });
});

describe.each(ENTRY_TYPES)('entry %s', (type) => {
  test.each([2, 3])('object → bytes → object → bytes, version %i', (version) => {
    fc.assert(
      fc.property(entryOfType(type, 'any'), (entry) => {
        const bytes = writeEntry(entry, version);
        const again = readEntry(borrowed(bytes), version);
        expect(plain(again)).toEqual(plain(entry));
        expect(hex(writeEntry(again, version))).toBe(hex(bytes));
      }),
    );
  });
});

test('a version 1 entry has no type byte and round-trips', () => {
  fc.assert(
    fc.property(entryOfType('string', 'any'), (entry) => {
      const bytes = writeEntry(entry, 1);
      expect(bytes.length).toBe(writeEntry(entry, 2).length - 1);
      expect(plain(readEntry(borrowed(bytes), 1))).toEqual(plain(entry));
    }),
  );
});
