import { describe, expect, test } from 'vitest';
import { buildLog, buildSnapshot, concat, TEST_KEY } from '../../test/support/buildFiles.ts';
import { type ExpectedRecord, emberFixtures, readFixture } from '../../test/support/emberFixtures.ts';
import { fixtureKey } from '../../test/support/keyFixtures.ts';
import { scanBytes } from '../../test/support/scanning.ts';
import {
  type AofRecord,
  crc32,
  encodeUtf8,
  parseReader,
  READER_VERSIONS,
  type ReaderVersion,
} from '../codec/index.ts';
import { computeVerdict } from './scanFile.ts';
import type { Verdict } from './verdictTypes.ts';

interface Options {
  readonly name?: string;
  readonly key?: Uint8Array | null;
  readonly shardInName?: number | null;
}

/** What the reader named `reader` makes of `bytes`. */
async function verdictOf(reader: string, bytes: Uint8Array, options: Options = {}): Promise<Verdict> {
  const id = parseReader(reader);
  if (id === null) throw new Error(`no reader ${reader}`);
  const { name = 'shard-0.aof', key = null, shardInName = null } = options;
  const { source, index } = await scanBytes(bytes, { name, key });
  return computeVerdict(source, index, id, { shardInName });
}

const intact = (name: string): Uint8Array => readFixture(`intact/${name}`);
function recordsOf(name: string): readonly ExpectedRecord[] {
  const fixture = emberFixtures().find((each) => each.path === `intact/${name}`);
  return fixture?.expected().records ?? [];
}
const key = encodeUtf8('k');
/** A log with the record in the middle, so that a stop shows in the count. */
const around = (record: AofRecord): Uint8Array =>
  buildLog([{ type: 'DEL', key }, record, { type: 'DEL', key }]).bytes;
/** Bytes with a right checksum behind them. */
function sealed(content: readonly number[]): Uint8Array {
  const bytes = Uint8Array.from(content);
  const checksum = new Uint8Array(4);
  new DataView(checksum.buffer).setUint32(0, crc32(bytes), true);
  return concat([bytes, checksum]);
}
const u32 = (value: number): number[] => [
  value & 0xff,
  (value >>> 8) & 0xff,
  (value >>> 16) & 0xff,
  value >>> 24,
];

describe('a plaintext log that holds every type', () => {
  /** The first tag that each version stops at, in a log with all tags in order. */
  const STOPS: Readonly<Record<ReaderVersion, number>> = {
    '0.1.2': 10,
    '0.1.3': 14,
    '0.1.4': 14,
    '0.3.1': 14,
    '0.4.2': 14,
    '0.4.3': 25,
    '0.4.4': 27,
    '0.4.5': 27,
    '0.4.8': 28,
    '0.4.9': 28,
  };
  test.each(READER_VERSIONS)('ember %s stops at the first tag that it does not know', async (version) => {
    const expected = recordsOf('every-type-01-35.aof').find((record) => record.tag === STOPS[version]);
    expect(await verdictOf(version, intact('every-type-01-35.aof'))).toMatchObject({
      records: expected?.i,
      applied: expected?.i,
      stoppedAt: expected?.at,
      error: `unknown record tag: ${STOPS[version]}`,
      phase: 'record',
      silentlyDropped: 0,
    });
  });

  test.each([
    ['0.4.9+none', 23],
    ['0.4.9+protobuf', 25],
    ['0.4.9+vector', 23],
    ['0.4.3+none', 23],
  ])('%s stops at tag %i', async (reader, tag) => {
    const expected = recordsOf('every-type-01-27.aof').find((record) => record.tag === tag);
    expect(await verdictOf(reader, intact('every-type-01-27.aof'))).toMatchObject({
      records: expected?.i,
      stoppedAt: expected?.at,
      error: `unknown record tag: ${tag}`,
    });
  });

  test.each(READER_VERSIONS.slice(2, 5))(
    'ember %s loses everything from its own first HSET on',
    async (version) => {
      const verdict = await verdictOf(version, intact('base-small.aof'));
      const first = recordsOf('base-small.aof').find((record) => Number(record.tag) > 13);
      expect(verdict).toMatchObject({
        records: first?.i,
        stoppedAt: first?.at,
        error: `unknown record tag: ${first?.tag}`,
      });
    },
  );
});

