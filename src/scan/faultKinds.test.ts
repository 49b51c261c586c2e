/* One named case for each way in which a log or snapshot is damaged: what is kept, what is lost, what is shown. */
import { describe, expect, test } from 'vitest';
import { buildLog, buildSnapshot, concat, sealFrame, TEST_KEY } from '../../test/support/buildFiles.ts';
import { rowsOf, scanBytes } from '../../test/support/scanning.ts';
import {
  type AofRecord,
  crc32,
  encodeUtf8,
  type SnapshotEntry,
  writeAofHeader,
  writeRecord,
  writeRecordContent,
} from '../codec/index.ts';
import { RowKind, RowStatus } from '../columnar/index.ts';

const key = (name: string): Uint8Array => encodeUtf8(name);
const set = (name: string, value = 'value'): AofRecord => ({
  type: 'SET',
  key: key(name),
  value: encodeUtf8(value),
  expire_ms: -1n,
});
const LOG = buildLog([set('first'), set('second'), set('third'), set('fourth')]);
const startOf = (i: number): number => LOG.starts[i] as number;

/** `bytes` with the given ones at `at`. */
function patched(bytes: Uint8Array, at: number, ...by: number[]): Uint8Array {
  const changed = bytes.slice();
  changed.set(by, at);
  return changed;
}

/** A record's bytes with their checksum made right. */
function resealed(record: Uint8Array): Uint8Array {
  const bytes = record.slice();
  new DataView(bytes.buffer).setUint32(bytes.length - 4, crc32(bytes.subarray(0, bytes.length - 4)), true);
  return bytes;
}

interface Found {
  /** Keys of the records that hold, in order. */
  readonly kept: readonly string[];
  /** Bytes in rows that don't. */
  readonly lost: number;
  readonly faults: readonly {
    readonly offset: number;
    readonly length: number;
    readonly evidence: unknown;
  }[];
}

async function scan(
  bytes: Uint8Array,
  name = 'shard-0.aof',
  secret: Uint8Array | null = null,
): Promise<Found> {
  const { index } = await scanBytes(bytes, { name, key: secret });
  const rows = rowsOf(index).filter((row) => row.kind !== RowKind.header && row.kind !== RowKind.footer);
  const holds = (status: number): boolean => status === RowStatus.ok || status === RowStatus.unproven;
  return {
    kept: rows.filter((row) => holds(row.status)).map((row) => Buffer.from(row.key ?? '', 'hex').toString()),
    lost: rows.filter((row) => !holds(row.status)).reduce((sum, row) => sum + row.size, 0),
    faults: index.faults.map(({ offset, length, evidence }) => ({ offset, length, evidence })),
  };
}

