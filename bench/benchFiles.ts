/*
 * The files that are measured, made when they are first needed and kept in .cache/bench. A file's name says how it was
 * made; another recipe needs another FORMAT, so that old files aren't taken for new ones.
 */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, open, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ROOT } from '../scripts/project.mjs';
import { seededRandom } from '../src/base/index.ts';
import {
  ByteSink,
  CRC32_INIT,
  crc32Finish,
  crc32Update,
  encodeUtf8,
  FOOTER_BYTES,
  frameCipher,
  NONCE_BYTES,
  writeAofHeader,
  writeEntry,
  writeRecord,
  writeRecordContent,
  writeSnapshotHeader,
} from '../src/codec/index.ts';
import { concatBytes } from './concatBytes.ts';
import { RealisticRecords } from './realisticRecords.ts';

const FORMAT = 2;
const FOLDER = join(ROOT, '.cache', 'bench');
const RECORD_BYTES = 250;
const BLOCK_BYTES = 4 << 20;

export interface BenchFile {
  readonly path: string;
  readonly bytes: number;
  /** Records or entries in it. */
  readonly records: number;
}

/** The key of encrypted bench files. It protects nothing. */
export const BENCH_KEY: Uint8Array = Uint8Array.from({ length: 32 }, (_, i) => i);

/** A log of about `size` bytes. */
export const realisticLog = (size: number, seed: number): Promise<BenchFile> =>
  cached(`log-${size}-${seed}/shard-1.aof`, () => logBlocks(size, seed, writeRecord, 2));

/** A log of about `size` bytes over so many keys. */
export const busyKeys = (size: number, seed: number, keys: number): Promise<BenchFile> =>
  cached(`keys-${size}-${seed}-${keys}/shard-6.aof`, () => logBlocks(size, seed, writeRecord, 2, keys));

/** An encrypted log of about `size` bytes, under {@link BENCH_KEY}. */
export const encryptedLog = (size: number, seed: number): Promise<BenchFile> =>
  cached(`encrypted-${size}-${seed}/shard-2.aof`, () => {
    const cipher = frameCipher(BENCH_KEY);
    const nonces = seededRandom(seed);
    const seal = (content: Uint8Array) => cipher.seal(nonces.fill(new Uint8Array(NONCE_BYTES)), content);
    return logBlocks(size, seed, (record) => seal(writeRecordContent(record)), 3);
  });

/** A log of so many of the smallest records. */
export const tinyRecords = (records: number): Promise<BenchFile> =>
  cached(`tiny-${records}/shard-3.aof`, function* () {
    yield { bytes: writeAofHeader(2), records: 0 };
    const each = Array.from({ length: 1000 }, (_, i) =>
      writeRecord({ type: 'INCR', key: encodeUtf8(`cnt:${i}`) }),
    );
    const block = concatBytes(each);
    for (let left = records; left > 0; left -= each.length) {
      const count = Math.min(left, each.length);
      yield { bytes: count === each.length ? block : concatBytes(each.slice(0, count)), records: count };
    }
  });

/** A header, then nothing but zeros: what a disk returns that lost the file's blocks. Sparse where the disk can. */
export async function zeroedLog(size: number): Promise<BenchFile> {
  const path = join(FOLDER, `zeros-${size}`, 'shard-4.aof');
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'w');
  await file.write(writeAofHeader(2));
  await file.truncate(size);
  await file.close();
  return { path, bytes: size, records: 0 };
}

/** A snapshot of about `size` bytes, in memory. */
export function snapshotBytes(
  size: number,
  seed: number,
): { readonly bytes: Uint8Array; readonly entries: number } {
  const realistic = new RealisticRecords(seed, size / RECORD_BYTES);
  const parts: Uint8Array[] = [];
  let length = 0;
  let checksum = CRC32_INIT;
  while (length < size) {
    const entry = writeEntry(realistic.entry(parts.length), 2);
    parts.push(entry);
    length += entry.length;
    checksum = crc32Update(checksum, entry);
  }
  const footer = new ByteSink(FOOTER_BYTES).u32(crc32Finish(checksum)).written();
  return {
    bytes: concatBytes([writeSnapshotHeader(2, 5, parts.length), ...parts, footer]),
    entries: parts.length,
  };
}

/** The bytes of whole records, `size` or a few more. Without header. */
export function recordBytes(size: number, seed: number): Uint8Array {
  const realistic = new RealisticRecords(seed, size / RECORD_BYTES);
  const parts: Uint8Array[] = [];
  for (let length = 0; length < size; length += parts.at(-1)?.length ?? 0)
    parts.push(writeRecord(realistic.record()));
  return concatBytes(parts);
}

interface Block {
  readonly bytes: Uint8Array;
  readonly records: number;
}

function* logBlocks(
  size: number,
  seed: number,
  write: (record: ReturnType<RealisticRecords['record']>) => Uint8Array,
  version: number,
  keys?: number,
): Iterable<Block> {
  const realistic = new RealisticRecords(seed, size / RECORD_BYTES, keys);
  yield { bytes: writeAofHeader(version), records: 0 };
  for (let written = 0; written < size; ) {
    const parts: Uint8Array[] = [];
    let length = 0;
    while (length < BLOCK_BYTES && written + length < size) {
      const bytes = write(realistic.record());
      parts.push(bytes);
      length += bytes.length;
    }
    written += length;
    yield { bytes: concatBytes(parts), records: parts.length };
  }
}

/** The file of this name, made from the blocks of `make` unless it is there already. */
async function cached(name: string, make: () => Iterable<Block>): Promise<BenchFile> {
  const path = join(FOLDER, `v${FORMAT}`, name);
  const known = await readFile(`${path}.json`, 'utf8').catch(() => null);
  const size = await stat(path).then(
    (found) => found.size,
    () => -1,
  );
  if (known !== null) {
    const facts = JSON.parse(known) as { readonly bytes: number; readonly records: number };
    if (facts.bytes === size) return { path, ...facts };
  }
  console.error(`Making ${name} …`);
  await mkdir(dirname(path), { recursive: true });
  const facts = await writeBlocks(`${path}.new`, make());
  await rename(`${path}.new`, path);
  await writeFile(`${path}.json`, JSON.stringify(facts));
  return { path, ...facts };
}

async function writeBlocks(
  path: string,
  blocks: Iterable<Block>,
): Promise<{ bytes: number; records: number }> {
  const stream = createWriteStream(path);
  let bytes = 0;
  let records = 0;
  for (const block of blocks) {
    bytes += block.bytes.length;
    records += block.records;
    if (!stream.write(block.bytes)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'finish');
  return { bytes, records };
}
