/*
 * Two aligned blocks that stand in each other's place. Each of their borders tears a record, so the faults name the
 * few blocks that come into question; putting two of them back and finding whole records proves it.
 */
import { fileOffset } from '../../base/index.ts';
import { crc32Update, encodeHex } from '../../codec/index.ts';
import { RowKind, RowStatus } from '../../columnar/index.ts';
import { changeOf } from './crcSplice.ts';
import { recordsHeld } from './damagedMessage.ts';
import type { FooterProof } from './footerProof.ts';
import type { FaultSite, Finding } from './site.ts';

const BLOCKS = [512, 4096];
/** Candidates are compared in pairs. */
const MOST_BLOCKS = 48;
const LONGEST_REGION = 256 << 10;
const SNAPSHOT_BODY_AT = 11;
const CHECKSUMS = 2 ** 32;

/** A block whose borders lie in damage, and the damaged region that it is part of. */
interface Block {
  readonly at: number;
  readonly length: number;
  /** From the damage at its beginning to that at its end. */
  readonly from: number;
  readonly to: number;
  readonly sites: readonly FaultSite[];
}

/** The findings by fault number, for every fault that a swap explains. */
export async function findSwaps(sites: readonly FaultSite[]): Promise<Map<number, Finding>> {
  const findings = new Map<number, Finding>();
  const [any] = sites;
  if (any === undefined || any.index.kind !== 'aof') return findings;
  for (const length of BLOCKS) {
    const blocks = candidates(sites, length);
    for (const [i, a] of blocks.entries()) {
      for (const b of blocks.slice(i + 1)) {
        if (any.effort.left < 0) return findings;
        if (findings.has(a.sites[0]?.number ?? -1) || !(await isSwapped(any, a, b))) continue;
        const cause = { kind: 'swapped' as const, first: fileOffset(a.at), second: fileOffset(b.at), length };
        for (const block of [a, b]) {
          // Each border tears one record, when they lie in damages of their own.
          const records = block.sites.length > 1 ? { records: 1 } : {};
          for (const { number } of block.sites)
            findings.set(number, { cause, certainty: 'proven', ...records });
        }
      }
    }
  }
  return findings;
}

function candidates(sites: readonly FaultSite[], length: number): Block[] {
  const blocks: Block[] = [];
  for (const [i, site] of sites.entries()) {
    for (let at = Math.ceil(site.from / length) * length; at <= site.to; at += length) {
      const last = sites.slice(i, i + 8).find((each) => each.from <= at + length && at + length <= each.to);
      if (last === undefined || last.to - site.from > LONGEST_REGION) continue;
      const between = sites.slice(i, sites.indexOf(last) + 1);
      blocks.push({ at, length, from: site.from, to: last.to, sites: between });
      if (blocks.length >= MOST_BLOCKS) return blocks;
    }
  }
  return blocks;
}

async function isSwapped(site: FaultSite, a: Block, b: Block): Promise<boolean> {
  const { reader, effort } = site;
  effort.left -= a.to - a.from + b.to - b.from;
  const inA = await reader.read(a.at, a.at + a.length);
  const inB = await reader.read(b.at, b.at + b.length);
  if (inA === null || inB === null || inA.length !== inB.length) return false;
  if (a.to > b.from)
    return holdsWith(site, a.from, b.to, [
      [a.at, inB],
      [b.at, inA],
    ]);
  return (
    (await holdsWith(site, a.from, a.to, [[a.at, inB]])) &&
    (await holdsWith(site, b.from, b.to, [[b.at, inA]]))
  );
}

async function holdsWith(
  site: FaultSite,
  from: number,
  to: number,
  patches: readonly (readonly [number, Uint8Array])[],
): Promise<boolean> {
  const given = await site.reader.read(from, to);
  if (given === null) return false;
  const bytes = given.slice();
  for (const [at, patch] of patches) {
    if (at < from || at + patch.length > to) return false;
    bytes.set(patch, at - from);
  }
  return (recordsHeld(site, bytes, null) ?? 0) > 0;
}

