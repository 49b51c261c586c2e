/*
 * The scan of a snapshot. Its entries have no checksum of their own: one footer vouches for all of them, or for
 * none. In version 3 each entry is a frame besides, whose GCM tag proves it when the key is known.
 *
 * The header is a claim: no checksum covers it. Entries are walked in the layout that fits them, as long as the bytes
 * allow, and the footer is looked for both where the count says and where the file ends.
 *
 * Length: one pass with one state, whose steps call one another.
 */
import { fileOffset, type RowIndex, rowIndex } from '../base/index.ts';
import {
  type ByteSource,
  type Correction,
  CRC32_INIT,
  crc32Finish,
  crc32Long,
  ENTRY_COUNT_AT,
  type FaultEvidence,
  FOOTER_BYTES,
  FRAME_HEADER_BYTES,
  magicAt,
  RecordWalker,
  readExactly,
  readU32,
  SNAPSHOT_HEADER_BYTES,
  SNAPSHOT_PROGRAM,
  WalkStatus,
} from '../codec/index.ts';
import { EMBEDDED, NO_KEY, RowKind, RowStatus, SALVAGED } from '../columnar/index.ts';
import { cachedSource } from './cachedSource.ts';
import { crc32OfRange } from './crc32OfRange.ts';
import type { FileIndex } from './fileIndex.ts';
import { type FrameLook, frameAt } from './frames.ts';
import { Holes } from './holes.ts';
import { KeyStems } from './keyStems.ts';
import { bodyEvidence, breaksRule, offendingValue } from './logFaults.ts';
import type { ScanEnd, ScanOptions } from './options.ts';
import type { RunStop } from './plainRun.ts';
import { type Walked, walkEntry } from './probe.ts';
import { type Found, findNextRecord } from './resync.ts';
import { correctSnapshot } from './snapshotCorrection.ts';
import { entryName, runEntries, runFrames, takeEntryContent } from './snapshotEntries.ts';
import { snapshotGapEvidence } from './snapshotGap.ts';
import { takeSnapshotHeader, VERSION_AT } from './snapshotHeader.ts';
import { type FoundEntry, findNextEntry, isLikelyEntry } from './snapshotResync.ts';
import { takeFrameAt } from './takeFrame.ts';
import { chainLeadsTo, pushUndecryptable } from './undecryptable.ts';
import { DEFAULT_WINDOWS, Windows } from './windows.ts';
import { withZeroRun } from './zeroRun.ts';

/** Scans `source` into `index`. */
export async function scanSnapshot(
  source: ByteSource,
  index: FileIndex,
  options: ScanOptions,
): Promise<ScanEnd> {
  const claimed = await takeSnapshotHeader(source, index);
  if (claimed === null) return 'done';
  return new SnapshotScan(source, index, options, claimed, 0).run();
}

class SnapshotScan {
  readonly #source: ByteSource;
  readonly #index: FileIndex;
  readonly #options: ScanOptions;
  readonly #windows: Windows;
  readonly #walker = new RecordWalker(SNAPSHOT_PROGRAM);
  readonly #size: number;
  readonly #claimed: number;
  readonly #sealed: boolean;
  /** The first row and byte of this snapshot: another one may stand before it in the same file. */
  readonly #firstRow: number;
  readonly #from: number;
  readonly #stems: KeyStems;
  #flags: number;
  /** The running checksum over the entries, up to `#summedTo`. */
  #crc = CRC32_INIT;
  #summedTo: number;
  readonly #holes = new Holes();
  /** Entries were lost, so the running checksum means nothing any more. */
  #broken = false;
  #checkedClaim = false;
  /** The footer stands where the count says, with bytes behind it. */
  #trailing = false;

  constructor(source: ByteSource, index: FileIndex, options: ScanOptions, claimed: number, flags: number) {
    this.#source = cachedSource(source);
    this.#index = index;
    this.#options = options;
    this.#size = source.size();
    this.#claimed = claimed;
    this.#stems = new KeyStems(index.keys);
    this.#flags = flags;
    this.#sealed = index.layout === 3;
    this.#from = index.rows.end;
    this.#firstRow = index.rows.length;
    this.#summedTo = index.rows.end;
    this.#windows = new Windows(source, options.windows ?? DEFAULT_WINDOWS);
  }

