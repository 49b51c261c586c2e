/*
 * The scan of a log, plaintext or encrypted, or both in turn: a server that is given a key, or loses it, goes on in
 * the other encoding without a word. The inner loops take what holds; everything unusual (a record that straddles
 * windows, a change of encoding, damage) is dealt with here, by random access.
 *
 * Length: one pass with one state, whose steps call one another.
 */
import { fileOffset, type RowIndex, rowIndex } from '../base/index.ts';
import {
  AOF_HEADER_BYTES,
  AOF_PROGRAM,
  BodyProblem,
  type ByteSource,
  type Correction,
  CRC_BYTES,
  crc32Finish,
  type FaultEvidence,
  type Header,
  type RecordBatch,
  RecordWalker,
  readExactly,
  readU32,
  recordBatch,
} from '../codec/index.ts';
import { EMBEDDED, NO_KEY, RowKind, RowStatus, SALVAGED } from '../columnar/index.ts';
import { absorbPart } from './absorbPart.ts';
import { cachedSource } from './cachedSource.ts';
import { correctRecord } from './correction.ts';
import { crc32OfRange } from './crc32OfRange.ts';
import { Doubt } from './doubt.ts';
import type { FileIndex } from './fileIndex.ts';
import { frameAt } from './frames.ts';
import { bodyEvidence, breaksRule, offendingValue, typeName } from './logFaults.ts';
import { type Failure, gapEvidence } from './logGap.ts';
import { noteMixedEncryption } from './mixedEncryption.ts';
import type { ScanEnd, ScanOptions } from './options.ts';
import { partService } from './partService.ts';
import { PartsAhead } from './partsAhead.ts';
import { type PlainRun, type RunWindow, runPlain } from './plainRun.ts';
import { holdsAt, probeRecord, type RecordProbe, type Walked, walkAt } from './probe.ts';
import { endOfFrames, type Found, findNextRecord, sealedRecordHolds } from './resync.ts';
import { runSealed, takeContent } from './sealedRun.ts';
import { takeFrameAt } from './takeFrame.ts';
import { chainLeadsTo, pushUndecryptable } from './undecryptable.ts';
import { DEFAULT_WINDOWS, Windows } from './windows.ts';
import { withZeroRun } from './zeroRun.ts';

/** How many neighbouring records that don't hold are still taken to be framed, when one behind them holds. */
const FRAMING_HOPS = 8;
/** Keys longer than this are not taken into the dictionary when they need a read of their own. */
const LONGEST_KEY_READ = 16 << 20;
/** The longest unknown record that is looked for by its checksum. */
const LONGEST_UNKNOWN = 64 << 20;
/** How many places where records resume are tried as the end of a damaged record, and how far ahead. */
const END_CANDIDATES = 32;
const END_DISTANCE = 4 << 20;
/** How far a damaged record that also looks like encrypted frames is searched for the next one. */
const NEAR_BYTES = 1 << 20;
/** Small reads at first: what is looked for is mostly near. It may lie behind half a gigabyte of one value. */
const LOOK_AHEAD = { sliceBytes: 1 << 20, inFlight: 1, firstBytes: 4 << 10 };
/** Of a length or count. */
const LENGTH_BYTES = 4;

/** Scans `source` into `index`. A header that can't be read is a fault; the records behind it are looked for. */
export async function scanLog(source: ByteSource, index: FileIndex, options: ScanOptions): Promise<ScanEnd> {
  const scan = new LogScan(source, index, options);
  return scan.run().finally(() => scan.close());
}

class LogScan {
  readonly #source: ByteSource;
  readonly #index: FileIndex;
  readonly #options: ScanOptions;
  readonly #windows: Windows;
  /** For looking ahead without losing the place. */
  readonly #ahead: Windows;
  /** What other threads take meanwhile. */
  readonly #parts: PartsAhead;
  readonly #walker = new RecordWalker(AOF_PROGRAM);
  readonly #batch: RecordBatch | null;
  readonly #doubt: Doubt;
  readonly #size: number;
  #sealed = false;
  /** Set beside the kind of every row once framing was lost and found again. */
  #flags = 0;

