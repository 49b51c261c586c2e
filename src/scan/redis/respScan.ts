/*
 * The scan of a RESP log. The inner loop takes commands that lie in the window; what straddles windows, and damage, is
 * dealt with by random access. Nothing in the format vouches for a command: in its place it is well formed, behind
 * damage it is likely or possible.
 */
import { fileOffset, type KeyId, rowIndex } from '../../base/index.ts';
import {
  arityFits,
  type ByteSource,
  commandSpec,
  commandTagAt,
  type FaultEvidence,
  type RespStatus,
  RespWalker,
  readExactly,
  UTF8_ACCEPT,
  UTF8_REJECT,
  utf8Update,
} from '../../codec/index.ts';
import { EMBEDDED, NO_KEY, RowKind, RowStatus, SALVAGED, UNSURE } from '../../columnar/index.ts';
import { cachedSource } from '../cachedSource.ts';
import type { FileIndex } from '../fileIndex.ts';
import type { ScanEnd, ScanOptions } from '../options.ts';
import { DEFAULT_WINDOWS, Windows } from '../windows.ts';
import { findCommand, trustCommand } from './findCommand.ts';
import { probeCommand } from './probeCommand.ts';
import { commandGap } from './respGap.ts';

const SELECT = commandTagAt(
  Uint8Array.from('SELECT', (char) => char.charCodeAt(0)),
  0,
  6,
);
const LONGEST_KEY_READ = 16 << 20;
/** Commands inside a damaged one's claim are followed this far to see whether they lead out of it. */
const DOUBT_BYTES = 16 << 20;

/** Scans `source` into `index`. */
export const scanResp = (source: ByteSource, index: FileIndex, options: ScanOptions): Promise<ScanEnd> =>
  new RespScan(source, index, options).run();

class RespScan {
  readonly #source: ByteSource;
  readonly #index: FileIndex;
  readonly #options: ScanOptions;
  readonly #windows: Windows;
  readonly #walker = new RespWalker();
  readonly #size: number;
  #flags = 0;
  /** Rows before it may be part of what a damaged command claims. */
  #embeddedUntil = 0;
  #doubtLeft = DOUBT_BYTES;

  constructor(source: ByteSource, index: FileIndex, options: ScanOptions) {
    this.#source = cachedSource(source);
    this.#index = index;
    this.#options = options;
    this.#size = source.size();
    this.#windows = new Windows(source, options.windows ?? DEFAULT_WINDOWS);
  }

