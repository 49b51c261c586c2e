import { expect, test } from 'vitest';
import { buildLog, buildSnapshot, concat } from '../../test/support/buildFiles.ts';
import { countedSource } from '../../test/support/countedSource.ts';
import { openFile } from '../../test/support/openFile.ts';
import { streamedSource } from '../../test/support/streamedSource.ts';
import { encodeUtf8, writeRdbAux, writeRdbHeader } from '../codec/index.ts';
import { createIndex, scanFile } from './index.ts';

const windows = { sliceBytes: 256, inFlight: 2, firstBytes: 64 };
const key = encodeUtf8('k');
const many = Array.from({ length: 500 });
const zeros = new Uint8Array(4000);

const FILES: readonly (readonly [string, Uint8Array])[] = [
  ['shard-0.aof', concat([buildLog(many.map(() => ({ type: 'DEL', key }))).bytes, zeros])],
  [
    'shard-0.snap',
    buildSnapshot(many.map(() => ({ type: 'string', key, value: key, expire_ms: -1n }))).bytes,
  ],
  ['appendonly.aof', concat([...many.map(() => encodeUtf8('*2\r\n$3\r\nDEL\r\n$1\r\nk\r\n')), zeros])],
  ['dump.rdb', concat([writeRdbHeader(), writeRdbAux(encodeUtf8('aikv-ver'), encodeUtf8('1')), zeros])],
];

test.each(FILES)('a scan of %s lets go of every stream, however it ends', async (name, bytes) => {
  for (const end of ['done', 'cancelled', 'failed'] as const) {
    const there = end === 'failed' ? bytes.subarray(0, bytes.length - 1000) : bytes;
    const streamed = streamedSource(countedSource(bytes).source, there);
    const index = createIndex(streamed.source, await openFile(streamed.source, name), name, null);
    const signal = { aborted: false };
    const onProgress = (done: number): void => {
      if (end === 'cancelled' && done > bytes.length / 2) signal.aborted = true;
    };
    const scan = scanFile(streamed.source, index, { windows, signal, onProgress });
    if (end === 'failed') await expect(scan).rejects.toThrow('are there');
    else expect(await scan).toBe(end);
    expect(streamed.opened.length).toBeGreaterThan(0);
    expect(streamed.closed()).toBe(streamed.opened.length);
  }
});