describe('a log', () => {
  test('torn-tail: cut inside a value', async () => {
    const found = await scan(LOG.bytes.subarray(0, startOf(3) + 18));
    expect(found).toMatchObject({ kept: ['first', 'second', 'third'], lost: 18 });
    // At least: the value's five bytes end two bytes behind the cut; TTL and checksum would follow.
    expect(found.faults).toEqual([
      { offset: startOf(3), length: 18, evidence: { kind: 'torn-tail', recordType: 'SET', missing: 2 } },
    ]);
  });

  test('torn-tail: cut inside a vector, whose dimension counts floats', async () => {
    const vadd: AofRecord = {
      type: 'VADD',
      key: key('v'),
      element: key('e'),
      vector: new Uint32Array(100),
      metric: 0,
      quantization: 0,
      connectivity: 16,
      expansion_add: 64,
    };
    const whole = buildLog([set('first'), vadd]);
    const at = whole.starts[1] as number;
    const vectorEnd = at + 1 + 5 + 5 + 4 + 400;
    const found = await scan(whole.bytes.subarray(0, vectorEnd - 100));
    expect(found.faults[0]?.evidence).toEqual({ kind: 'torn-tail', recordType: 'VADD', missing: 100 });
  });

  test('torn-tail: only the checksum is cut', async () => {
    const found = await scan(LOG.bytes.subarray(0, LOG.end - 3));
    expect(found.faults[0]?.evidence).toEqual({ kind: 'torn-tail', recordType: 'SET', missing: 3 });
  });

  test('bad-checksum: a changed value, nothing else', async () => {
    const at = startOf(1) + 1 + 4 + 6 + 4;
    const found = await scan(patched(LOG.bytes, at, 0x56, 0x41));
    expect(found).toMatchObject({ kept: ['first', 'third', 'fourth'], lost: startOf(2) - startOf(1) });
    expect(found.faults).toMatchObject([
      { offset: startOf(1), evidence: { kind: 'bad-checksum', recordType: 'SET', framingHolds: true } },
    ]);
  });

  test('corrupt-length: a value that claims to reach past the end of the file', async () => {
    const lengthAt = startOf(1) + 1 + 4 + 6;
    const found = await scan(patched(LOG.bytes, lengthAt, 0x11, 0x22, 0x33));
    expect(found).toMatchObject({ kept: ['first', 'third', 'fourth'], lost: startOf(2) - startOf(1) });
    expect(found.faults[0]).toMatchObject({
      offset: startOf(1),
      length: startOf(2) - startOf(1),
      evidence: {
        kind: 'corrupt-length',
        recordType: 'SET',
        field: 'value',
        fieldAt: lengthAt,
        value: 0x332211,
      },
    });
  });

  test('corrupt-length: one over the limit names it', async () => {
    const lengthAt = startOf(1) + 1;
    const found = await scan(patched(LOG.bytes, lengthAt, 0xff, 0xff, 0xff, 0xff));
    expect(found.kept).toEqual(['first', 'third', 'fourth']);
    expect(found.faults[0]?.evidence).toMatchObject({
      kind: 'corrupt-length',
      field: 'key',
      fieldAt: lengthAt,
      value: 0xffff_ffff,
      limit: 536_870_912,
    });
  });

  test('unknown-tag: a record of a newer version, whose checksum holds', async () => {
    const newer = writeRecord(set('x')).slice();
    newer[0] = 99;
    const bytes = resealed(newer);
    const found = await scan(
      concat([LOG.bytes.subarray(0, startOf(2)), bytes, LOG.bytes.subarray(startOf(2))]),
    );
    expect(found).toMatchObject({ kept: ['first', 'second', 'third', 'fourth'], lost: bytes.length });
    expect(found.faults).toEqual([
      {
        offset: startOf(2),
        length: bytes.length,
        evidence: { kind: 'unknown-tag', tag: 99, resumesAt: startOf(2) + bytes.length },
      },
    ]);
  });

  test('bad-body: a checksum that holds over a key that is no text', async () => {
    const bad = buildLog([set('first'), { type: 'DEL', key: Uint8Array.of(0xff) }, set('third')]);
    const at = bad.starts[1] as number;
    const found = await scan(bad.bytes);
    expect(found).toMatchObject({ kept: ['first', 'third'], lost: 10 });
    expect(found.faults[0]?.evidence).toEqual({
      kind: 'bad-body',
      recordType: 'DEL',
      field: 'key',
      fieldAt: at + 5,
      rule: 'utf8',
      value: null,
    });
  });

  test('bad-body: a negative time', async () => {
    const bad = buildLog([{ type: 'EXPIRE', key: key('k'), seconds: -7n }]);
    const found = await scan(bad.bytes);
    expect(found.faults[0]?.evidence).toMatchObject({
      field: 'seconds',
      rule: 'negative',
      value: '-7',
      fieldAt: 11,
    });
  });

  test('zeroed: a page of zeros between records', async () => {
    const zeros = new Uint8Array(512);
    const found = await scan(
      concat([LOG.bytes.subarray(0, startOf(2)), zeros, LOG.bytes.subarray(startOf(2))]),
    );
    expect(found).toMatchObject({ kept: ['first', 'second', 'third', 'fourth'], lost: 512 });
    expect(found.faults[0]?.evidence).toEqual({ kind: 'zeroed', alignment: 1, resumesAt: startOf(2) + 512 });
  });

  test('zeroed: more zeros than a first look takes in, and other bytes behind them', async () => {
    const damaged = concat([
      LOG.bytes.subarray(0, startOf(2)),
      new Uint8Array(6000),
      new Uint8Array(500).fill(0xee),
      LOG.bytes.subarray(startOf(2)),
    ]);
    const found = await scan(damaged);
    expect(found).toMatchObject({ kept: ['first', 'second', 'third', 'fourth'], lost: 6500 });
    expect(found.faults[0]?.evidence).toEqual({
      kind: 'zeroed',
      alignment: 1,
      resumesAt: startOf(2) + 6500,
      zeros: { count: 6000, atLeast: false },
    });
  });

  test('garbage: what is left of a record, before one', async () => {
    const bytes = writeRecord(set('torn')).subarray(0, 3);
    const found = await scan(
      concat([LOG.bytes.subarray(0, startOf(2)), bytes, LOG.bytes.subarray(startOf(2))]),
    );
    expect(found).toMatchObject({ kept: ['first', 'second', 'third', 'fourth'], lost: 3 });
    expect(found.faults).toEqual([
      { offset: startOf(2), length: 3, evidence: { kind: 'garbage', resumesAt: startOf(2) + 3 } },
    ]);
  });

  test('the first byte of the file and the last one', async () => {
    const end = LOG.bytes.length - 1;
    const both = patched(patched(LOG.bytes, 0, 0x58), end, (LOG.bytes[end] as number) ^ 0x10);
    const found = await scan(both);
    expect(found.kept).toEqual(['first', 'second', 'third']);
    expect(found.lost).toBe(LOG.bytes.length - startOf(3));
    expect(found.faults.map(({ evidence }) => (evidence as { kind: string }).kind)).toEqual([
      'bad-header',
      'bad-checksum',
    ]);
  });

  test('foreign-header: two logs, one behind the other', async () => {
    const found = await scan(concat([LOG.bytes, LOG.bytes]));
    expect(found.kept.length).toBe(8);
    expect(found.lost).toBe(5);
    expect(found.faults).toEqual([
      { offset: LOG.end, length: 5, evidence: { kind: 'foreign-header', format: 'ember-aof', version: 2 } },
    ]);
  });

  test('short-header and bad-header', async () => {
    expect((await scan(LOG.bytes.subarray(0, 3))).faults[0]?.evidence).toEqual({
      kind: 'short-header',
      needed: 5,
      found: 3,
    });
    const found = await scan(patched(LOG.bytes, 0, 0x58));
    expect(found.kept).toEqual(['first', 'second', 'third', 'fourth']);
    expect(found.faults[0]?.evidence).toMatchObject({
      kind: 'bad-header',
      found: '58 41 4f 46',
      reason: 'magic',
    });
  });

  test('mixed-encryption: frames behind plaintext records', async () => {
    const frames = ['a', 'b', 'c', 'd'].map((name, i) => sealFrame(writeRecordContent(set(name)), i));
    const bytes = concat([LOG.bytes, ...frames]);
    const opened = await scan(bytes, 'shard-0.aof', TEST_KEY);
    expect(opened.kept).toEqual(['first', 'second', 'third', 'fourth', 'a', 'b', 'c', 'd']);
    expect(opened.faults).toMatchObject([
      { offset: LOG.end, evidence: { kind: 'mixed-encryption', inside: 'encrypted', records: 4 } },
    ]);
  });

  test.each([0, 1, 2, 3, 4, 5, 6, 7])(
    'bad-checksum: bit %i of a tag, where the record reads as an encrypted frame as well',
    async (bit) => {
      // Its first twelve bytes would be the nonce, the four behind them the length, and the frame ends with the file.
      const value = new Uint8Array(40);
      new DataView(value.buffer).setUint32(0, value.length + 8, true);
      const record: AofRecord = { type: 'SET', key: key('abc'), value, expire_ms: -1n };
      const { bytes } = buildLog([record]);
      const { index } = await scanBytes(patched(bytes, 5, 1 ^ (1 << bit)));
      expect(index.faults.map(({ fix }) => [fix?.at, fix?.bit])).toEqual([[5, bit]]);
    },
  );
});

