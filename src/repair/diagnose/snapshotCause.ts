/* Causes of what is wrong with a snapshot as a whole: its footer and its count judge all entries at once. */
import { fileOffset, type RowIndex, rowIndex } from '../../base/index.ts';
import {
  type Correction,
  ENTRY_COUNT_AT,
  FOOTER_BYTES,
  findByteErrors,
  SNAPSHOT_HEADER_BYTES,
} from '../../codec/index.ts';
import { RowKind, RowStatus } from '../../columnar/index.ts';
import type { FileIndex, PlacedFault } from '../../scan/index.ts';
import { findMeetings, registersFrom, registersTo } from './crcSplice.ts';
import { cutOffSnapshot, follows } from './evidenceCause.ts';
import { findBlockFill, findFill, findZeroEntries } from './fills.ts';
import type { FooterProof } from './footerProof.ts';
import { byteFinding } from './headerCause.ts';
import { countFrames } from './recordChain.ts';
import { certaintyOf, type FaultSite, type Finding } from './site.ts';
import { findSwapInSnapshot } from './swappedBlocks.ts';

/** Above this size a wrong byte has too many explanations; only single bits are looked for. */
const LARGEST_FOR_BYTES = 1 << 20;
/** Entries are not looked over one by one in larger ones. */
const LARGEST_BODY = 8 << 20;
const CHECKSUMS = 2 ** 32;

/** Why the footer or the count doesn't fit. */
export async function findSnapshotCause(site: FaultSite, proof: FooterProof | null): Promise<Finding | null> {
  const { fault, index } = site;
  const { evidence } = fault;
  if (evidence.kind === 'count-mismatch' && index.snapshot.footerHolds)
    return wrongCount(evidence.claimed, evidence.found);
  const { footer } = site;
  if (footer?.evidence.kind !== 'bad-footer') return ofTheGap(index);
  const isCut = footer.evidence.stored === null;
  const cause = isCut ? cutOffSnapshot(site) : await footerCause(site, footer, proof);
  // One cause for both; what it takes is told once.
  return cause !== null && evidence.kind === 'count-mismatch' ? { ...cause, records: 0 } : cause;
}

/** Where entries can't be read, that is also why there are too many or too few of them. */
function ofTheGap({ faults, rows }: FileIndex): Finding | null {
  const gap = faults.find(({ row }) => row < rows.length && rows.kind(row) === RowKind.gap);
  return gap === undefined ? null : follows(gap.offset);
}

/** The entries are all there, so the header's count is what is wrong. */
function wrongCount(claimed: number, found: number): Finding {
  if (claimed === 0)
    return { cause: { kind: 'unfinished-snapshot', hasFooter: true }, certainty: 'likely', records: 0 };
  const before = bytesOf(claimed);
  const after = bytesOf(found);
  const wrong = [...before.keys()].filter((i) => before[i] !== after[i]);
  const [only] = wrong;
  if (wrong.length === 1 && only !== undefined) {
    return {
      ...byteFinding(ENTRY_COUNT_AT + only, before[only] as number, after[only] as number),
      certainty: 'proven',
    };
  }
  const fix: Correction = {
    at: fileOffset(ENTRY_COUNT_AT),
    before,
    after,
    scope: 'length',
    bit: null,
    odds: 1 / CHECKSUMS,
  };
  return { cause: { kind: 'wrong-length', fix }, certainty: 'proven', odds: fix.odds, records: 0 };
}

const bytesOf = (value: number): Uint8Array =>
  Uint8Array.from({ length: 4 }, (_, i) => (value >>> (8 * i)) & 0xff);

async function footerCause(
  site: FaultSite,
  footer: PlacedFault,
  proof: FooterProof | null,
): Promise<Finding | null> {
  const { index } = site;
  const { evidence } = footer;
  const mended = index.faults.find((each) => each !== footer && each.fix !== undefined);
  if (mended !== undefined) return follows(mended.offset);
  if (evidence.kind !== 'bad-footer' || evidence.stored === null) return null;
  const failed = firstUndecryptable(index);
  if (failed !== null) return follows(index.rows.offset(failed));
  const ownByte =
    site.isSealed || index.layout === 3
      ? footerByte(footer.offset, evidence.stored, evidence.computed)
      : null;
  if (ownByte !== null) return ownByte;
  const emptied = await findFill({
    ...site,
    fault: footer,
    from: footer.offset,
    to: footer.offset + FOOTER_BYTES,
  });
  if (emptied !== null) return { ...emptied, records: 0 };
  if (proof === null || index.size > LARGEST_BODY) return missingEntries(index);
  const found = index.rows.recordsFrom(1);
  const extra = found - index.claimedEntries;
  if (extra > 0) {
    const repeated = await findRepeatedEntries(site, proof, extra);
    return repeated ?? findZeroEntries(site, proof.footerAt);
  }
  return (
    missingEntries(index) ??
    (await findSwapInSnapshot(site, proof)) ??
    (await findBlockFill(site, SNAPSHOT_HEADER_BYTES, proof.footerAt)) ??
    alteredSomewhere(proof.footerAt)
  );
}

/** Nothing is too much or too little, and no single byte explains it. */
const alteredSomewhere = (end: number): Finding => ({
  cause: { kind: 'altered', span: { from: SNAPSHOT_HEADER_BYTES, to: end } },
  certainty: 'likely',
  records: 1,
  bound: 'at-least',
});

