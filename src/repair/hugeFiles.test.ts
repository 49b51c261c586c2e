import { describe, expect, test } from 'vitest';
import { openFile } from '../../test/support/openFile.ts';
import {
  type ByteSource,
  DEFAULT_READER,
  encodeUtf8,
  writeAofHeader,
  writeRdbAux,
  writeRdbHeader,
  writeRecord,
  writeSnapshotHeader,
} from '../codec/index.ts';
import { computeVerdict, createIndex, scanFile } from '../scan/index.ts';
import { diagnose } from './diagnosis.ts';

const LARGE = 300 << 20;
const BEYOND_32_BITS = 2 ** 32 + LARGE;
/** Nothing may ask for more at once: memory doesn't follow the file's size. */
const MOST_AT_ONCE = 32 << 20;

/** What an explanation may read besides: the scan has told how far the zeros reach. */
const MOST_EXPLAINING = 128 << 20;

/** Some bytes, and zeros up to `size`, as a file with a hole gives them. */
function zerosBehind(head: Uint8Array, size: number): ByteSource & { bytesRead(): number } {
  const zeros = new Uint8Array(MOST_AT_ONCE);
  let total = 0;
  return {
    size: () => size,
    bytesRead: () => total,
    read: (at, length) => {
      total += length;
      if (length > MOST_AT_ONCE) return Promise.reject(new Error(`${length} bytes were asked for at ${at}`));
      const wanted = Math.min(length, size - at);
      if (at >= head.length) return Promise.resolve(zeros.subarray(0, wanted));
      const bytes = new Uint8Array(wanted);
      bytes.set(head.subarray(at, at + wanted));
      return Promise.resolve(bytes);
    },
  };
}

const record = writeRecord({ type: 'DEL', key: encodeUtf8('k') });
const rdb = Buffer.concat([writeRdbHeader(), writeRdbAux(encodeUtf8('aikv-ver'), encodeUtf8('1'))]);

interface HollowFile {
  readonly title: string;
  readonly name: string;
  readonly head: Uint8Array;
  readonly size: number;
  readonly faults: readonly string[];
  /** What its reader takes: zeros read as entries of a snapshot and of an RDB. */
  readonly records: number;
}

const FILES: readonly HollowFile[] = [
  {
    title: 'a log',
    name: 'shard-0.aof',
    head: Buffer.concat([writeAofHeader(2), record]),
    size: BEYOND_32_BITS,
    faults: ['zeroed'],
    records: 1,
  },
  {
    title: 'a log without header',
    name: 'a.aof',
    head: new Uint8Array(0),
    size: LARGE,
    faults: ['bad-header'],
    records: 0,
  },
  {
    title: 'an encrypted log',
    name: 'a.aof',
    head: writeAofHeader(3),
    size: LARGE,
    faults: ['key-required', 'zeroed'],
    records: 0,
  },
  {
    title: 'a snapshot',
    name: 'a.snap',
    head: writeSnapshotHeader(2, 0, 1000),
    size: LARGE,
    faults: ['zeroed'],
    records: 1000,
  },
  {
    title: 'a snapshot without header',
    name: 'a.snap',
    head: new Uint8Array(0),
    size: LARGE,
    faults: ['bad-header', 'trailing-bytes'],
    records: 0,
  },
  {
    title: 'commands',
    name: 'appendonly.aof',
    head: encodeUtf8('*2\r\n$3\r\nDEL\r\n$1\r\nk\r\n'),
    size: LARGE / 4,
    faults: ['zeroed'],
    records: 1,
  },
  {
    title: 'an RDB',
    name: 'dump.rdb',
    head: rdb,
    size: LARGE,
    faults: ['zeroed', 'missing-end'],
    records: Math.floor((LARGE - rdb.length) / 3),
  },
];

describe('a file that goes on in zeros is read in pieces, told as one gap, explained and judged', () => {
  test.each(FILES)('$title', async ({ name, head, size, faults, records }) => {
    const source = zerosBehind(head, size);
    const index = createIndex(source, await openFile(source, name), name, null);
    expect(await scanFile(source, index)).toBe('done');
    const scanned = source.bytesRead();
    await diagnose(source, index);
    expect(source.bytesRead() - scanned).toBeLessThan(MOST_EXPLAINING);
    expect(index.rows.end).toBe(size);
    expect(index.rows.length).toBeLessThan(6);
    expect(index.faults.map(({ evidence }) => evidence.kind)).toEqual(faults);
    expect((await computeVerdict(source, index, DEFAULT_READER)).records).toBe(records);
  });
});