  get #at(): number {
    return this.#index.rows.end;
  }

  /** Entries of this snapshot so far. */
  get #entries(): number {
    return this.#index.rows.recordsFrom(this.#firstRow);
  }

  get #isFirst(): boolean {
    return this.#firstRow === 1;
  }

  async run(): Promise<ScanEnd> {
    if (this.#at < this.#size) await this.#windows.seek(this.#at);
    for (;;) {
      if (this.#isCancelled()) return 'cancelled';
      const stop = this.#runWindow();
      this.#sumWindow();
      await this.#options.onProgress?.(this.#at);
      if (stop === 'end') {
        if (await this.#endsHere()) break;
        continue;
      }
      if (stop === 'more' && (await this.#windows.advance(this.#at))) continue;
      if (!(await this.#lookCloser())) break;
    }
    if (this.#isCancelled()) return 'cancelled';
    await this.#finish();
    return this.#isCancelled() ? 'cancelled' : 'done';
  }

  #isCancelled(): boolean {
    return this.#options.signal?.aborted === true;
  }

  #runWindow(): RunStop {
    const run = {
      index: this.#index,
      walker: this.#walker,
      window: this.#windows,
      flags: this.#flags,
      mayEnd: (at: number) =>
        this.#size - at <= FOOTER_BYTES ||
        (!this.#checkedClaim && !this.#broken && this.#entries === this.#claimed),
      holes: this.#holes,
    };
    return this.#sealed ? runFrames(run, this.#index.cipher) : runEntries(run);
  }

  /** Deals with an entry that the window doesn't hold, or that can't be taken. @returns false when the scan ends */
  async #lookCloser(): Promise<boolean> {
    const at = this.#at;
    if (this.#sealed) return this.#lookAtFrame(at);
    const walked = await walkEntry(this.#source, this.#index.layout, at);
    if (walked.status === WalkStatus.done && !(await this.#holes.isAt(this.#source, at))) {
      await this.#pushEntry(walked);
      return this.#goOn();
    }
    await this.#dropUnlikely();
    const found = await this.#findNext(this.#at + 1);
    if (found === null && this.#isCancelled()) return false;
    await this.#pushGap(found?.at ?? null, walked, null);
    if (found === null) return false;
    await this.#takeDoubtful(found.doubtUntil);
    return this.#goOn();
  }

  #findNext(from: number): Promise<FoundEntry | null> {
    const wanted = { layout: this.#index.layout, stems: this.#stems };
    return findNextEntry(this.#source, this.#windows, from, wanted, this.#options);
  }

  #findFrame(from: number): Promise<Found | null> {
    const { cipher } = this.#index;
    const wanted = { cipher, chains: cipher === null, content: 'entry' as const };
    return findNextRecord(this.#source, this.#windows, from, wanted, this.#options);
  }

  /** Appends the entries up to `end` as doubtful: they may be part of a damaged entry's value. */
  async #takeDoubtful(end: number): Promise<void> {
    while (this.#at < end) {
      await this.#pushEntry(await walkEntry(this.#source, this.#index.layout, this.#at));
      this.#index.rows.setFlag(rowIndex(this.#index.rows.length - 1), EMBEDDED);
    }
  }

  async #lookAtFrame(at: number): Promise<boolean> {
    const look = await frameAt(this.#source, at);
    if (look.outcome === 'frame') {
      const end = at + look.end;
      if (await takeFrameAt(this.#source, this.#index, this.#walker, end, this.#flags, takeEntryContent))
        return this.#goOn();
    }
    const found = await this.#findFrame(at + 1);
    if (found === null && this.#isCancelled()) return false;
    const end = found?.at ?? this.#size - FOOTER_BYTES;
    if (await chainLeadsTo(this.#source, at, end)) {
      await pushUndecryptable(this.#source, this.#index, end, found === null, this.#flags);
      return this.#goOn();
    }
    await this.#pushGap(found?.at ?? null, null, look);
    return found !== null && this.#goOn();
  }

  /** Appends an entry that was read by random access. */
  async #pushEntry(walked: Walked): Promise<void> {
    const { walker, base } = walked;
    const at = this.#at;
    const index = this.#index;
    const key = walker.keyIsBad
      ? null
      : await readExactly(this.#source, base + walker.keyAt, walker.keyLength);
    const id = key === null ? NO_KEY : index.keys.intern(key, 0, key.length);
    const type = Math.max(0, walker.type);
    if (!breaksRule(walker)) {
      index.pushRecord(walked.end, type, RowStatus.unproven, id, this.#flags, walker.expiry);
      return;
    }
    const row = index.pushRecord(walked.end, type, RowStatus.badBody, id, this.#flags, walker.expiry);
    const around = await readExactly(this.#source, Math.max(0, base + walker.bodyAt), 8).catch(
      () => new Uint8Array(8),
    );
    const value = offendingValue(walker, around, 0);
    index.addFault(row, 'damage', at, walked.end - at, bodyEvidence(walker, base, entryName(type), value));
  }

  /** Takes back the entries before a fault that don't look like ones: a damaged length leads through a few of them. */
  async #dropUnlikely(): Promise<void> {
    const { rows } = this.#index;
    for (;;) {
      const last = rowIndex(rows.length - 1);
      if (last < this.#firstRow || rows.kind(last) !== RowKind.entry) return;
      if (await isLikelyEntry(this.#source, rows.offset(last), rows.end)) return;
      this.#index.dropLastRecord();
    }
  }

  async #pushGap(found: number | null, walked: Walked | null, look: FrameLook | null): Promise<void> {
    const at = this.#at;
    const footer = this.#size - FOOTER_BYTES;
    // Without a next entry the gap reaches to where the footer should be, if the file can have one.
    const end = found ?? (at < footer && walked?.status === WalkStatus.stopped ? footer : this.#size);
    const head = await readExactly(this.#source, at, Math.min(FRAME_HEADER_BYTES, end - at));
    const row = this.#push(RowKind.gap, end, RowStatus.gap);
    const failure = { walked, look, fileSize: this.#size };
    const seen = snapshotGapEvidence(failure, head, at, end, found !== null);
    const evidence = await withZeroRun(this.#source, seen, at, end, head.length);
    this.#index.addFault(row, 'damage', at, end - at, evidence);
    this.#broken = true;
    this.#flags |= SALVAGED;
  }

  /** Goes on behind what was read by random access. */
  async #goOn(): Promise<true> {
    if (!this.#broken) {
      this.#crc = await crc32OfRange(this.#source, this.#summedTo, this.#at, this.#crc);
      this.#summedTo = this.#at;
    }
    if (this.#at < this.#size) await this.#windows.reach(this.#at);
    return true;
  }

  /** Brings the running checksum up to the entries that were taken, before the window moves. */
  #sumWindow(): void {
    const { bytes, base } = this.#windows;
    if (this.#broken || this.#at <= this.#summedTo) return;
    this.#crc = crc32Long(this.#crc, bytes, this.#summedTo - base, this.#at - base);
    this.#summedTo = this.#at;
  }

  /** The entries may end here. @returns true when they do */
  async #endsHere(): Promise<boolean> {
    const left = this.#size - this.#at;
    const computed = crc32Finish(this.#crc);
    if (!this.#checkedClaim && this.#entries === this.#claimed) {
      this.#checkedClaim = true;
      if (this.#isFirst) this.#index.snapshot.checksumAtClaimed = { at: fileOffset(this.#at), computed };
    }
    if (left <= FOOTER_BYTES) return true;
    if (readU32(await readExactly(this.#source, this.#at, FOOTER_BYTES), 0) === computed) {
      this.#trailing = true;
      return true;
    }
    // Neither the end nor a matching footer: more entries than the header claims, or a bad footer with bytes behind.
    this.#trailing = !(await this.#goesOn());
    return this.#trailing;
  }

  /** Whether entries of this snapshot follow, behind damage or at once, although as many were read as it should have. */
  async #goesOn(): Promise<boolean> {
    const at = this.#at;
    if (this.#sealed) {
      if ((await frameAt(this.#source, at)).outcome === 'frame') return true;
    } else {
      const walked = await walkEntry(this.#source, this.#index.layout, at);
      if (walked.status === WalkStatus.done && !breaksRule(walked.walker)) return true;
    }
    const head = await readExactly(this.#source, at, Math.min(FOOTER_BYTES + 4, this.#size - at));
    if (magicAt(head, FOOTER_BYTES) !== null) return false;
    // Zeros, and what a damaged length leads through, count as entries until something is found that can't be one.
    const next = this.#sealed ? await this.#findFrame(at + 1) : await this.#findNext(at + 1);
    await this.#windows.reach(at);
    return next !== null;
  }

  /** Judges the footer and the count, once the entries have ended. */
  async #finish(): Promise<void> {
    const index = this.#index;
    const at = this.#at;
    const left = this.#size - at;
    const entries = this.#entries;
    const computed = crc32Finish(this.#crc);
    if (left < FOOTER_BYTES) {
      // A gap up to the end has said already that the file is cut short.
      if (index.rows.kind(rowIndex(index.rows.length - 1)) !== RowKind.gap) {
        const last = rowIndex(index.rows.length - 1);
        const row = left === 0 ? last : this.#push(RowKind.gap, this.#size, RowStatus.gap);
        index.addFault(row, 'damage', at, left, { kind: 'bad-footer', stored: null, computed });
      }
      return this.#judgeCount(entries, false);
    }
    const stored = readU32(await readExactly(this.#source, at, FOOTER_BYTES), 0);
    const holds = !this.#broken && stored === computed;
    const footer = this.#push(
      RowKind.footer,
      at + FOOTER_BYTES,
      holds ? RowStatus.ok : RowStatus.badChecksum,
    );
    if (holds) this.#proveEntries();
    else await this.#explain(footer, at, stored, computed);
    if (this.#trailing) await this.#takeTrailing();
    this.#judgeCount(entries, holds);
  }

  /** The footer matches: every entry is what was written. */
  #proveEntries(): void {
    if (this.#isFirst) this.#index.snapshot.footerHolds = true;
    const { rows } = this.#index;
    // Entries of a second snapshot are marked one by one; the first one's are proven by the file's own footer.
    for (let row = this.#firstRow; !this.#isFirst && row < rows.length; row++) {
      if (rows.status(rowIndex(row)) === RowStatus.unproven) rows.setStatus(rowIndex(row), RowStatus.ok);
    }
  }

  /** Looks for the one bit or byte that explains a footer that doesn't match. */
  async #explain(footer: RowIndex, at: number, stored: number, computed: number): Promise<void> {
    const index = this.#index;
    const found =
      this.#isFirst && !this.#trailing && !this.#sealed
        ? await correctSnapshot(this.#source, index, this.#options)
        : null;
    if (found === null) {
      if (!this.#broken)
        index.addFault(footer, 'damage', at, FOOTER_BYTES, { kind: 'bad-footer', stored, computed });
      return;
    }
    index.snapshot.correctedHolds = true;
    const { row, fix } = found;
    if (this.#broken) return this.#fixGap(row, fix);
    const badFooter: FaultEvidence = { kind: 'bad-footer', stored, computed };
    index.addFault(footer, 'damage', at, FOOTER_BYTES, badFooter, row === footer ? fix : null);
    if (row === footer) return;
    const recordType = entryName(index.rows.tag(row));
    const evidence: FaultEvidence = {
      kind: 'bad-checksum',
      recordType,
      stored,
      computed,
      framingHolds: true,
    };
    const size = index.rows.size(row);
    // An entry that breaks a rule has its fault already; the correction belongs to that one.
    if (index.faultsOf(row).length > 0) index.attachFix(row, fix);
    else index.addFault(row, 'damage', index.rows.offset(row), size, evidence, fix);
    index.rows.setStatus(row, RowStatus.badChecksum);
  }

  #fixGap(row: RowIndex, fix: Correction): void {
    this.#index.attachFix(row, fix);
    const { rows } = this.#index;
    // With the gap explained, what follows it is no guess any more.
    for (let each = row + 1; each < rows.length; each++) {
      if (rows.status(rowIndex(each)) === RowStatus.unproven) rows.setStatus(rowIndex(each), RowStatus.ok);
    }
  }

  /** What stands behind the footer: another snapshot, or just bytes. */
  async #takeTrailing(): Promise<void> {
    const at = this.#at;
    const left = this.#size - at;
    const head = await readExactly(this.#source, at, Math.min(SNAPSHOT_HEADER_BYTES, left));
    const magic = magicAt(head, 0);
    if (magic === 'snapshot' && head.length === SNAPSHOT_HEADER_BYTES) {
      const row = this.#push(RowKind.gap, at + SNAPSHOT_HEADER_BYTES, RowStatus.gap);
      const evidence: FaultEvidence = {
        kind: 'foreign-header',
        format: 'ember-snapshot',
        version: head[VERSION_AT] ?? 0,
      };
      this.#index.addFault(row, 'warning', at, left, evidence);
      const claimed = readU32(head, ENTRY_COUNT_AT);
      await new SnapshotScan(this.#source, this.#index, this.#options, claimed, SALVAGED).run();
      return;
    }
    const row = this.#push(RowKind.gap, this.#size, RowStatus.gap);
    const evidence: FaultEvidence =
      magic === null
        ? { kind: 'trailing-bytes' }
        : { kind: 'foreign-header', format: 'ember-aof', version: head[VERSION_AT] ?? 0 };
    this.#index.addFault(row, 'warning', at, left, evidence);
  }

  #judgeCount(entries: number, footerHolds: boolean): void {
    if (entries === this.#claimed || !this.#isFirst) return;
    // Lost entries explain themselves; the count is then no fault of its own.
    if (this.#broken && entries < this.#claimed) return;
    // A count that was never patched belongs to a writer that never finished.
    const unfinished = this.#claimed === 0 && !footerHolds;
    const kind = unfinished ? 'unfinished-snapshot' : 'count-mismatch';
    const evidence: FaultEvidence = { kind, claimed: this.#claimed, found: entries };
    this.#index.addFault(
      rowIndex(0),
      'damage',
      this.#from - SNAPSHOT_HEADER_BYTES,
      SNAPSHOT_HEADER_BYTES,
      evidence,
    );
  }

  #push(kind: RowKind, end: number, status: RowStatus): RowIndex {
    const row = rowIndex(this.#index.rows.length);
    this.#index.rows.push(end, kind | this.#flags, 0, status, NO_KEY);
    return row;
  }
}