  constructor(source: ByteSource, index: FileIndex, options: ScanOptions) {
    this.#source = cachedSource(source);
    this.#index = index;
    this.#options = options;
    this.#size = source.size();
    this.#doubt = new Doubt(this.#source);
    this.#batch = options.batches === false ? null : recordBatch();
    this.#windows = new Windows(source, options.windows ?? DEFAULT_WINDOWS);
    this.#ahead = new Windows(this.#source, LOOK_AHEAD);
    const own = { cipher: index.cipher, batches: options.batches !== false };
    this.#parts = new PartsAhead(options, partService(source, own), this.#size);
  }

  get #at(): number {
    return this.#index.rows.end;
  }

  get #isStopped(): boolean {
    return this.#options.signal?.aborted === true;
  }

  async run(): Promise<ScanEnd> {
    try {
      return await this.#scan();
    } finally {
      this.#batch?.release();
    }
  }

  async #scan(): Promise<ScanEnd> {
    const { header } = this.#index;
    if (header.outcome === 'ok') this.#takeHeader(header);
    else await this.#findFirstRecord(header);
    if (this.#at < this.#size) await this.#goOn();
    while (this.#at < this.#size) {
      if (this.#isStopped) return 'cancelled';
      if (await this.#takePart()) continue;
      const window = this.#windowBeforeParts();
      const stop = this.#sealed
        ? runSealed(this.#index, this.#walker, window, this.#index.cipher, this.#flags)
        : runPlain(this.#index, this.#plainRun, window);
      await this.#options.onProgress?.(this.#at);
      if (stop === 'more' && window !== this.#windows) {
        if (this.#at < this.#parts.limit) await this.#parts.pass();
        continue;
      }
      if (stop === 'more' && (await this.#windows.advance(this.#at))) continue;
      if (stop !== 'end') await (this.#sealed ? this.#lookAtFrame() : this.#lookAtRecord());
    }
    noteMixedEncryption(this.#index);
    return 'done';
  }

  close(): void {
    this.#parts.close();
    this.#windows.close();
  }

  /** Takes the part that begins at the index's end, if there is one; otherwise makes the window hold that place. */
  async #takePart(): Promise<boolean> {
    const canOpen = !this.#sealed || this.#index.cipher !== null;
    if (!canOpen) this.#parts.forget();
    const part = canOpen ? await this.#parts.partAt(this.#at, this.#sealed) : null;
    if (part === null) {
      if (this.#at < this.#windows.base || this.#at >= this.#windows.end) await this.#goOn();
      return false;
    }
    // What it has read, or is about to, was taken by others.
    this.#windows.close();
    absorbPart(this.#index, part, this.#flags);
    await this.#options.onProgress?.(this.#at);
    return true;
  }

  /** The window; as far as the next part, where that begins in it. */
  #windowBeforeParts(): RunWindow {
    const { bytes, base, end } = this.#windows;
    const { limit } = this.#parts;
    return limit < end ? { bytes: bytes.subarray(0, limit - base), base } : this.#windows;
  }

  get #plainRun(): PlainRun {
    return { walker: this.#walker, batch: this.#batch, flags: this.#flags };
  }

  #takeHeader(header: Extract<Header, { outcome: 'ok' }>): void {
    const index = this.#index;
    index.rows.push(AOF_HEADER_BYTES, RowKind.header, 0, RowStatus.ok, NO_KEY);
    this.#sealed = header.encrypted;
    const left = this.#size - AOF_HEADER_BYTES;
    if (this.#sealed && index.cipher === null && left > 0) {
      index.addFault(rowIndex(0), 'info', AOF_HEADER_BYTES, left, { kind: 'key-required' });
    }
  }

  /** Without a header neither version nor beginning is known: the first record that holds tells both. */
  async #findFirstRecord(header: Exclude<Header, { outcome: 'ok' }>): Promise<void> {
    const index = this.#index;
    const head = await readExactly(this.#source, 0, Math.min(AOF_HEADER_BYTES, this.#size));
    await this.#windows.seek(0);
    const wanted = { cipher: index.cipher, chains: head[4] === 3 };
    const found = await findNextRecord(this.#source, this.#windows, 0, wanted, this.#options);
    if (found === null && this.#isStopped) return;
    const end = found?.at ?? this.#size;
    if (end > 0) {
      const kind = end === AOF_HEADER_BYTES ? RowKind.header : RowKind.gap;
      index.rows.push(end, kind, 0, kind === RowKind.header ? RowStatus.badBody : RowStatus.gap, NO_KEY);
    }
    this.#sealed = found?.sealed ?? false;
    this.#flags = SALVAGED;
    const hex = Array.from(head.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const evidence: FaultEvidence =
      header.outcome === 'short'
        ? { kind: 'short-header', needed: header.needed, found: this.#size }
        : { kind: 'bad-header', found: hex, version: header.version, reason: header.reason };
    index.addFault(rowIndex(0), 'damage', 0, end, evidence);
  }

  /** Deals with the plaintext record at the index's end, which the inner loop could not take. */
  async #lookAtRecord(): Promise<void> {
    const at = this.#at;
    const probe = await probeRecord(this.#source, at);
    if (probe.outcome === 'framed') {
      if (probe.stored === probe.computed) {
        await this.#pushFramed(probe.end, probe.tag, probe.walked, RowStatus.ok);
        return this.#goOn();
      }
      if (await this.#framingHolds(probe.end)) {
        return this.#takeFramed(at, probe);
      }
    }
    if (await this.#sealedFrom(at)) {
      const corrected = this.#index.cipher === null ? await this.#correctNear(at) : null;
      if (this.#isStopped) return;
      if (corrected === null) this.#sealed = true;
      else await this.#pushCorrected(at, corrected.end, corrected.fix, probe);
      return this.#goOn();
    }
    const found = await this.#findNext(at + 1);
    if (found === null && this.#isStopped) return;
    const end = found?.at ?? this.#size;
    if (probe.outcome === 'unknown-tag' && (await this.#isUnknownRecord(at, end))) {
      const row = this.#index.pushRecord(end, probe.tag, RowStatus.unknownTag, NO_KEY, this.#flags);
      const resumesAt = found === null ? null : fileOffset(end);
      this.#index.addFault(row, 'warning', at, end - at, { kind: 'unknown-tag', tag: probe.tag, resumesAt });
      return this.#resume(found);
    }
    const corrected = await this.#correctTo(at, found);
    if (this.#isStopped) return;
    if (corrected !== null) {
      await this.#pushCorrected(at, corrected.end, corrected.fix, probe);
      return this.#goOn();
    }
    const failed = found === null ? probe : await this.#untilFound(probe, at, end);
    await this.#pushGap({ encoding: 'plain', probe: failed }, end, found !== null);
    const claimed = probe.outcome === 'framed' ? probe.end : 0;
    if (found !== null && !found.sealed)
      await this.#takeEmbedded((await this.#doubt.suspectedUntil(found.at, claimed)) ?? 0);
    await this.#resume(found);
  }

  /**
   * A record with a bad checksum where the next one follows. That one may be part of its value all the same, when the
   * length that leads to it is what is damaged.
   */
  async #takeFramed(at: number, probe: Extract<RecordProbe, { outcome: 'framed' }>): Promise<void> {
    const fix = await correctRecord(this.#source, at, probe.end, this.#options);
    if (this.#isStopped) return;
    let suspected: number | null = null;
    if (fix === null && !this.#doubt.isSpent) {
      // It may really end before where its lengths lead, or farther on.
      const inside = await this.#findNext(at + 1, this.#ahead);
      const first = inside !== null && inside.at < probe.end ? inside : { at: probe.end, sealed: false };
      const corrected = await this.#correctTo(at, first);
      if (this.#isStopped) return;
      if (corrected !== null) {
        await this.#pushCorrected(at, corrected.end, corrected.fix, probe);
        return this.#goOn();
      }
      suspected = probe.end < this.#size ? await this.#doubt.suspectedUntil(probe.end) : null;
    }
    const row = await this.#pushFramed(probe.end, probe.tag, probe.walked, RowStatus.badChecksum);
    this.#index.addFault(row, 'damage', at, probe.end - at, checksumEvidence(probe, true), fix);
    if (suspected !== null) await this.#takeEmbedded(suspected);
    return this.#goOn();
  }

  /** Deals with the frame at the index's end, which the inner loop could not take. */
  async #lookAtFrame(): Promise<void> {
    const at = this.#at;
    const look = await frameAt(this.#source, at);
    const first = this.#index.rows.records === 0;
    if (look.outcome === 'frame') {
      const end = at + look.end;
      if (await takeFrameAt(this.#source, this.#index, this.#walker, end, this.#flags, takeContent))
        return this.#goOn();
    }
    if (await holdsAt(this.#source, at)) {
      this.#sealed = false;
      return this.#goOn();
    }
    const found = await this.#findNext(at + 1);
    if (found === null && this.#isStopped) return;
    const end = found?.at ?? this.#size;
    if (await chainLeadsTo(this.#source, at, end)) {
      await pushUndecryptable(this.#source, this.#index, end, found === null, this.#flags);
      return this.#goOn();
    }
    await this.#pushGap({ encoding: 'sealed', look, first }, end, found !== null);
    return this.#resume(found);
  }

  #findNext(from: number, windows = this.#windows): Promise<Found | null> {
    const { cipher } = this.#index;
    const wanted = { cipher, chains: this.#sealed && cipher === null };
    return findNextRecord(this.#source, windows, from, wanted, this.#options);
  }

  /** Whether encrypted frames begin at `at` of a plaintext log. */
  async #sealedFrom(at: number): Promise<boolean> {
    const { cipher } = this.#index;
    if (cipher !== null) return sealedRecordHolds(this.#source, at, cipher);
    const end = await endOfFrames(this.#source, at);
    if (end === null) return false;
    // Lengths alone prove little, and plaintext is full of small numbers: where a record holds inside, it is no frame.
    const plain = { cipher: null, chains: false };
    return (await findNextRecord(this.#source, this.#windows, at + 1, plain, this.#options, end)) === null;
  }

  /** Goes on where a record was found, in its encoding. */
  async #resume(found: Found | null): Promise<void> {
    this.#flags |= SALVAGED;
    if (found !== null) this.#sealed = found.sealed;
    return this.#goOn();
  }

  /** Makes the window hold the index's end. */
  async #goOn(): Promise<void> {
    if (this.#at < this.#size) await this.#windows.reach(this.#at);
  }

  /** Whether records follow where the lengths of a record with a bad checksum say. */
  async #framingHolds(end: number): Promise<boolean> {
    let at = end;
    for (let hop = 0; hop < FRAMING_HOPS; hop++) {
      if ((await holdsAt(this.#source, at)) || (await this.#sealedFrom(at))) return true;
      const next = await probeRecord(this.#source, at);
      if (next.outcome !== 'framed') return false;
      at = next.end;
    }
    return false;
  }

  /**
   * Tries to explain the damaged record at `at` by one wrong bit, byte or length. Where it really ends is not known:
   * it may be where records resume, or farther on, when what was found first is part of its own value.
   */
  async #correctTo(
    at: number,
    found: Found | null,
  ): Promise<{ readonly end: number; readonly fix: Correction } | null> {
    let end = found?.at ?? this.#size;
    for (let candidate = 0; candidate < END_CANDIDATES; candidate++) {
      const fix = await correctRecord(this.#source, at, end, this.#options);
      if (fix !== null) return { end, fix };
      if (candidate > 0) this.#doubt.spend(end - at);
      if (end === this.#size || this.#doubt.isSpent) return null;
      const lost = await this.#doubt.runEnd(end);
      if (lost === null || lost - at > END_DISTANCE) return null;
      const next = await this.#findNext(lost + 1, this.#ahead);
      end = next?.at ?? this.#size;
    }
    return null;
  }

  /**
   * Tries to explain what looks like encrypted frames as one damaged record: lengths that chain can be chance, as in a
   * value full of zeros, a checksum hardly ever.
   */
  async #correctNear(at: number): Promise<{ readonly end: number; readonly fix: Correction } | null> {
    const plain = { cipher: null, chains: false };
    const limit = Math.min(this.#size, at + NEAR_BYTES);
    const found = await findNextRecord(this.#source, this.#ahead, at + 1, plain, this.#options, limit);
    return found === null && limit < this.#size ? null : this.#correctTo(at, found);
  }

  /** Appends the damaged record `at … end`, whose correction proves where it ends. */
  async #pushCorrected(at: number, end: number, fix: Correction, probe: RecordProbe): Promise<void> {
    const bytes = (await readExactly(this.#source, at, end - at)).slice();
    bytes.set(fix.after, fix.at - at);
    const tag = bytes[0] as number;
    const walker = this.#walker;
    walker.start(AOF_PROGRAM.entryOf[tag] as number, 1);
    walker.run(bytes, bytes.length, bytes.length);
    const key =
      walker.keyAt < 0
        ? NO_KEY
        : this.#index.keys.intern(bytes, walker.keyAt, walker.keyAt + walker.keyLength);
    const row = this.#index.pushRecord(end, tag, RowStatus.badChecksum, key, this.#flags, walker.expiry);
    const resumes = end < this.#size;
    const failed = resumes ? await this.#untilFound(probe, at, end) : probe;
    const evidence = gapEvidence(
      { encoding: 'plain', probe: failed },
      { at, end, head: new Uint8Array(0), resumes },
    );
    this.#index.addFault(row, 'damage', at, end - at, evidence, fix);
  }

  /** Appends the records up to `end` as doubtful: they may be part of a damaged record's value. */
  async #takeEmbedded(end: number): Promise<void> {
    while (this.#at < end) {
      const probe = await probeRecord(this.#source, this.#at);
      if (probe.outcome !== 'framed' || probe.stored !== probe.computed) return;
      const row = await this.#pushFramed(probe.end, probe.tag, probe.walked, RowStatus.ok);
      this.#index.rows.setFlag(row, SALVAGED | EMBEDDED);
    }
  }

  /** Appends a record that was read by random access; its key is read for the dictionary. */
  async #pushFramed(end: number, tag: number, walked: Walked, status: RowStatus): Promise<RowIndex> {
    const { walker, base } = walked;
    const index = this.#index;
    let key = NO_KEY;
    if (walker.keyLength <= LONGEST_KEY_READ && walker.hasKey && !walker.keyIsBad) {
      const bytes = await readExactly(this.#source, base + walker.keyAt, walker.keyLength);
      key = index.keys.intern(bytes, 0, bytes.length);
    }
    if (status !== RowStatus.ok || !breaksRule(walker))
      return index.pushRecord(end, tag, status, key, this.#flags, walker.expiry);
    const at = this.#at;
    const row = index.pushRecord(end, tag, RowStatus.badBody, key, this.#flags, walker.expiry);
    const around =
      walker.bodyProblem === BodyProblem.none
        ? new Uint8Array(8)
        : await readExactly(this.#source, base + walker.bodyAt, Math.min(8, end - base - walker.bodyAt));
    const evidence = bodyEvidence(walker, base, typeName(tag), offendingValue(walker, around, 0));
    index.addFault(row, 'damage', at, end - at, evidence);
    return row;
  }

  /**
   * The walk of a record that leads astray, as if the file ended where the next record that holds was found: what it
   * read from there on belongs to that one, so the field to blame is the first that reaches past its beginning.
   */
  async #untilFound(probe: RecordProbe, at: number, found: number): Promise<RecordProbe> {
    if (probe.outcome !== 'torn' && probe.outcome !== 'stopped') return probe;
    const { walker, base } = probe.walked;
    if (walker.stopName.field !== '' && base + walker.stopAt + LENGTH_BYTES <= found) return probe;
    const entry = AOF_PROGRAM.entryOf[probe.tag] as number;
    const walked = await walkAt(this.#source, AOF_PROGRAM, entry, at + 1, true, found);
    return { outcome: 'torn', tag: probe.tag, walked };
  }

  /** A tag that nobody knows, but the four bytes before the next record are the checksum of everything since. */
  async #isUnknownRecord(at: number, end: number): Promise<boolean> {
    const contentEnd = end - CRC_BYTES;
    if (contentEnd <= at || end - at > LONGEST_UNKNOWN) return false;
    const computed = crc32Finish(await crc32OfRange(this.#source, at, contentEnd));
    return computed === readU32(await readExactly(this.#source, contentEnd, CRC_BYTES), 0);
  }

  async #pushGap(failure: Failure, end: number, resumes: boolean): Promise<void> {
    const at = this.#at;
    const head = await readExactly(this.#source, at, Math.min(4096, end - at));
    const row = rowIndex(this.#index.rows.length);
    this.#index.rows.push(end, RowKind.gap | this.#flags, 0, RowStatus.gap, NO_KEY);
    const seen = gapEvidence(failure, { at, end, head, resumes });
    const evidence = await withZeroRun(this.#source, seen, at, end, head.length);
    this.#index.addFault(row, evidence.kind === 'torn-tail' ? 'warning' : 'damage', at, end - at, evidence);
  }
}

function checksumEvidence(
  probe: Extract<RecordProbe, { outcome: 'framed' }>,
  framingHolds: boolean,
): FaultEvidence {
  return {
    kind: 'bad-checksum',
    recordType: typeName(probe.tag),
    stored: probe.stored,
    computed: probe.computed,
    framingHolds,
  };
}
