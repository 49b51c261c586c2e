import { describe, expect, test } from 'vitest';
import { buildLog, buildSnapshot } from '../../test/support/buildFiles.ts';
import { type Counted, countedSource } from '../../test/support/countedSource.ts';
import { openFile } from '../../test/support/openFile.ts';
import { streamedSource } from '../../test/support/streamedSource.ts';
import { seededRandom } from '../base/index.ts';
import { type AofRecord, type ByteSource, encodeUtf8, SourceChangedError } from '../codec/index.ts';
import { createIndex, scanFile } from './scanFile.ts';
import { type WindowOptions, Windows } from './windows.ts';

const bytesOf = (length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (i * 31 + (i >> 8)) & 0xff);

/** Walks a file front to back in steps of `step` bytes; each must be in the window, whole. */
async function walkThrough(counted: Counted, options: WindowOptions, step: number): Promise<void> {
  const size = counted.source.size();
  const expected = bytesOf(size);
  const windows = new Windows(counted.source, options);
  await windows.seek(0);
  let at = 0;
  while (at < size) {
    const end = Math.min(size, at + step);
    if (end > windows.end) {
      if (!(await windows.advance(at))) await windows.seek(at);
      continue;
    }
    const part = windows.bytes.subarray(at - windows.base, end - windows.base);
    expect(Buffer.from(part).equals(expected.subarray(at, end))).toBe(true);
    at = end;
  }
}