describe('an encrypted log', () => {
  const sealed = buildLog(
    ['a', 'b', 'c', 'd', 'e'].map((name) => set(name)),
    3,
  );
  const at = (i: number): number => sealed.starts[i] as number;

  test('undecryptable: one changed byte', async () => {
    const found = await scan(patched(sealed.bytes, at(2) + 20, 0xee), 'shard-0.aof', TEST_KEY);
    expect(found).toMatchObject({ kept: ['a', 'b', 'd', 'e'], lost: at(3) - at(2) });
    expect(found.faults).toMatchObject([
      { offset: at(2), length: at(3) - at(2), evidence: { kind: 'undecryptable', wrongKeyLikely: false } },
    ]);
  });

  test('undecryptable: another key, and one fault says so', async () => {
    const other = TEST_KEY.map((byte) => byte ^ 1);
    const found = await scan(sealed.bytes, 'shard-0.aof', other);
    expect(found.kept).toEqual([]);
    expect(found.faults).toMatchObject([{ evidence: { kind: 'undecryptable', wrongKeyLikely: true } }]);
  });

  test('key-required, and nothing else', async () => {
    const found = await scan(sealed.bytes);
    expect(found.kept).toEqual([]);
    expect(found.faults).toEqual([
      { offset: 5, length: sealed.bytes.length - 5, evidence: { kind: 'key-required' } },
    ]);
  });
});

