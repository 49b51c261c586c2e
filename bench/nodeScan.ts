import { crc32 as zlibCrc32 } from 'node:zlib';
import { openFileSource } from '../cli/fileSource.ts';
import { rowIndex } from '../src/base/index.ts';
import { type ByteSource, CRC32_INIT, crc32Finish, crc32Long } from '../src/codec/index.ts';
import { openFile } from '../src/formats/index.ts';
import { createIndex, type FileIndex, type ScanOptions, scanFile } from '../src/scan/index.ts';
import { realisticLog } from './benchFiles.ts';
import { atLeast, figure, rateRatios, rates } from './figure.ts';
import type { Measure } from './measure.ts';
import { readThrough } from './readThrough.ts';
import { timed, timeRounds } from './rounds.ts';
import { scanHelpers } from './scanHelpers.ts';
import { timedSlices } from './timedSlices.ts';

/** The whole scan in Node: read, walk, every checksum, index, keys. */
export const nodeScan: Measure = {
  name: 'node',
  title: 'Scan in Node',
  run: async ({ size, seed, rounds }) => {
    const file = await realisticLog(size, seed);
    const source = await openFileSource(file.path);
    const helpers = await scanHelpers(source, null);
    const helped = await scanHelpers(source, null, 1);
    let records = 0;
    const times = await timeRounds(
      {
        read: () => timed(() => readThrough(source)),
        zlib: () => timedSlices(source, zlibCrc32),
        own: () => timedSlices(source, (bytes) => crc32Finish(crc32Long(CRC32_INIT, bytes))),
        plain: () => timed(() => scanWhole(source, 'shard-1.aof', null, { batches: false })),
        scan: () =>
          timed(async () => {
            records = (await scanWhole(source, 'shard-1.aof', null, { helpers })).rows.records;
          }),
        alone: () => timed(() => scanWhole(source, 'shard-1.aof', null)),
        helped: () => timed(() => scanWhole(source, 'shard-1.aof', null, { helpers: helped })),
      },
      rounds,
    );
    await compareWithPlain(source, { helpers: helped });
    await source.close();
    if (records !== file.records)
      throw new Error(`${file.records} records were written, ${records} were found`);
    const perSecond = times.scan.map((ms) => (records / ms) * 1000);
    return [
      figure(
        'node.scan/crc32',
        'Scan in Node ÷ zlib.crc32 alone',
        'ratio',
        rateRatios(times.scan, times.zlib),
        atLeast(0.5),
      ),
      figure('node.scan/read', 'Scan in Node ÷ merely reading', 'ratio', rateRatios(times.scan, times.read)),
      figure(
        'node.scan/plain',
        'Scan in Node ÷ the same without WebAssembly',
        'ratio',
        rateRatios(times.scan, times.plain),
      ),
      figure(
        'node.helped/alone',
        `Scan in Node with ${helped.plain} helping ÷ without`,
        'ratio',
        rateRatios(times.helped, times.alone),
      ),
      figure('node.crc32/zlib', 'Its CRC-32 ÷ zlib.crc32', 'ratio', rateRatios(times.own, times.zlib)),
      figure('node.scan', 'Scan in Node', 'MB/s', rates(file.bytes, times.scan)),
      figure('node.records', 'Scan, in records', 'records/s', perSecond),
      figure('node.zlib', 'zlib.crc32 alone', 'MB/s', rates(file.bytes, times.zlib)),
      figure('node.read', 'Merely reading in Node', 'MB/s', rates(file.bytes, times.read)),
    ];
  },
};

/** The fast paths must find what the plain one finds: every row, and every key under the same number. */
async function compareWithPlain(source: ByteSource, together: ScanOptions): Promise<void> {
  const plain = await scanWhole(source, 'shard-1.aof', null, { batches: false });
  for (const options of [{}, together]) {
    const fast = await scanWhole(source, 'shard-1.aof', null, options);
    const how = options === together ? 'with helpers' : 'with WebAssembly';
    if (fast.rows.length !== plain.rows.length || fast.keys.size !== plain.keys.size)
      throw new Error(`the scan ${how} found another number of rows or keys`);
    for (let i = 0; i < plain.rows.length; i++) {
      const row = rowIndex(i);
      const isSame =
        fast.rows.offset(row) === plain.rows.offset(row) &&
        fast.rows.tag(row) === plain.rows.tag(row) &&
        fast.rows.status(row) === plain.rows.status(row) &&
        fast.rows.key(row) === plain.rows.key(row) &&
        Object.is(fast.rows.expiry(row), plain.rows.expiry(row));
      if (!isSame) throw new Error(`row ${i} differs ${how} and without`);
    }
  }
}

/** Scans a source that is expected to be ember's, from its first byte. */
export async function scanWhole(
  source: ByteSource,
  name: string,
  key: Uint8Array | null,
  options: ScanOptions = {},
): Promise<FileIndex> {
  const index = createIndex(source, await openFile(source, name), name, key);
  await scanFile(source, index, options);
  return index;
}
