/* What happened to a header: every byte of it is known in advance, so that hardly anything stays open. */
import { fileOffset } from '../../base/index.ts';
import {
  AOF_HEADER_BYTES,
  AOF_MAGIC,
  type Correction,
  encodeHex,
  hasMagic,
  isSingleBit,
  SNAPSHOT_MAGIC,
} from '../../codec/index.ts';
import { RowKind } from '../../columnar/index.ts';
import { LARGEST_READ } from './boundedReader.ts';
import { findFill } from './fills.ts';
import { findOverwritten } from './foreignBlock.ts';
import { contentOf } from './foreignContent.ts';
import type { FaultSite, Finding } from './site.ts';

const VERSION_AT = 4;
const CASE_BIT = 0x20;

/** The cause of a header that can't be read. */
export async function findHeaderCause(site: FaultSite): Promise<Finding | null> {
  const { index, reader, fault } = site;
  const { evidence } = fault;
  const end = fault.length;
  const head = await reader.read(0, Math.min(Math.max(end, AOF_HEADER_BYTES), LARGEST_READ));
  if (head === null) return null;
  if (evidence.kind === 'short-header') return shortHeader(site, head);
  if (evidence.kind !== 'bad-header') return null;
  if (evidence.reason !== 'magic') return versionCause(site, head[VERSION_AT] as number);
  if (index.kind === 'snapshot' || end === AOF_HEADER_BYTES) return changedMagic(site, head);
  if (end === 0)
    return { cause: { kind: 'header-missing', bytes: AOF_HEADER_BYTES }, certainty: 'proven', records: 0 };
  return inFront(head.subarray(0, end), site) ?? leftover(head, end) ?? (await lostStart(site));
}

function shortHeader({ index }: FaultSite, head: Uint8Array): Finding | null {
  if (index.size === 0) return null;
  const magic = index.kind === 'aof' ? AOF_MAGIC : SNAPSHOT_MAGIC;
  const isHeader = magic.every((byte, i) => i >= head.length || head[i] === byte);
  const cause = { kind: 'truncated' as const, roundTo: 0, missing: null, entriesMissing: null };
  return isHeader ? { cause, certainty: 'likely', records: 0 } : null;
}

/** A whole header farther on: what stands before it was put in front. */
function inFront(head: Uint8Array, { index }: FaultSite): Finding | null {
  const first = (index.kind === 'aof' ? AOF_MAGIC : SNAPSHOT_MAGIC)[0] as number;
  for (let at = head.indexOf(first, 1); at >= 0; at = head.indexOf(first, at + 1)) {
    if (at + AOF_HEADER_BYTES > head.length || !hasMagic(head, at, index.kind)) continue;
    const cause = {
      kind: 'inserted-bytes' as const,
      span: { from: 0, to: at },
      content: contentOf(head.subarray(0, at)),
      slack: 0,
    };
    return { cause, certainty: at + AOF_HEADER_BYTES === head.length ? 'proven' : 'likely', records: 0 };
  }
  return null;
}

/** A header that was cut off, and records appended to what was left of it. */
function leftover(head: Uint8Array, end: number): Finding | null {
  if (end >= AOF_HEADER_BYTES || !AOF_MAGIC.every((byte, i) => i >= end || head[i] === byte)) return null;
  const cause = {
    kind: 'torn-then-appended' as const,
    span: { from: 0, to: end },
    missing: AOF_HEADER_BYTES - end,
  };
  return { cause, certainty: 'proven', records: 0 };
}

/** The header and what follows it are gone. */
async function lostStart(site: FaultSite): Promise<Finding | null> {
  return (await findFill(site)) ?? (await findOverwritten(site));
}

function changedMagic({ index, fault }: FaultSite, head: Uint8Array): Finding {
  const magic = Uint8Array.from(index.kind === 'aof' ? AOF_MAGIC : SNAPSHOT_MAGIC);
  const found = head.subarray(0, magic.length);
  const certainty = holdsBehind(index) ? 'proven' : 'likely';
  if (found.every((byte) => byte === 0)) {
    const all = head.subarray(0, fault.length).every((byte) => byte === 0);
    const span = { from: 0, to: all ? fault.length : magic.length };
    return {
      cause: { kind: 'filled', byte: 0, span, startsOn: 4096, endsOn: 0 },
      certainty: 'likely',
      records: 0,
    };
  }
  const wrong = [...found.keys()].filter((i) => found[i] !== magic[i]);
  const [only] = wrong;
  if (wrong.length === 1 && only !== undefined) {
    return { ...byteFinding(only, found[only] as number, magic[only] as number), certainty };
  }
  const cause = {
    kind: 'changed-header' as const,
    found: encodeHex(found, ' '),
    expected: encodeHex(magic, ' '),
  };
  // Four other letters may as well be what follows a beginning that is lost.
  const other = Uint8Array.from(index.kind === 'aof' ? SNAPSHOT_MAGIC : AOF_MAGIC);
  const isLetters = found.every((byte, i) => (byte ^ (magic[i] as number)) === CASE_BIT || byte === other[i]);
  return { cause, certainty: wrong.length < magic.length || isLetters ? certainty : 'possible', records: 0 };
}

/** Whether what stands behind the header is proven to be of the kind that the header should name. */
function holdsBehind(index: FaultSite['index']): boolean {
  return index.kind === 'aof' ? index.rows.records > 0 : index.snapshot.footerHolds;
}

/** The version is wrong: what stands behind it tells which it should be, but for the two that logs lay out alike. */
export function versionCause({ index }: FaultSite, found: number): Finding | null {
  const { rows } = index;
  let row = rows.rowAt(AOF_HEADER_BYTES);
  while (row < rows.length && rows.kind(row) !== RowKind.record) row++;
  const expected =
    index.kind === 'snapshot' ? index.layout : row < rows.length && index.isSealed(row) ? 3 : 2;
  if (found === expected) return null;
  const isProven =
    index.kind === 'snapshot' ? index.snapshot.footerHolds : expected === 3 && index.cipher !== null;
  return { ...byteFinding(VERSION_AT, found, expected), certainty: isProven ? 'proven' : 'likely' };
}

/** A header byte that should be another one. */
export function byteFinding(at: number, found: number, expected: number): Finding {
  const single = isSingleBit(found ^ expected);
  const fix: Correction = {
    at: fileOffset(at),
    before: Uint8Array.of(found),
    after: Uint8Array.of(expected),
    scope: single ? 'bit' : 'byte',
    bit: single ? 31 - Math.clz32(found ^ expected) : null,
    odds: 0,
  };
  return { cause: { kind: single ? 'flipped-bit' : 'wrong-byte', fix }, certainty: 'likely', records: 0 };
}
