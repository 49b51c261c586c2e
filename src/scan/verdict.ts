/*
 * What a named reader does with a file. Rows that hold and that the reader knows are taken from the index; wherever
 * anything is unusual, the reader's own step is carried out on the bytes.
 */
import { fileOffset, rowIndex } from '../base/index.ts';
import {
  type ByteSource,
  ENCRYPTED_VERSION,
  FOOTER_BYTES,
  type Header,
  type ReaderId,
  type ReaderProfile,
  readExactly,
  readerProfile,
  readU32,
} from '../codec/index.ts';
import { type RowColumns, RowKind, RowStatus } from '../columnar/index.ts';
import { findAbortRisk } from './abortRisk.ts';
import { cachedSource } from './cachedSource.ts';
import type { FileIndex } from './fileIndex.ts';
import { checksumOfEntries } from './probe.ts';
import {
  checksumMismatch,
  INVALID_MAGIC,
  KEY_REQUIRED,
  shardIdMismatch,
  UNEXPECTED_EOF,
  unsupportedVersion,
} from './readerMessages.ts';
import { type Step, stepEntry, stepFrame, stepRecord } from './readerStep.ts';
import type { Verdict } from './verdictTypes.ts';

/** What the verdict depends on besides the bytes. */
export interface VerdictContext {
  /** The shard number in the file's name; null when it has none. A reader from 0.4.4 on compares it. */
  readonly shardInName: number | null;
}

/** Computes what `reader` does with the file behind `source`, which `index` was made from. */
export async function computeEmberVerdict(
  source: ByteSource,
  index: FileIndex,
  reader: ReaderId,
  context: VerdictContext = { shardInName: null },
): Promise<Verdict> {
  const profile = readerProfile(reader);
  const refusal = openError(index.header, profile, index);
  if (refusal !== null) return verdict(profile, { error: refusal, phase: 'open' });
  // A reader may stumble over many records that the index can't answer for, one by one.
  const near = cachedSource(source);
  if (index.kind === 'snapshot') return snapshotVerdict(near, index, profile, context);
  return logVerdict(near, index, profile);
}

function verdict(profile: ReaderProfile, found: Partial<Verdict>): Verdict {
  return {
    reader: profile.id,
    readerLabel: profile.label,
    records: 0,
    applied: 0,
    stoppedAt: fileOffset(0),
    error: null,
    phase: null,
    silentlyDropped: 0,
    unreadTrailing: 0,
    abort: null,
    ...found,
  };
}

/** The error on opening, or null. Magic comes before version, version before the key. */
function openError(header: Header, profile: ReaderProfile, index: FileIndex): string | null {
  if (header.outcome === 'bad' && header.reason === 'magic') return INVALID_MAGIC;
  const version = header.outcome === 'short' ? index.shortHeaderVersion : header.version;
  const newest = profile.encryption ? ENCRYPTED_VERSION : ENCRYPTED_VERSION - 1;
  if (version !== null && (version === 0 || version > newest)) return unsupportedVersion(version);
  if (version === ENCRYPTED_VERSION && index.cipher === null) return KEY_REQUIRED;
  return header.outcome === 'short' ? UNEXPECTED_EOF : null;
}