describe('an encrypted log', () => {
  const options = { key: fixtureKey() };
  test.each([
    ['0.4.9', null, 70],
    ['0.4.8', 33, 32],
    ['0.4.5', 27, 26],
    ['0.4.4', 27, 26],
    ['0.4.3', 25, 24],
    ['0.4.2', 23, 22],
    ['0.4.9+encryption', 23, 22],
    ['0.4.9+vector,encryption', 23, 22],
  ])('%s stops at tag %s', async (reader, tag, records) => {
    const verdict = await verdictOf(reader, intact('enc-every-type-01-35.aof'), options);
    expect(verdict.error).toBe(tag === null ? null : `unknown record tag: ${tag}`);
    expect(verdict.records).toBe(records);
  });

  test.each(['0.4.9+none', '0.4.9+protobuf,vector', '0.3.1', '0.1.2'])(
    '%s does not understand version 3',
    async (reader) => {
      for (const key of [fixtureKey(), null]) {
        expect(await verdictOf(reader, intact('enc-base.aof'), { key })).toMatchObject({
          records: 0,
          applied: 0,
          stoppedAt: 0,
          error: 'unsupported format version: 3',
          phase: 'open',
        });
      }
    },
  );

  test('without a key', async () => {
    expect(await verdictOf('0.4.9', intact('enc-base.aof'))).toMatchObject({
      records: 0,
      error: 'file is encrypted but no encryption key was provided',
      phase: 'open',
    });
  });
});

describe('snapshots', () => {
  test.each([
    ['0.4.9', null],
    ['0.4.9+none', 5],
    ['0.4.9+vector', 5],
    ['0.4.9+protobuf', 6],
    ['0.4.3', 6],
    ['0.4.2', 5],
    ['0.1.4', 5],
    ['0.1.3', 3],
    ['0.1.2', 3],
  ])('%s stops at type %s, and then nothing of it counts', async (reader, type) => {
    const records = recordsOf('every-type.snap');
    const stop = records.find((record) => record.type_tag === type);
    const verdict = await verdictOf(reader, intact('every-type.snap'), { name: 'x.snap' });
    if (stop === undefined)
      return expect(verdict).toMatchObject({ records: records.length, applied: records.length, error: null });
    expect(verdict).toMatchObject({
      records: stop.i,
      applied: 0,
      stoppedAt: stop.at,
      error: `unknown record tag: ${type}`,
      phase: 'entry',
    });
  });

  test.each([
    ['0.4.9', 0, 'invalid data: snapshot shard_id 3 does not match expected 0'],
    ['0.4.4+none', 7, 'invalid data: snapshot shard_id 3 does not match expected 7'],
    ['0.4.3', 0, null],
    ['0.4.9', 3, null],
    ['0.4.9', null, null],
  ])('%s, the file name says shard %s', async (reader, shardInName, error) => {
    const bytes = buildSnapshot([{ type: 'string', key, value: key, expire_ms: -1n }], 2, {
      shardId: 3,
    }).bytes;
    const verdict = await verdictOf(reader, bytes, { name: 'x.snap', shardInName });
    expect(verdict).toMatchObject({
      error,
      phase: error === null ? null : 'open',
      records: error === null ? 1 : 0,
    });
  });

  test('a version 1 file is read by every version', async () => {
    for (const version of READER_VERSIONS) {
      expect(await verdictOf(version, intact('v1.snap'), { name: 'x.snap' })).toMatchObject({ error: null });
    }
  });

  test('bytes behind the footer are never looked at', async () => {
    const { bytes } = buildSnapshot([{ type: 'string', key, value: key, expire_ms: -1n }]);
    const longer = concat([bytes, Uint8Array.of(1, 2, 3)]);
    expect(await verdictOf('0.4.9', longer, { name: 'x.snap' })).toMatchObject({
      error: null,
      applied: 1,
      unreadTrailing: 3,
    });
  });
});

describe('negative times', () => {
  test.each([
    [
      'EXPIRE',
      { type: 'EXPIRE', key, seconds: -1n },
      'invalid data: EXPIRE seconds is negative (-1) in AOF record',
    ],
    [
      'PEXPIRE',
      { type: 'PEXPIRE', key, milliseconds: -(2n ** 63n) },
      'invalid data: PEXPIRE milliseconds is negative (-9223372036854775808) in AOF record',
    ],
  ] as const)('%s is refused from 0.4.5 on, and read as a huge time before', async (_, record, error) => {
    const bytes = around(record);
    for (const version of ['0.4.5', '0.4.9'] as const) {
      expect(await verdictOf(version, bytes)).toMatchObject({
        records: 1,
        stoppedAt: 15,
        error,
        phase: 'record',
      });
    }
    for (const version of ['0.4.4', '0.4.3', '0.1.3'] as const) {
      expect(await verdictOf(version, bytes)).toMatchObject({
        records: 3,
        stoppedAt: bytes.length,
        error: null,
      });
    }
  });

  test('EXPIRE of 0 is a time like any other', async () => {
    expect(await verdictOf('0.4.9', around({ type: 'EXPIRE', key, seconds: 0n }))).toMatchObject({
      records: 3,
      error: null,
    });
  });
});

