import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  type EmberFixture,
  emberFixtures,
  type ReaderExpectation,
  readFixture,
} from '../../test/support/emberFixtures.ts';
import { openFile } from '../../test/support/openFile.ts';
import { rowIndex } from '../base/index.ts';
import {
  crc32,
  DEFAULT_READER,
  entryToJson,
  memorySource,
  readKeyFile,
  recordToJson,
  writeEntry,
  writeRecord,
  writeRecordContent,
} from '../codec/index.ts';
import { RowKind } from '../columnar/index.ts';
import { computeVerdict, createIndex, decodeRow, type FileIndex, readContent, scanFile } from './index.ts';

const fixtures = emberFixtures();

function keyOf(path: string | null): Uint8Array | null {
  if (path === null) return null;
  const read = readKeyFile(readFixture(path));
  return read.kind === 'key' ? read.key : null;
}

async function scan(fixture: EmberFixture, key: Uint8Array | null) {
  const source = memorySource(fixture.bytes());
  const opened = await openFile(source, fixture.name);
  const index = createIndex(source, opened, fixture.name, key);
  await scanFile(source, index);
  return { source, index };
}

async function expectVerdict(fixture: EmberFixture, key: Uint8Array | null, expected: ReaderExpectation) {
  const { source, index } = await scan(fixture, key);
  const verdict = await computeVerdict(source, index, DEFAULT_READER);
  expect({
    records: verdict.records,
    error: verdict.error,
    stoppedAt: verdict.stoppedAt,
    phase: verdict.phase,
  }).toEqual({
    records: expected.count,
    error: expected.error,
    stoppedAt: expected.stopped_at,
    phase: expected.phase ?? null,
  });
  if (expected.silently_dropped_tail_bytes !== undefined) {
    expect(verdict.silentlyDropped).toBe(expected.silently_dropped_tail_bytes);
  }
  if (expected.unread_trailing_bytes !== undefined) {
    expect(verdict.unreadTrailing).toBe(expected.unread_trailing_bytes);
  }
}

/** The rows tile the file: contiguous, in order, every byte in exactly one. */
function expectTiling(index: FileIndex, size: number) {
  let at = 0;
  for (let row = 0; row < index.rows.length; row++) {
    expect(index.rows.offset(rowIndex(row))).toBe(at);
    expect(index.rows.size(rowIndex(row))).toBeGreaterThan(0);
    at += index.rows.size(rowIndex(row));
  }
  expect(at).toBe(size);
}

describe('ember 0.4.9 verdicts', () => {
  test.each(fixtures.map((fixture) => [fixture.path, fixture] as const))('%s', async (_, fixture) => {
    const expected = fixture.expected();
    await expectVerdict(fixture, keyOf(expected.key_file), expected.ember);
    if (expected.ember_without_key) await expectVerdict(fixture, null, expected.ember_without_key);
    if (expected.ember_wrong_key) {
      await expectVerdict(fixture, keyOf('keys/wrong-key.hex'), expected.ember_wrong_key);
    }
  });
});

describe('rows tile the file', () => {
  test.each(fixtures.map((fixture) => [fixture.path, fixture] as const))('%s', async (_, fixture) => {
    const key = keyOf(fixture.expected().key_file);
    for (const each of [key, null]) {
      const { index } = await scan(fixture, each);
      expectTiling(index, fixture.bytes().length);
    }
  });
});

/** Long values stand in the expectations as size and digest. */
function matches(actual: unknown, expected: unknown): unknown {
  if (
    typeof actual === 'string' &&
    typeof expected === 'object' &&
    expected !== null &&
    'sha256' in expected
  ) {
    const bytes = Buffer.from(actual, 'base64');
    return { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  }
  if (
    typeof actual === 'string' &&
    typeof expected === 'object' &&
    expected !== null &&
    'crc32' in expected
  ) {
    const bytes = Buffer.from(actual, 'base64');
    const value = crc32(bytes);
    return {
      bytes: bytes.length,
      crc32: typeof expected.crc32 === 'number' ? value : value.toString(16).padStart(8, '0'),
    };
  }
  if (Array.isArray(actual) && Array.isArray(expected))
    return actual.map((each, i) => matches(each, expected[i]));
  if (typeof actual === 'object' && actual !== null && typeof expected === 'object' && expected !== null) {
    return Object.fromEntries(
      Object.entries(actual).map(([name, value]) => [
        name,
        matches(value, (expected as Record<string, unknown>)[name]),
      ]),
    );
  }
  return actual;
}

/** The expiry that a record names, in milliseconds, as the index has it. */
function expiryIn(json: object): number {
  const { type, expire_ms, milliseconds, timestamp_ms, seconds } = json as Record<string, string | undefined>;
  if (type === 'EXPIRE') return Number(seconds) * 1000;
  return Number(expire_ms ?? milliseconds ?? timestamp_ms ?? Number.NaN);
}

/** Compares without building a difference: thousands of records are compared. */
function expectSameBytes(actual: Uint8Array, expected: Uint8Array) {
  expect(Buffer.compare(actual, expected)).toBe(0);
}

describe('records of intact files', () => {
  const intact = fixtures.filter((fixture) => fixture.set === 'intact');
  test.each(intact.map((fixture) => [fixture.path, fixture] as const))('%s', async (_, fixture) => {
    const expected = fixture.expected();
    const { source, index } = await scan(fixture, keyOf(expected.key_file));
    const bytes = fixture.bytes();
    const found: unknown[] = [];
    for (let row = 0; row < index.rows.length; row++) {
      const kind = index.rows.kind(rowIndex(row));
      if (kind !== RowKind.record && kind !== RowKind.entry) continue;
      const decoded = await decodeRow(source, index, rowIndex(row));
      const content = await readContent(source, index, rowIndex(row));
      if (decoded === null || content === null) throw new Error(`row ${row} does not decode`);
      const i = index.rows.recordNumber(rowIndex(row)) ?? -1;
      const place = {
        i,
        at: index.rows.offset(rowIndex(row)),
        size: index.rows.size(rowIndex(row)),
        ...(index.encrypted ? { encrypted: true } : {}),
      };
      const json = decoded.kind === 'record' ? recordToJson(decoded.record) : entryToJson(decoded.entry);
      found.push(matches({ ...place, ...json }, expected.records?.[i]));
      expect(index.rows.expiry(rowIndex(row))).toBe(expiryIn(json));
      // Re-encoding gives the original bytes.
      if (decoded.kind === 'entry') {
        expectSameBytes(writeEntry(decoded.entry, index.version === 1 ? 1 : 2), content);
      } else {
        expectSameBytes(writeRecordContent(decoded.record), content);
        if (!index.encrypted) {
          const at = index.rows.offset(rowIndex(row));
          expectSameBytes(writeRecord(decoded.record), bytes.subarray(at, at + place.size));
        }
      }
    }
    expect(found).toEqual(expected.records);
  });
});