/** How far the reader gets through rows that hold, and what it does at the first that is unusual. */
async function readThrough(
  index: FileIndex,
  profile: ReaderProfile,
  most: number,
  step: (at: number) => Promise<Step>,
): Promise<{ readonly records: number; readonly at: number; readonly last: Step | null }> {
  const { rows } = index;
  const knows =
    index.kind === 'snapshot'
      ? profile.readsSnapshotType
      : index.encrypted
        ? profile.readsEncryptedTag
        : profile.readsTag;
  const known = Uint8Array.from({ length: 256 }, (_, tag) => (knows(tag) ? 1 : 0));
  let row = 1;
  let records = 0;
  let at: number = rows.offset(rowIndex(row));
  while (records < most) {
    const kind = row < rows.length ? rows.kind(rowIndex(row)) : RowKind.footer;
    const isRecord = kind === RowKind.record || kind === RowKind.entry;
    const status = row < rows.length ? rows.status(rowIndex(row)) : RowStatus.gap;
    const holds = status === RowStatus.ok || status === RowStatus.unproven;
    const inPlace =
      isRecord &&
      holds &&
      index.isSealed(rowIndex(row)) === index.encrypted &&
      (index.kind === 'aof' || index.layout === index.version);
    if (inPlace && rows.offset(rowIndex(row)) === at && known[rows.tag(rowIndex(row))] === 1) {
      const taken = likeFirst(rows.columns(row, row + most - records), known);
      records += taken;
      row += taken;
      at = rows.offset(rowIndex(row));
      continue;
    }
    const last = await step(at);
    if (last.outcome !== 'applies') return { records, at, last };
    records++;
    at = last.end;
    // Back to the index where it has a row that begins here.
    if (at < rows.end) {
      const there = rows.rowAt(at);
      row = rows.offset(there) === at ? there : there + 1;
    } else row = rows.length;
  }
  return { records, at, last: null };
}

/** How many rows from the first on are of its kind and status, with tags that are known: one at least. */
function likeFirst({ kinds, statuses, tags }: RowColumns, known: Uint8Array): number {
  let count = 1;
  while (
    count < kinds.length &&
    kinds[count] === kinds[0] &&
    statuses[count] === statuses[0] &&
    known[tags[count] as number] === 1
  )
    count++;
  return count;
}

async function logVerdict(source: ByteSource, index: FileIndex, profile: ReaderProfile): Promise<Verdict> {
  const { cipher } = index;
  const step = (at: number): Promise<Step> =>
    index.encrypted && cipher !== null
      ? stepFrame(source, at, 'record', cipher, profile)
      : stepRecord(source, at, profile);
  const { records, at, last } = await readThrough(index, profile, Number.POSITIVE_INFINITY, step);
  const failed = last?.outcome === 'fails';
  return verdict(profile, {
    records,
    applied: records,
    stoppedAt: fileOffset(at),
    error: failed ? last.error : null,
    phase: failed ? 'record' : null,
    silentlyDropped: failed ? 0 : source.size() - at,
    abort: await findAbortRisk(source, index, profile, records),
  });
}

async function snapshotVerdict(
  source: ByteSource,
  index: FileIndex,
  profile: ReaderProfile,
  { shardInName }: VerdictContext,
): Promise<Verdict> {
  const { header, cipher } = index;
  if (header.outcome !== 'ok') return verdict(profile, { error: UNEXPECTED_EOF, phase: 'open' });
  const shardId = header.shardId ?? 0;
  if (profile.checksShardId && shardInName !== null && shardId !== shardInName) {
    return verdict(profile, { error: shardIdMismatch(shardId, shardInName), phase: 'open' });
  }
  const step = (at: number): Promise<Step> =>
    index.encrypted && cipher !== null
      ? stepFrame(source, at, 'entry', cipher, profile)
      : stepEntry(source, at, index.version, profile);
  const { records, at, last } = await readThrough(index, profile, header.entryCount ?? 0, step);
  if (last?.outcome === 'fails') {
    return verdict(profile, { records, stoppedAt: fileOffset(at), error: last.error, phase: 'entry' });
  }
  const footer = await footerError(source, index, at);
  if (footer !== null) {
    return verdict(profile, { records, stoppedAt: fileOffset(at), error: footer, phase: 'footer' });
  }
  return verdict(profile, {
    records,
    applied: records,
    stoppedAt: fileOffset(at),
    unreadTrailing: source.size() - at - FOOTER_BYTES,
  });
}

/** Compares the footer at `at`, behind the last entry that the header counts. */
async function footerError(source: ByteSource, index: FileIndex, at: number): Promise<string | null> {
  if (at + FOOTER_BYTES > source.size()) return UNEXPECTED_EOF;
  const stored = readU32(await readExactly(source, at, FOOTER_BYTES), 0);
  const known = index.snapshot.checksumAtClaimed;
  const computed = known?.at === at ? known.computed : await checksumOfEntries(source, at);
  return stored === computed ? null : checksumMismatch(stored, computed);
}
