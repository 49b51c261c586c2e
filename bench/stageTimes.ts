import { crc32 as zlibCrc32 } from 'node:zlib';
import {
  AOF_HEADER_BYTES,
  BATCH_RECORDS,
  type ByteSource,
  CRC32_INIT,
  crc32Long,
  type RecordBatch,
  recordBatch,
} from '../src/codec/index.ts';
import { BLOCK_BYTES } from '../src/codec/table/batchModule.ts';
import { KeyDictionary, NO_KEY, RowKind, RowStatus, Rows } from '../src/columnar/index.ts';
import { Windows } from '../src/scan/windows.ts';

/** What the stages of a scan take over a whole log, in ms, without the reading. */
export interface StageTimes {
  /** What all of it is held against. */
  readonly zlib: number;
  /** Copying it, block by block, as into a module's memory. */
  readonly copy: number;
  /** The copy and the checksum of all bytes. */
  readonly checksum: number;
  /** The copy, the walk and the checksum of each record. */
  readonly take: number;
  readonly keys: number;
  readonly rows: number;
}

/** Reads a log as the scan does, and does nothing with it. */
export async function readInWindows(source: ByteSource): Promise<void> {
  const windows = new Windows(source);
  await windows.seek(0);
  while (await windows.advance(windows.end));
  windows.close();
}

/**
 * Takes the stages of the scan one by one over the same window, then over the next: what else happens on the machine
 * meets all of them. Each comes first in its turn, when the window isn't in the processor's cache yet.
 * @param records in the log, none of them damaged
 */
export async function timeStages(source: ByteSource, records: number): Promise<StageTimes> {
  const ms = { zlib: 0, copy: 0, checksum: 0, take: 0, keys: 0, rows: 0 };
  const clock = <T>(stage: keyof StageTimes, work: () => T): T => {
    const started = performance.now();
    const result = work();
    ms[stage] += performance.now() - started;
    return result;
  };
  const block = new Uint8Array(BLOCK_BYTES);
  const index = new StagedIndex(clock);
  const windows = new Windows(source);
  await windows.seek(AOF_HEADER_BYTES);
  let turn = 0;
  do {
    const { bytes, base } = windows;
    const works = [
      () => clock('zlib', () => zlibCrc32(bytes)),
      () => clock('copy', () => copyThrough(bytes, block)),
      () => clock('checksum', () => crc32Long(CRC32_INIT, bytes)),
      () => index.takeAll(bytes, base),
    ];
    for (let i = 0; i < works.length; i++) works[(turn + i) % works.length]?.();
    turn++;
  } while (await windows.advance(index.end));
  windows.close();
  if (index.records !== records)
    throw new Error(`${records} records were written, ${index.records} were taken`);
  return ms;
}

function copyThrough(bytes: Uint8Array, block: Uint8Array): void {
  for (let at = 0; at < bytes.length; at += block.length)
    block.set(bytes.subarray(at, Math.min(bytes.length, at + block.length)));
}

type Clock = <T>(stage: keyof StageTimes, work: () => T) => T;

/** Keys and rows, made as the scan of a log without damage makes them, with a clock on each stage. */
class StagedIndex {
  readonly #clock: Clock;
  readonly #batch: RecordBatch;
  readonly #keys = new KeyDictionary();
  readonly #rows = new Rows();
  readonly #ids = new Uint32Array(BATCH_RECORDS);

  constructor(clock: Clock) {
    const batch = recordBatch();
    if (batch === null) throw new Error('there is no WebAssembly here: the stages are others');
    this.#clock = clock;
    this.#batch = batch;
    this.#rows.push(AOF_HEADER_BYTES, RowKind.header, 0, RowStatus.ok, NO_KEY);
  }

  get records(): number {
    return this.#rows.records;
  }

  /** The file offset behind the last record. */
  get end(): number {
    return this.#rows.end;
  }

  /** Takes the records that lie in the window. */
  takeAll(bytes: Uint8Array, base: number): void {
    const { keys: words, ends, tags, keysAt: at, keyLengths: lengths, hashes, expiries } = this.#batch;
    const ids = this.#ids;
    while (this.end - base < bytes.length) {
      const count = this.#clock('take', () => this.#batch.take(bytes, this.end - base));
      if (count === 0) return;
      this.#clock('keys', () => this.#keys.internAll({ words, at, lengths, hashes }, count, ids));
      const batch = { base: base + this.#batch.offset, ends, tags, keys: ids, expiries };
      this.#clock('rows', () => this.#rows.pushBatch(batch, count, RowKind.record, RowStatus.ok));
    }
  }
}
