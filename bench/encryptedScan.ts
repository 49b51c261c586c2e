import { createDecipheriv } from 'node:crypto';
import { openFileSource } from '../cli/fileSource.ts';
import {
  AOF_HEADER_BYTES,
  FRAME_HEADER_BYTES,
  GCM_TAG_BYTES,
  NONCE_BYTES,
  readU32,
} from '../src/codec/index.ts';
import type { ScanOptions } from '../src/scan/index.ts';
import { BENCH_KEY, encryptedLog } from './benchFiles.ts';
import { figure, rateRatios, rates } from './figure.ts';
import type { Measure } from './measure.ts';
import { scanWhole } from './nodeScan.ts';
import { readThrough } from './readThrough.ts';
import { timed, timeRounds } from './rounds.ts';
import { scanHelpers } from './scanHelpers.ts';

const LARGEST = 256 << 20;

/** The scan of an encrypted log with its key, in Node, beside OpenSSL opening the same frames. */
export const encryptedScan: Measure = {
  name: 'encrypted',
  title: 'Scan of an encrypted log in Node',
  run: async ({ size, seed, rounds }) => {
    const file = await encryptedLog(Math.min(size / 4, LARGEST), seed);
    const source = await openFileSource(file.path);
    const slices: Uint8Array[] = [];
    await readThrough(source, (slice) => slices.push(slice));
    const bytes = Buffer.concat(slices);
    const helpers = await scanHelpers(source, BENCH_KEY);
    const scan = async (options: ScanOptions): Promise<void> => {
      const { rows, keys, faults } = await scanWhole(source, 'shard-2.aof', BENCH_KEY, options);
      if (rows.records !== file.records || faults.length > 0)
        throw new Error('the encrypted log did not open');
      found.add(keys.size);
    };
    const found = new Set<number>();
    const times = await timeRounds(
      {
        native: () => timed(() => openNatively(bytes)),
        scan: () => timed(() => scan({ helpers })),
        alone: () => timed(() => scan({})),
      },
      rounds,
    );
    await source.close();
    if (found.size !== 1) throw new Error('with helpers and without, other keys were found');
    const perSecond = times.scan.map((ms) => (file.records / ms) * 1000);
    return [
      figure(
        'encrypted.scan/native',
        'Encrypted scan ÷ OpenSSL’s AES-256-GCM',
        'ratio',
        rateRatios(times.scan, times.native),
      ),
      figure(
        'encrypted.scan/alone',
        `Encrypted scan with ${helpers.sealed} helping ÷ without`,
        'ratio',
        rateRatios(times.scan, times.alone),
      ),
      figure('encrypted.records', 'Encrypted scan', 'records/s', perSecond),
      figure('encrypted.scan', 'Encrypted scan', 'MB/s', rates(file.bytes, times.scan)),
    ];
  },
};

/** Opens every frame with Node's own cipher. */
function openNatively(bytes: Buffer): void {
  for (let at = AOF_HEADER_BYTES; at < bytes.length; ) {
    const length = readU32(bytes, at + NONCE_BYTES);
    const from = at + FRAME_HEADER_BYTES;
    const tagAt = from + length - GCM_TAG_BYTES;
    const decipher = createDecipheriv('aes-256-gcm', BENCH_KEY, bytes.subarray(at, at + NONCE_BYTES));
    decipher.setAuthTag(bytes.subarray(tagAt, tagAt + GCM_TAG_BYTES));
    decipher.update(bytes.subarray(from, tagAt));
    decipher.final();
    at = from + length;
  }
}