describe('Windows', () => {
  test.each([
    [1, { sliceBytes: 64, inFlight: 3, firstBytes: 64 }],
    [7, { sliceBytes: 64, inFlight: 3, firstBytes: 64 }],
    [64, { sliceBytes: 70, inFlight: 2, firstBytes: 70 }],
    [10, { sliceBytes: 400, inFlight: 1, firstBytes: 100 }],
    [3, { sliceBytes: 64, inFlight: 4, firstBytes: 900 }],
    // A window never gets smaller than the header of anything that is looked for in it.
    [40, { sliceBytes: 1, inFlight: 2, firstBytes: 1 }],
  ])('steps of %i bytes over %j read every byte once', async (step, options) => {
    const counted = countedSource(bytesOf(1000), 1000, 1);
    await walkThrough(counted, options, step);
    expect(counted.bytesRead()).toBe(1000);
    expect(counted.mostInFlight()).toBeLessThanOrEqual(options.inFlight);
    const places = counted.reads.map(({ at }) => at);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  test.each([
    [1, { sliceBytes: 64, inFlight: 3, firstBytes: 64 }, 1],
    [7, { sliceBytes: 64, inFlight: 2, firstBytes: 64 }, 100],
    [90, { sliceBytes: 100, inFlight: 2, firstBytes: 70 }, 30],
    [300, { sliceBytes: 400, inFlight: 3, firstBytes: 100 }, 1000],
  ])('steps of %i bytes over %j and a stream', async (step, options, mostBytes) => {
    const bytes = bytesOf(5000);
    const counted = countedSource(bytes, 1000, 1);
    const streamed = streamedSource(counted.source, bytes, { mostBytes });
    await walkThrough({ ...counted, source: streamed.source }, options, step);
    expect(streamed.opened.length).toBe(1);
    expect(counted.bytesRead()).toBe(streamed.opened[0]);
  });

  test('what is kept of a window of a stream may be longer than what is read at once', async () => {
    const bytes = bytesOf(100_000);
    const streamed = streamedSource(countedSource(bytes).source, bytes, { mostBytes: 300 });
    const windows = new Windows(streamed.source, { sliceBytes: 20_000, inFlight: 2, firstBytes: 20_000 });
    await windows.seek(0);
    expect(await windows.advance(20_000)).toBe(true);
    const kept = windows.base + 3;
    while (windows.end - kept < 20_000) {
      expect(await windows.advance(kept)).toBe(true);
      expect(windows.base).toBe(kept);
      expect(Buffer.from(windows.bytes).equals(bytes.subarray(kept, windows.end))).toBe(true);
    }
    // More than a slice is not carried along.
    expect(await windows.advance(kept)).toBe(false);
    await windows.reach(windows.end + 30_000);
    expect(windows.bytes[0]).toBe(bytes[windows.base]);
    expect(streamed.closed()).toBe(0);
    await windows.seek(5);
    expect([streamed.closed(), windows.base]).toEqual([1, 5]);
  });

  test('a stream that ends before the file does is a file that changed', async () => {
    const bytes = bytesOf(2000);
    const { source } = streamedSource(countedSource(bytes).source, bytes.subarray(0, 1500));
    const windows = new Windows(source, { sliceBytes: 200, inFlight: 2, firstBytes: 200 });
    await windows.seek(0);
    const walk = async (): Promise<void> => {
      while (await windows.advance(windows.end));
    };
    await expect(walk()).rejects.toThrow(SourceChangedError);
  });

  test('as many reads are under way as allowed, before they are needed', async () => {
    const counted = countedSource(bytesOf(1000), 1000, 2);
    const windows = new Windows(counted.source, { sliceBytes: 100, inFlight: 3, firstBytes: 100 });
    await windows.seek(0);
    expect(counted.mostInFlight()).toBe(3);
    await windows.advance(100);
    expect(counted.reads.length).toBe(4);
  });

  test('the first read is small, and reads grow to their size', async () => {
    const counted = countedSource(bytesOf(10_000));
    await walkThrough(counted, { sliceBytes: 1000, inFlight: 1, firstBytes: 70 }, 1);
    expect(counted.reads.map(({ length }) => length).slice(0, 5)).toEqual([70, 280, 1000, 1000, 1000]);
  });

  test('what straddles two slices is joined, and only that', async () => {
    const bytes = bytesOf(1000);
    const windows = new Windows(countedSource(bytes).source, {
      sliceBytes: 400,
      inFlight: 1,
      firstBytes: 400,
    });
    await windows.seek(0);
    expect(await windows.advance(350)).toBe(true);
    expect([windows.base, windows.end]).toEqual([350, 800]);
    expect(Buffer.from(windows.bytes).equals(bytes.subarray(350, 800))).toBe(true);
    // Past the straddling bytes the slice itself is the window.
    expect(await windows.advance(400)).toBe(true);
    expect([windows.base, windows.end]).toEqual([400, 800]);
  });

  test('what is longer than a joint is refused, and the end of the file too', async () => {
    const windows = new Windows(countedSource(bytesOf(1000)).source, {
      sliceBytes: 400,
      inFlight: 1,
      firstBytes: 400,
    });
    await windows.seek(0);
    expect(await windows.advance(100)).toBe(true);
    expect(await windows.advance(100)).toBe(false);
    await windows.seek(900);
    expect(await windows.advance(950)).toBe(false);
    expect(await windows.advance(1000)).toBe(false);
  });

  test('reach moves along the reads under way, and reads nothing twice', async () => {
    const counted = countedSource(bytesOf(1000), 1000, 1);
    const windows = new Windows(counted.source, { sliceBytes: 100, inFlight: 3, firstBytes: 100 });
    await windows.seek(0);
    await windows.advance(95);
    // In the joint, then two slices on, then far away, then back.
    await windows.reach(150);
    expect([windows.base, windows.end]).toEqual([95, 200]);
    await windows.reach(320);
    expect([windows.base, windows.end]).toEqual([300, 400]);
    expect(new Set(counted.reads.map(({ at }) => at)).size).toBe(counted.reads.length);
    await windows.reach(930);
    expect(windows.base).toBe(930);
    await windows.reach(5);
    expect([windows.base, windows.bytes[0]]).toEqual([5, bytesOf(10)[5]]);
    await windows.reach(6);
    expect(windows.base).toBe(5);
  });

  test('seek begins anew, backwards too', async () => {
    const windows = new Windows(countedSource(bytesOf(1000), 1000, 1).source, {
      sliceBytes: 300,
      inFlight: 2,
      firstBytes: 300,
    });
    await windows.seek(800);
    expect([windows.base, windows.end]).toEqual([800, 1000]);
    await windows.seek(100);
    expect(Buffer.from(windows.bytes).equals(bytesOf(1000).subarray(100, 400))).toBe(true);
    await windows.seek(1000);
    expect(windows.bytes.length).toBe(0);
  });
});

describe('reads that fail', () => {
  const log = (): Uint8Array =>
    buildLog(Array.from({ length: 50 }, (_, i): AofRecord => ({ type: 'DEL', key: encodeUtf8(`key:${i}`) })))
      .bytes;
  const options = { windows: { sliceBytes: 64, inFlight: 3, firstBytes: 64 } };

  /** A source whose reads behind `from` fail, or are shorter than the file's size promises. */
  const failing = (bytes: Uint8Array, from: number, how: 'reject' | 'shorten'): ByteSource => ({
    size: () => bytes.length,
    read: async (at, length) => {
      await Promise.resolve();
      if (at + length <= from) return bytes.subarray(at, at + length);
      if (how === 'reject') throw new Error('permission was withdrawn');
      return bytes.subarray(at, Math.max(at, from));
    },
  });

  test.each([
    ['reject', Error, /permission/],
    ['shorten', SourceChangedError, /bytes were to be read/],
  ] as const)('a read that does %s surfaces once; what was indexed stays', async (how, type, message) => {
    const bytes = log();
    const unhandled: unknown[] = [];
    const listen = (reason: unknown): void => void unhandled.push(reason);
    process.on('unhandledRejection', listen);
    try {
      const source = failing(bytes, 300, how);
      const index = createIndex(source, await openFile(source, 'shard-0.aof'), 'shard-0.aof', null);
      const error = await scanFile(source, index, options).then(
        () => null,
        (reason: unknown) => reason,
      );
      expect(error).toBeInstanceOf(type);
      expect(String(error)).toMatch(message);
      expect(index.rows.records).toBeGreaterThan(5);
      expect(index.rows.end).toBeLessThanOrEqual(300);
      // The reads that nobody waited for have failed by now as well.
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(unhandled).toEqual([]);
    } finally {
      process.off('unhandledRejection', listen);
    }
  });
});

describe('a clean scan reads every byte once', () => {
  const random = seededRandom(71);
  const records = Array.from({ length: 3000 }, (_, i): AofRecord => {
    const value = random.fill(new Uint8Array(random.below(200)));
    return { type: 'SET', key: encodeUtf8(`user:${i}`), value, expire_ms: -1n };
  });
  /** The bytes that tell what the file is are read before. */
  const HEAD = 256;

  async function readBy(bytes: Uint8Array, name: string, windows: WindowOptions): Promise<Counted> {
    const counted = countedSource(bytes, 100_000, 1);
    const index = createIndex(counted.source, await openFile(counted.source, name), name, null);
    await scanFile(counted.source, index, { windows });
    expect(index.faults).toEqual([]);
    expect(counted.mostInFlight()).toBeLessThanOrEqual(windows.inFlight);
    return counted;
  }

  test.each([
    { sliceBytes: 64 << 10, inFlight: 3, firstBytes: 4 << 10 },
    { sliceBytes: 1 << 20, inFlight: 1, firstBytes: 1 << 20 },
    { sliceBytes: 1000, inFlight: 2, firstBytes: 1000 },
  ])('a log, %j', async (windows) => {
    const { bytes } = buildLog(records);
    const counted = await readBy(bytes, 'shard-0.aof', windows);
    // The header is skipped.
    expect(counted.bytesRead()).toBe(HEAD + bytes.length - 5);
  });

  test('a snapshot, and its footer once more', async () => {
    const entries = records.map((record) => ({
      ...(record as { key: Uint8Array; value: Uint8Array }),
      type: 'string' as const,
      expire_ms: 5n,
    }));
    const { bytes } = buildSnapshot(entries);
    const counted = await readBy(bytes, 'shard-0.snap', {
      sliceBytes: 64 << 10,
      inFlight: 3,
      firstBytes: 4 << 10,
    });
    // How the entries are laid out is looked at before, on a block; the footer stands on another.
    expect(counted.bytesRead()).toBeLessThanOrEqual(HEAD + bytes.length + (128 << 10));
  });

  test('records larger than a joint cost at most one more read of themselves', async () => {
    const large = Array.from(
      { length: 12 },
      (_, i): AofRecord => ({
        type: 'SET',
        key: encodeUtf8(`large:${i}`),
        value: new Uint8Array(1_500_000).fill(i + 1),
        expire_ms: -1n,
      }),
    );
    const { bytes } = buildLog(large);
    const counted = await readBy(bytes, 'shard-0.aof', {
      sliceBytes: 4 << 20,
      inFlight: 3,
      firstBytes: 256 << 10,
    });
    expect(counted.bytesRead()).toBeLessThan(2 * bytes.length);
  });
});
