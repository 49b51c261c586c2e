/*
 * Blocks in whose place a copy of another block stands, as a misdirected or a lost write leaves them. Those that
 * damage touches are looked for among all blocks of the file: both sides are aligned, so one pass over whole blocks
 * finds them. Where the file is large only the neighbourhood is looked at.
 */
import { fileOffset } from '../../base/index.ts';
import type { BoundedReader } from './boundedReader.ts';
import { type FaultSite, type Finding, meanRecordBytes } from './site.ts';

const SECTOR = 512;
const LARGEST_FILE = 64 << 20;
const NEIGHBOURHOOD = 1 << 20;
/** Blocks that damage touches, at most. */
const MOST_BLOCKS = 4096;
/** Blocks of one fault, at most: a larger gap is no matter of one block. */
const MOST_IN_ONE = 64;
const STEP = 4 << 20;

/** A run of blocks that stands elsewhere as well. */
interface Stale {
  from: number;
  to: number;
  copyOf: number;
}

/** The findings by fault number, for every fault that a stale block explains. */
export async function findStaleBlocks(sites: readonly FaultSite[]): Promise<Map<number, Finding>> {
  const findings = new Map<number, Finding>();
  const [any] = sites;
  if (any === undefined) return findings;
  const wanted = await touchedBlocks(sites);
  if (wanted === null || wanted.size === 0) return findings;
  const small = any.index.size <= LARGEST_FILE;
  const from = small ? 0 : Math.max(0, Math.floor((any.from - NEIGHBOURHOOD) / SECTOR) * SECTOR);
  const to = small ? any.index.size : Math.min(any.index.size, (sites.at(-1)?.to ?? 0) + NEIGHBOURHOOD);
  if (!small && to - from > LARGEST_FILE) return findings;
  const copies = await findCopies(any.reader, wanted, from, to);
  for (const stale of joined(copies)) {
    const span = { from: stale.from, to: stale.to };
    const cause = { kind: 'stale-block' as const, span, copyOf: fileOffset(stale.copyOf) };
    const touched = sites.filter(({ from, to }) => from <= span.to && to >= span.from);
    const damaged = (touched.at(-1)?.to ?? 0) - (touched[0]?.from ?? 0);
    for (const [i, site] of touched.entries()) {
      // One loss for all of it, told at the first of its faults.
      const records = i > 0 ? 0 : Math.max(1, Math.round(damaged / meanRecordBytes(site.index)));
      findings.set(site.number, { cause, certainty: 'likely', records, bound: 'about' });
    }
  }
  return findings;
}

const hashOf = (bytes: Uint8Array): number => {
  let hash = 0;
  for (let i = 0; i < bytes.length; i++) hash = (Math.imul(hash, 0x01000193) ^ (bytes[i] as number)) | 0;
  return hash;
};

/** The blocks that damage touches, by what they hold; null when too much was read already. */
async function touchedBlocks(sites: readonly FaultSite[]): Promise<Map<number, number[]> | null> {
  const wanted = new Map<number, number[]>();
  let count = 0;
  let next = 0;
  for (const site of sites) {
    const first = Math.max(next, Math.floor(site.from / SECTOR) * SECTOR);
    if (site.to - first > MOST_IN_ONE * SECTOR) continue;
    for (let at = first; at < site.to && count < MOST_BLOCKS; at += SECTOR) {
      const bytes = await site.reader.read(at, at + SECTOR);
      if (bytes === null) return null;
      next = at + SECTOR;
      // Blocks of one byte over and over are alike without being copies.
      if (bytes.length < SECTOR || bytes.every((byte) => byte === bytes[0])) continue;
      const hash = hashOf(bytes);
      const alike = wanted.get(hash);
      if (alike === undefined) wanted.set(hash, [at]);
      else alike.push(at);
      count++;
    }
  }
  return wanted;
}

async function findCopies(
  reader: BoundedReader,
  wanted: ReadonlyMap<number, readonly number[]>,
  from: number,
  to: number,
): Promise<Stale[]> {
  const copies: Stale[] = [];
  for (let base = from; base + SECTOR <= to; base += STEP) {
    const bytes = await reader.read(base, Math.min(to, base + STEP));
    if (bytes === null) return copies;
    for (let i = 0; i + SECTOR <= bytes.length; i += SECTOR) {
      const block = bytes.subarray(i, i + SECTOR);
      const alike = wanted.get(hashOf(block));
      if (alike === undefined) continue;
      for (const at of alike) {
        if (at === base + i) continue;
        const other = await reader.read(at, at + SECTOR);
        if (other?.every((byte, k) => byte === block[k]) === true)
          copies.push({ from: at, to: at + SECTOR, copyOf: base + i });
      }
    }
  }
  return copies;
}

/** Joins blocks that lie side by side, as their originals do. */
function joined(copies: readonly Stale[]): Stale[] {
  const runs: Stale[] = [];
  for (const copy of [...copies].sort((a, b) => a.from - b.from)) {
    const last = runs.at(-1);
    if (last?.to === copy.from && copy.copyOf - last.copyOf === copy.from - last.from) last.to = copy.to;
    else if (last === undefined || copy.from >= last.to) runs.push({ ...copy });
  }
  return runs;
}