describe('limits', () => {
  // LPUSH k with a count over the limit, then whatever: the checksum is never reached.
  const overCount = concat([
    buildLog([{ type: 'DEL', key }]).bytes,
    sealed([4, ...u32(1), 0x6b, ...u32(100_000_001), ...u32(200)]),
  ]);
  const overDimension = concat([
    buildLog([{ type: 'DEL', key }]).bytes,
    sealed([25, ...u32(1), 0x6b, ...u32(1), 0x65, ...u32(65_537), 0, 0, 0, 0]),
  ]);
  const overLength = concat([buildLog([{ type: 'DEL', key }]).bytes, sealed([2, ...u32(536_870_913), 0x6b])]);

  test('a count over the limit is an error from 0.4.4 on, and runs to the end of the data before', async () => {
    expect(await verdictOf('0.4.4', overCount)).toMatchObject({
      records: 1,
      stoppedAt: 15,
      error: 'invalid data: list count 100000001 exceeds max 100000000',
    });
    expect(await verdictOf('0.4.3', overCount)).toMatchObject({
      records: 1,
      stoppedAt: 15,
      error: null,
      silentlyDropped: overCount.length - 15,
    });
  });

  test('a dimension over the limit is an error', async () => {
    expect(await verdictOf('0.4.9', overDimension)).toMatchObject({
      records: 1,
      error: 'invalid data: AOF VADD dimension 65537 exceeds max 65536',
    });
    expect(await verdictOf('0.4.9+none', overDimension)).toMatchObject({ error: 'unknown record tag: 25' });
  });

  test('a field over 512 MiB is an error to every version, one of just that much is the end of the data', async () => {
    for (const version of READER_VERSIONS) {
      expect(await verdictOf(version, overLength)).toMatchObject({
        records: 1,
        error: 'io error: field length 536870913 exceeds maximum of 536870912',
      });
    }
    const atLimit = concat([buildLog([{ type: 'DEL', key }]).bytes, sealed([2, ...u32(536_870_912), 0x6b])]);
    expect(await verdictOf('0.4.9', atLimit)).toMatchObject({ records: 1, error: null, silentlyDropped: 10 });
  });
});

describe('the order of a reader’s checks', () => {
  const bad = Uint8Array.of(0xff);
  test('the checksum comes before the text', async () => {
    const bytes = around({ type: 'SET', key: bad, value: key, expire_ms: -1n });
    expect((await verdictOf('0.4.9', bytes)).error).toBe('io error: key is not valid utf-8');
    bytes[20] = (bytes[20] as number) ^ 1;
    expect((await verdictOf('0.4.9', bytes)).error).toMatch(/^crc32 mismatch/);
  });
  test('of two broken texts the first is named', async () => {
    const bytes = around({ type: 'RENAME', key: bad, newkey: bad });
    expect((await verdictOf('0.4.9', bytes)).error).toBe('io error: key is not valid utf-8');
    const second = around({ type: 'RENAME', key, newkey: bad });
    expect((await verdictOf('0.4.9', second)).error).toBe('io error: newkey is not valid utf-8');
  });
  test('BITOP’s operation comes before its key', async () => {
    const bytes = buildLog([{ type: 'BITOP', op: 4, dest: bad, keys: [] }], 3).bytes;
    expect((await verdictOf('0.4.9', bytes, { key: TEST_KEY })).error).toBe(
      'invalid data: BITOP: unknown op byte 4 in AOF record',
    );
  });
  test('magic, then version, then key', async () => {
    const header = (text: string, version: number): Uint8Array =>
      concat([encodeUtf8(text), Uint8Array.of(version)]);
    expect((await verdictOf('0.4.9', header('XAOF', 9))).error).toBe('invalid magic bytes');
    expect((await verdictOf('0.4.9', header('EAOF', 9))).error).toBe('unsupported format version: 9');
    expect((await verdictOf('0.4.9', header('EAOF', 0))).error).toBe('unsupported format version: 0');
    expect((await verdictOf('0.4.9', header('EAOF', 3))).error).toMatch(/no encryption key/);
    expect((await verdictOf('0.4.9', encodeUtf8('EAOF'))).error).toBe('unexpected end of file');
    expect((await verdictOf('0.4.9', encodeUtf8('EA'))).error).toBe('unexpected end of file');
  });
});