function missingEntries(index: FileIndex): Finding | null {
  const entries = index.claimedEntries - index.rows.records;
  if (entries <= 0 || entries > index.size) return null;
  return { cause: { kind: 'missing-entries', entries }, certainty: 'likely', records: entries };
}

/** Every entry is proven by its own tag, so where the footer is off by one byte it is the footer's. */
function footerByte(at: number, stored: number, computed: number): Finding | null {
  const difference = (stored ^ computed) >>> 0;
  for (let i = 0; i < FOOTER_BYTES; i++) {
    if ((difference & ~(0xff << (8 * i))) !== 0) continue;
    const odds = (4 * 255) / CHECKSUMS;
    return {
      ...byteFinding(at + i, (stored >>> (8 * i)) & 0xff, (computed >>> (8 * i)) & 0xff),
      certainty: 'proven',
      odds,
    };
  }
  return null;
}

function firstUndecryptable({ rows }: FileIndex): RowIndex | null {
  for (let row = 1; row < rows.length; row++) {
    if (rows.status(rowIndex(row)) === RowStatus.undecryptable) return rowIndex(row);
  }
  return null;
}

/** A run of `count` entries without which the footer holds. */
async function findRepeatedEntries(
  site: FaultSite,
  proof: FooterProof,
  count: number,
): Promise<Finding | null> {
  const { index, reader } = site;
  const { rows } = index;
  const registers = await proof.around(SNAPSHOT_HEADER_BYTES, proof.footerAt);
  const body = await reader.read(SNAPSHOT_HEADER_BYTES, proof.footerAt);
  if (registers === null || body === null) return null;
  const places: number[] = [];
  for (let row = 1; row < rows.length && rows.offset(rowIndex(row)) <= proof.footerAt; row++) {
    places.push(rows.offset(rowIndex(row)));
  }
  const pick = (all: Int32Array): Int32Array =>
    Int32Array.from(places, (at) => all[at - SNAPSHOT_HEADER_BYTES] as number);
  const before = pick(registersFrom(registers.before, body));
  const behind = pick(registersTo(registers.behind, body));
  // Of two equal runs the second is the one too many.
  const cut = findMeetings(before, behind).findLast(({ from, to }) => to - from === count);
  if (cut === undefined) return null;
  const from = places[cut.from] as number;
  const to = places[cut.to] as number;
  const odds = places.length / CHECKSUMS;
  const copyOf = copyOfEntries(index, rows.rowAt(from), count, body);
  const span = { from, to };
  const cause =
    copyOf === null
      ? { kind: 'inserted-bytes' as const, span, content: 'bytes' as const, slack: 0 }
      : { kind: 'repeated' as const, span, copyOf: fileOffset(copyOf), records: count };
  return { cause, certainty: 'proven', odds, records: 0 };
}

/** Where the run of `count` entries from `row` on stands a second time. */
function copyOfEntries({ rows }: FileIndex, row: RowIndex, count: number, body: Uint8Array): number | null {
  const from = rows.offset(row);
  const to = rows.offset(rowIndex(row + count));
  const at = (offset: number): number => body[offset - SNAPSHOT_HEADER_BYTES] as number;
  for (let other = 1; other + count <= rows.length; other++) {
    const start = rows.offset(rowIndex(other));
    const size = rows.offset(rowIndex(other + count)) - start;
    if (other === row || size !== to - from || rows.key(rowIndex(other)) !== rows.key(row)) continue;
    let i = 0;
    while (i < size && at(start + i) === at(from + i)) i++;
    if (i === size) return start;
  }
  return null;
}

/**
 * The flipped bit or wrong byte in an encrypted entry: the footer covers the file's bytes, so its checksum names the
 * byte, and the frame's own tag then proves it.
 */
export async function findByteInFrame(site: FaultSite): Promise<Finding | null> {
  const { index, reader, from, to, footer } = site;
  if (index.kind !== 'snapshot' || index.cipher === null || footer?.evidence.kind !== 'bad-footer')
    return null;
  const { stored, computed } = footer.evidence;
  if (stored === null || stored === computed) return null;
  const length = footer.offset - SNAPSHOT_HEADER_BYTES;
  const given = await reader.read(from, to);
  if (given === null) return null;
  for (const { fromEnd, xor } of findByteErrors(
    (stored ^ computed) >>> 0,
    length,
    length > LARGEST_FOR_BYTES,
  )) {
    const at = footer.offset - 1 - fromEnd;
    if (at < from || at >= to) continue;
    const bytes = given.slice();
    const before = bytes[at - from] as number;
    bytes[at - from] = before ^ xor;
    if (countFrames(bytes, index.cipher) !== 1) continue;
    return { ...byteFinding(at, before, before ^ xor), certainty: certaintyOf(0), odds: 0, records: 1 };
  }
  return null;
}

/** Gaps among a snapshot's entries. */
export function countGaps({ kind, rows }: FileIndex): number {
  if (kind !== 'snapshot') return 0;
  let gaps = 0;
  for (let row = 1; row < rows.length && rows.kind(rowIndex(row)) !== RowKind.footer; row++) {
    if (rows.kind(rowIndex(row)) === RowKind.gap) gaps++;
  }
  return gaps;
}
