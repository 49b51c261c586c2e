/* A search for what holds can take minutes: a scan that is stopped meanwhile says nothing of what it did not search. */

import { expect, test } from 'vitest';
import { buildLog, buildSnapshot, concat } from '../../test/support/buildFiles.ts';
import { openFile } from '../../test/support/openFile.ts';
import { encodeUtf8, memorySource } from '../codec/index.ts';
import { createIndex, scanFile } from './index.ts';

/** Several windows of {@link WINDOWS}. */
const HOLE = new Uint8Array(64 << 10);
const NOISE = HOLE.map((_, i) => (i * 167 + (i >> 7)) | 0x80);
const WINDOWS = { sliceBytes: 4096, inFlight: 1, firstBytes: 1024 };

const text = encodeUtf8;
const log = buildLog([{ type: 'SET', key: text('a'), value: text('1'), expire_ms: -1n }]).bytes;
const sealedLog = buildLog([{ type: 'DEL', key: text('a') }], 3).bytes;
/** Two of the three entries that its header claims. */
function cutSnapshot(version: number): Uint8Array {
  const { bytes, starts } = buildSnapshot(
    ['a', 'b', 'c'].map((key) => ({ type: 'string', key: text(key), value: text('1'), expire_ms: -1n })),
    version,
  );
  return bytes.subarray(0, starts[2]);
}
const commands = text('*2\r\n$3\r\nDEL\r\n$1\r\na\r\n');
const rdb = concat([
  text('REDIS0001'),
  Uint8Array.of(0xfa, 8),
  text('aikv-ver'),
  Uint8Array.of(5),
  text('0.1.0'),
  Uint8Array.of(0xfe, 0, 0, 1, 0x61, 1, 0x31),
]);
const rdbEnd = Uint8Array.of(0xff, 0, 0, 0, 0, 0, 0, 0, 0);

/** @param stopAt which telling of progress stops it; 0 lets it come to its end */
async function scanned(bytes: Uint8Array, name: string, stopAt: number) {
  const source = memorySource(bytes);
  const index = createIndex(source, await openFile(source, name), name, null);
  const signal = { aborted: false };
  let told = 0;
  let searched = 0;
  const end = await scanFile(source, index, {
    signal,
    windows: WINDOWS,
    onProgress: (at) => {
      searched = Math.max(searched, at);
      told++;
      if (told === stopAt) signal.aborted = true;
    },
  });
  return { index, end, told, searched };
}

test.each([
  ['a log without header', 'shard-0.aof', HOLE],
  ['a log that goes on in a hole', 'shard-0.aof', concat([log, HOLE])],
  ['a log that goes on in noise', 'shard-0.aof', concat([log, NOISE])],
  ['an encrypted log that goes on in noise', 'shard-0.aof', concat([sealedLog, NOISE])],
  ['a snapshot that goes on in noise', 'shard-0.snap', concat([cutSnapshot(2), NOISE])],
  ['an encrypted snapshot that goes on in noise', 'shard-0.snap', concat([cutSnapshot(3), NOISE])],
  ['a log of commands that goes on in a hole', 'appendonly.aof', concat([commands, HOLE])],
  ['an RDB that goes on in noise', 'dump.rdb', concat([rdb, NOISE])],
  ['an RDB with noise behind its end', 'dump.rdb', concat([rdb, rdbEnd, NOISE])],
])('%s', async (_, name, bytes) => {
  const whole = await scanned(bytes, name, 0);
  expect(whole.end).toBe('done');
  expect(whole.index.rows.end).toBe(bytes.length);
  let stopped = 0;
  for (let stopAt = 1; stopAt <= whole.told; stopAt++) {
    const { index, end, searched } = await scanned(bytes, name, stopAt);
    if (end === 'done') {
      expect(index.rows.length).toBe(whole.index.rows.length);
      continue;
    }
    expect(index.rows.end).toBeLessThanOrEqual(searched);
    if (searched < bytes.length) stopped++;
  }
  expect(stopped).toBeGreaterThan(3);
});
