/*
 * Aligned blocks inside damage whose bytes are distributed unlike those around. How much blocks of this file differ
 * from one another anyway is measured first; a block counts as foreign when it differs more than any of those.
 * Nothing of this says anything in an encrypted file, whose bytes all look alike.
 */
import { AOF_PROGRAM, entryStart, RecordWalker, SNAPSHOT_PROGRAM, StopReason } from '../../codec/index.ts';
import { borderOf, type FaultSite, type Finding } from './site.ts';

const SECTOR = 512;
const PAGE = 4096;
/** How much of the neighbourhood is compared with, on each side. */
const AROUND = 16 << 10;
/** Fewer blocks to compare with say nothing. */
const FEWEST = 4;
/** A larger gap is looked at in its first blocks only. */
const MOST_LOOKED_AT = 1 << 20;
/** A block inside a value is foreign when it differs this many times more than any other. */
const CLEARLY = 1.3;
/** Where a record's lengths are looked for. */
const LONGEST_HEAD = 4096;

/** A block of which the bytes look foreign, or that at least would explain the gap by its borders. */
export async function findOverwritten(site: FaultSite): Promise<Finding | null> {
  const { from, to, index, effort } = site;
  const end = Math.min(to, from + MOST_LOOKED_AT);
  const first = Math.ceil(from / SECTOR) * SECTOR;
  // The file's last block may be a part of one.
  const last = to === index.size ? to : Math.floor(end / SECTOR) * SECTOR;
  if (last - first < SECTOR / 2 || effort.left < end - from) return null;
  effort.left -= end - from;
  const foreign = site.isSealed ? null : await foreignRun(site, first, last);
  if (foreign !== null) return finding(foreign.from, foreign.to, true, 'likely');
  if (!site.isGap) return null;
  // Without marks in the bytes only the borders speak: a page if one fits, else the sectors that do.
  const page = Math.ceil(from / PAGE) * PAGE;
  const pageEnd = Math.floor(end / PAGE) * PAGE;
  if (pageEnd - page >= PAGE) return finding(page, pageEnd, false, 'possible');
  return last - first >= SECTOR ? finding(first, last, false, 'possible') : null;
}

function finding(from: number, to: number, looksForeign: boolean, certainty: 'likely' | 'possible'): Finding {
  const block = borderOf(from) === PAGE && (to - from) % PAGE === 0 ? PAGE : SECTOR;
  return { cause: { kind: 'overwritten', span: { from, to }, block, looksForeign }, certainty };
}

/** The run of blocks in `first … last` that look foreign. */
async function foreignRun(
  site: FaultSite,
  first: number,
  last: number,
): Promise<{ readonly from: number; readonly to: number } | null> {
  const { reader, from, to, index } = site;
  if ((await claimedEnd(site)) >= last) return foreignInValue(site, first, last);
  const before = await reader.read(Math.max(0, from - AROUND), from);
  const behind = await reader.read(to, Math.min(index.size, to + AROUND));
  const inside = await reader.read(first, last);
  if (before === null || behind === null || inside === null) return null;
  const known = [...blocksOf(before), ...blocksOf(behind)];
  if (known.length < FEWEST) return null;
  const usual = sharesOf(known);
  const most = Math.max(...known.map((block) => distance(sharesOf([block]), usual)));
  const isForeign = (at: number): boolean => {
    const block = inside.subarray(at, at + SECTOR);
    return block.length >= SECTOR / 2 && distance(sharesOf([block]), usual) > most;
  };
  let start = 0;
  while (start < inside.length && !isForeign(start)) start += SECTOR;
  let end = start;
  while (end < inside.length && isForeign(end)) end += SECTOR;
  return end === start ? null : { from: first + start, to: Math.min(first + end, last) };
}

/**
 * A block unlike all others of the same value: what stands around a value says nothing about it. Only a single block is
 * found like this.
 */
async function foreignInValue(
  { reader }: FaultSite,
  first: number,
  last: number,
): Promise<{ readonly from: number; readonly to: number } | null> {
  const inside = await reader.read(first, last);
  const blocks = inside === null ? [] : blocksOf(inside);
  if (blocks.length <= FEWEST) return null;
  const usual = sharesOf(blocks);
  const distances = blocks.map((block) => distance(sharesOf([block]), usual));
  const farthest = distances.indexOf(Math.max(...distances));
  const others = blocks.filter((_, i) => i !== farthest);
  const usualOfOthers = sharesOf(others);
  const most = Math.max(...others.map((block) => distance(sharesOf([block]), usualOfOthers)));
  const far = distance(sharesOf([blocks[farthest] as Uint8Array]), usualOfOthers);
  if (far <= most * CLEARLY) return null;
  const from = first + farthest * SECTOR;
  return { from, to: from + SECTOR };
}

/** How far the record or entry at the beginning reaches by its lengths. */
async function claimedEnd({ reader, index, from }: FaultSite): Promise<number> {
  const bytes = await reader.read(from, from + LONGEST_HEAD);
  const isLog = index.kind === 'aof';
  const entry = isLog ? (AOF_PROGRAM.entryOf[bytes?.[0] ?? 0] as number) : entryStart(index.layout);
  if (bytes === null || entry < 0) return from;
  const walker = new RecordWalker(isLog ? AOF_PROGRAM : SNAPSHOT_PROGRAM);
  walker.start(entry, isLog ? 1 : 0);
  walker.run(bytes, bytes.length, index.size - from);
  return from + Math.max(walker.position, walker.stopReason === StopReason.none ? 0 : walker.stopEnd);
}

function blocksOf(bytes: Uint8Array): Uint8Array[] {
  const blocks: Uint8Array[] = [];
  for (let at = 0; at + SECTOR <= bytes.length; at += SECTOR) blocks.push(bytes.subarray(at, at + SECTOR));
  return blocks;
}

/** How often each byte value occurs, as shares of all. */
function sharesOf(blocks: readonly Uint8Array[]): Float64Array {
  const shares = new Float64Array(256);
  let total = 0;
  for (const block of blocks) {
    for (let i = 0; i < block.length; i++)
      shares[block[i] as number] = (shares[block[i] as number] as number) + 1;
    total += block.length;
  }
  return shares.map((count) => count / total);
}

/** 0 for the same distribution, 2 for nothing in common. */
function distance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.abs((a[i] as number) - (b[i] as number));
  return sum;
}