/** More pairs would take too long, and fit by accident. */
const MOST_PAIRS = 20_000;
const MOST_COMPARED = 64 << 20;

/** A stretch of a snapshot that may have changed places with another of its length. */
interface Piece {
  readonly at: number;
  readonly bytes: Uint8Array;
}

/**
 * Entries of one length, or aligned blocks, that stand in each other's place in a snapshot: what swapping them does to
 * the footer's checksum follows from their bytes alone.
 */
export async function findSwapInSnapshot(site: FaultSite, proof: FooterProof): Promise<Finding | null> {
  const registers = await proof.around(proof.footerAt, proof.footerAt);
  if (registers === null) return null;
  const difference = (registers.before ^ registers.behind) | 0;
  const total = proof.footerAt - SNAPSHOT_BODY_AT;
  let pairs = 0;
  let compared = 0;
  let found: Finding | null = null;
  for (const pieces of [...(await entriesBySize(site)), ...(await blocksOf(site, proof.footerAt))]) {
    for (const [i, a] of pieces.entries()) {
      for (const b of pieces.slice(i + 1)) {
        pairs++;
        compared += a.bytes.length;
        if (pairs > MOST_PAIRS || compared > MOST_COMPARED) return found;
        const xor = a.bytes.map((byte, k) => byte ^ (b.bytes[k] as number));
        const change =
          changeOf(xor, a.at - SNAPSHOT_BODY_AT, total) ^ changeOf(xor, b.at - SNAPSHOT_BODY_AT, total);
        if (change !== difference) continue;
        // Two answers are none.
        if (found !== null) return null;
        const length = a.bytes.length;
        const cause = { kind: 'swapped' as const, first: fileOffset(a.at), second: fileOffset(b.at), length };
        found = { cause, certainty: 'proven', odds: pairs / CHECKSUMS, records: 0 };
      }
    }
  }
  return found;
}

const LARGEST_BODY = 8 << 20;

async function entriesBySize({ index, reader }: FaultSite): Promise<Piece[][]> {
  const { rows } = index;
  const bySize = new Map<number, Piece[]>();
  if (index.size > LARGEST_BODY) return [];
  for (let row = rows.rowAt(SNAPSHOT_BODY_AT); row < rows.length; row++) {
    if (rows.kind(row) !== RowKind.entry || rows.status(row) === RowStatus.undecryptable) continue;
    const at = rows.offset(row);
    const bytes = await reader.read(at, at + rows.size(row));
    if (bytes === null) return [];
    const alike = bySize.get(bytes.length);
    // A copy: the reader's blocks come and go.
    if (alike === undefined) bySize.set(bytes.length, [{ at, bytes: bytes.slice() }]);
    else alike.push({ at, bytes: bytes.slice() });
  }
  return [...bySize.values()].filter((pieces) => pieces.length > 1).map(distinct);
}

async function blocksOf({ reader, index }: FaultSite, end: number): Promise<Piece[][]> {
  if (index.size > LARGEST_BODY) return [];
  const sets: Piece[][] = [];
  for (const length of BLOCKS) {
    const pieces: Piece[] = [];
    for (let at = length; at + length <= end; at += length) {
      const bytes = await reader.read(at, at + length);
      if (bytes === null) return sets;
      pieces.push({ at, bytes: bytes.slice() });
    }
    sets.push(distinct(pieces));
  }
  return sets;
}

/** One of each content: swapping equals changes nothing. */
const distinct = (pieces: readonly Piece[]): Piece[] => [
  ...new Map(
    pieces.map((piece) => [
      `${crc32Update(0, piece.bytes)} ${encodeHex(piece.bytes.subarray(0, 16))}`,
      piece,
    ]),
  ).values(),
];