describe('a snapshot', () => {
  const entry = (name: string): SnapshotEntry => ({
    type: 'string',
    key: key(name),
    value: encodeUtf8('some value'),
    expire_ms: -1n,
  });
  const ENTRIES = ['one', 'two', 'three', 'four'].map(entry);
  const whole = buildSnapshot(ENTRIES);
  const name = 'shard-0.snap';
  const kinds = ({ faults }: Found): string[] =>
    faults.map(({ evidence }) => (evidence as { kind: string }).kind);

  test('bad-footer: a changed footer', async () => {
    const found = await scan(patched(whole.bytes, whole.end, 1, 2, 3, 4), name);
    expect(found).toMatchObject({ kept: ['one', 'two', 'three', 'four'], lost: 0 });
    expect(found.faults).toMatchObject([
      { offset: whole.end, length: 4, evidence: { kind: 'bad-footer', stored: 0x04030201 } },
    ]);
  });

  test('bad-footer: none', async () => {
    const found = await scan(whole.bytes.subarray(0, whole.end), name);
    expect(found).toMatchObject({ kept: ['one', 'two', 'three', 'four'], lost: 0 });
    expect(found.faults).toMatchObject([{ length: 0, evidence: { kind: 'bad-footer', stored: null } }]);
  });

  test.each([3, 5, 0xffff_ffff])('count-mismatch: a header that claims %i of four', async (claimed) => {
    const found = await scan(buildSnapshot(ENTRIES, 2, { count: claimed }).bytes, name);
    expect(found).toMatchObject({ kept: ['one', 'two', 'three', 'four'], lost: 0 });
    expect(found.faults).toMatchObject([
      { offset: 0, evidence: { kind: 'count-mismatch', claimed, found: 4 } },
    ]);
  });

  test('unfinished-snapshot: a count that was never patched, and no footer', async () => {
    const { bytes, end } = buildSnapshot(ENTRIES, 2, { count: 0 });
    const found = await scan(bytes.subarray(0, end), `${name}.tmp`);
    expect(found).toMatchObject({ kept: ['one', 'two', 'three', 'four'], lost: 0 });
    expect(kinds(found)).toContain('unfinished-snapshot');
  });

  test('trailing-bytes', async () => {
    const found = await scan(concat([whole.bytes, Uint8Array.of(1, 2, 3)]), name);
    expect(found).toMatchObject({ kept: ['one', 'two', 'three', 'four'], lost: 3 });
    expect(found.faults).toEqual([
      { offset: whole.bytes.length, length: 3, evidence: { kind: 'trailing-bytes' } },
    ]);
  });

  test('shard-id-mismatch, by the file name', async () => {
    const found = await scan(buildSnapshot(ENTRIES, 2, { shardId: 7 }).bytes, name);
    expect(found).toMatchObject({ kept: ['one', 'two', 'three', 'four'], lost: 0 });
    expect(found.faults).toEqual([
      { offset: 5, length: 2, evidence: { kind: 'shard-id-mismatch', inHeader: 7, inName: 0 } },
    ]);
    expect((await scan(whole.bytes, 'backup.snap')).faults).toEqual([]);
  });
});

test('a bare header is a log without records and without faults', async () => {
  expect(await scan(writeAofHeader(2))).toEqual({ kept: [], lost: 0, faults: [] });
});