  get #at(): number {
    return this.#index.rows.end;
  }

  async run(): Promise<ScanEnd> {
    if (this.#size > 0) await this.#windows.seek(0);
    while (this.#at < this.#size) {
      if (this.#options.signal?.aborted === true) return 'cancelled';
      const stop = this.#runWindow();
      await this.#options.onProgress?.(this.#at);
      if (stop === 'more' && (await this.#windows.advance(this.#at))) continue;
      if (this.#at < this.#size) await this.#lookAtCommand();
    }
    return 'done';
  }

  /** Takes the commands that lie in the window. */
  #runWindow(): RespStatus {
    const { bytes, base } = this.#windows;
    const walker = this.#walker;
    const salvaging = this.#flags !== 0;
    while (this.#at < this.#size) {
      const at = this.#at;
      if (at >= base + bytes.length) return 'more';
      walker.start(at);
      const status = walker.run(bytes, base, this.#size);
      if (status !== 'done') return status;
      if (walker.position > base + bytes.length) return 'more';
      const tag = walker.nameAt < 0 ? 0 : commandTagAt(bytes, walker.nameAt - base, walker.nameLength);
      // Behind damage each one is looked at by itself until a name and its arity are known to fit.
      if (salvaging && tag === 0) return 'bad';
      const spec = commandSpec(tag);
      if (spec !== undefined && spec.firstKey !== 1) {
        walker.start(at, spec.firstKey === 0 ? -1 : spec.firstKey);
        walker.run(bytes, base, this.#size);
      }
      const { position: end, keyAt, keyLength } = walker;
      const hasKey = spec !== undefined && keyAt >= 0;
      const key = hasKey ? this.#index.keys.intern(bytes, keyAt - base, keyAt - base + keyLength) : NO_KEY;
      const isText = utf8Update(UTF8_ACCEPT, bytes, at - base, end - base) === UTF8_ACCEPT;
      if (tag === SELECT) this.#select(bytes.subarray(at - base, end - base));
      this.#push(end, tag, key, isText);
    }
    return 'done';
  }

  #push(end: number, tag: number, key: KeyId, isText: boolean): void {
    const index = this.#index;
    const at = this.#at;
    const { looseness } = this.#walker;
    const spec = commandSpec(tag);
    const unsure = this.#flags !== 0 && (spec === undefined || !arityFits(spec, this.#walker.count));
    const flags = this.#flags | (unsure ? UNSURE : 0) | (at < this.#embeddedUntil ? EMBEDDED : 0);
    const status = !isText ? RowStatus.badBody : flags === 0 ? RowStatus.ok : RowStatus.unproven;
    const row = index.pushRecord(end, tag, status, key, flags);
    const recordType = spec?.name ?? 'command';
    if (!isText) {
      const evidence = {
        kind: 'bad-body',
        recordType,
        field: 'argument',
        fieldAt: null,
        rule: 'utf8',
        value: null,
      } as const;
      index.addFault(row, 'damage', at, end - at, evidence);
    } else if (looseness !== null) {
      index.addFault(row, 'warning', at, end - at, { kind: 'loose-framing', recordType, looseness });
    }
  }

  /** Deals with the command at the index's end, which the inner loop could not take. */
  async #lookAtCommand(): Promise<void> {
    const at = this.#at;
    const walker = this.#walker;
    const status = await probeCommand(this.#source, walker, at);
    const trusted = status === 'done' && (this.#flags === 0 || (await this.#trusts(at)));
    if (trusted) {
      await this.#takeLong(at);
      if (this.#at < this.#size) await this.#windows.reach(this.#at);
      return;
    }
    const evidenceOf = await commandGap(this.#source, walker, status, at);
    const claimedEnd = walker.claimedEnd;
    const found = await findCommand(this.#source, this.#windows, at + 1, this.#options);
    if (found === null && this.#options.signal?.aborted === true) return;
    const end = found ?? this.#size;
    this.#pushGap(end, evidenceOf(found === null ? null : fileOffset(end), end));
    if (found === null) return;
    this.#flags = SALVAGED;
    this.#embeddedUntil = await this.#endOfDoubt(found, claimedEnd);
    await this.#windows.reach(found);
  }

  async #trusts(at: number): Promise<boolean> {
    const trust = await trustCommand(this.#source, at);
    await probeCommand(this.#source, this.#walker, at);
    return trust !== 'none';
  }

  /** Appends the command that was walked by random access. */
  async #takeLong(at: number): Promise<void> {
    const walker = this.#walker;
    const { nameAt, nameLength } = walker;
    const name =
      nameAt < 0 ? new Uint8Array(0) : await readExactly(this.#source, nameAt, Math.min(nameLength, 64));
    const tag = name.length < nameLength ? 0 : commandTagAt(name, 0, nameLength);
    const spec = commandSpec(tag);
    if (spec !== undefined && spec.firstKey !== 1) {
      await probeCommand(this.#source, walker, at, spec.firstKey === 0 ? -1 : spec.firstKey);
    }
    const { position: end, keyAt, keyLength } = walker;
    let key = NO_KEY;
    if (spec !== undefined && keyAt >= 0 && keyLength <= LONGEST_KEY_READ) {
      key = this.#index.keys.intern(await readExactly(this.#source, keyAt, keyLength), 0, keyLength);
    }
    if (tag === SELECT) this.#select(await readExactly(this.#source, at, end - at));
    this.#push(end, tag, key, await this.#isText(at, end));
  }

  async #isText(from: number, to: number): Promise<boolean> {
    let state = UTF8_ACCEPT;
    for (let at = from; at < to && state !== UTF8_REJECT; ) {
      const bytes = await readExactly(this.#source, at, Math.min(1 << 20, to - at));
      state = utf8Update(state, bytes, 0, bytes.length);
      at += bytes.length;
    }
    return state === UTF8_ACCEPT;
  }

  /** Notes the database that the SELECT about to be appended switches to. */
  #select(command: Uint8Array): void {
    const text =
      String.fromCharCode(...command.subarray(-24))
        .split('\r\n')
        .at(-2) ?? '';
    const database = /^\d{1,9}$/.test(text) ? Number(text) : 0;
    this.#index.databases.mark(this.#index.rows.length, database, true);
  }

  /** Until where commands from `found` on may be part of the payload that ends at `claimedEnd`, by its own length. */
  async #endOfDoubt(found: number, claimedEnd: number): Promise<number> {
    if (claimedEnd <= found || claimedEnd > this.#size) return 0;
    const walker = new RespWalker();
    let at = found;
    while (at < claimedEnd) {
      const from = at;
      if (this.#doubtLeft <= 0 || (await probeCommand(this.#source, walker, at)) !== 'done') return at;
      at = walker.position;
      this.#doubtLeft -= at - from;
    }
    return 0;
  }

  #pushGap(end: number, evidence: FaultEvidence): void {
    const index = this.#index;
    const at = this.#at;
    const row = rowIndex(index.rows.length);
    index.rows.push(end, RowKind.gap | this.#flags, 0, RowStatus.gap, NO_KEY);
    index.addFault(row, evidence.kind === 'torn-tail' ? 'warning' : 'damage', at, end - at, evidence);
    // What is lost may have been a SELECT.
    if (end < this.#size) index.databases.mark(row + 1, index.databases.of(row), false);
  }
}
