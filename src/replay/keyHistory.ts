/*
 * The values along one lane, by replaying only the records that they rest on. A first pass over all of them notes each
 * mark's state and leaves checkpoints behind; a single moment is then replayed from the nearest one. A checkpoint costs
 * what the values hold, so they lie further apart the larger the values are: together they cost a few times the
 * largest. Calls wait for one another.
 */
import { type KeyId, type RowIndex, rowIndex, upperBound } from '../base/index.ts';
import { type ByteSource, encodeUtf8 } from '../codec/index.ts';
import { type CancelSignal, decodeAny, eachListedRow, type FileIndex } from '../scan/index.ts';
import { applyRow } from './applyRow.ts';
import { parseI64 } from './integers.ts';
import { Keyspace } from './keyspace.ts';
import type { Lane, Lanes } from './lane.ts';
import { type LaneDoubt, LaneTaint } from './laneTaint.ts';
import { carriersAt } from './lineage.ts';
import type { Touch } from './redis/commandRun.ts';
import { textOf } from './text.ts';
import { cloneValue, type Held, sizeOf } from './value.ts';

export const EXISTS = 1;
export const HAS_TTL = 2;

/** What the lane's key holds after each mark, as columns. */
export interface LaneStates {
  /** {@link EXISTS} and {@link HAS_TTL}. */
  readonly flags: Uint8Array;
  /** Items of a collection, bytes of a string; NaN where there is nothing. */
  readonly sizes: Float64Array;
  /** The value as a number; NaN where it is none. */
  readonly numbers: Float64Array;
  /** The lane's key is there before its first mark: a snapshot has it. */
  readonly startsAlive: boolean;
  /** Where it is not certain what the key holds, in the order of the log. */
  readonly doubts: readonly LaneDoubt[];
  /** Every mark was reached: false when the pass was stopped. */
  readonly complete: boolean;
}

/** What a lane's key holds around one mark. Borrowed: it changes with the next call. */
export interface Moment {
  readonly before: Held | null;
  readonly after: Held | null;
  /** False for a record that does not hold, or changes nothing of this key. */
  readonly applied: boolean;
}

export interface HistoryOptions {
  /** The clock, Unix milliseconds, for expiries at an absolute time. */
  readonly nowMs: bigint;
  /** What a snapshot holds of the lane's keys, by name: the log goes on from there. */
  readonly base?: ReadonlyMap<string, Held>;
  /** False where the log goes on from a snapshot of which something can't be used. */
  readonly baseIsWhole?: boolean;
}

/** Marks between two checkpoints at least. */
const STRIDE = 2048;
/** A checkpoint is left behind only once this part of the values' size was replayed. */
const SHARE = 4;
/** Behind a checkpoint this many records short of where a far jump ended, steps back are cheap. */
const NEAR = 256;
const NEARS = 6;
/** A single record of more than this is not decoded: its value counts as unknown. */
const MOST_RECORD_BYTES = 256 << 20;

interface Checkpoint {
  /** How many of the sources were applied. */
  readonly done: number;
  readonly keys: ReadonlyMap<string, Held>;
}

/** What to do while sources are applied. */
interface Pass {
  readonly signal?: CancelSignal;
  /** Called with a row before it is applied. */
  readonly before?: (row: number) => void;
  /** Called with the keys that a command touched, once it is applied. */
  readonly touch?: (row: RowIndex, touched: readonly Touch[]) => void;
  /** Called with a row once it is applied; false ends the pass. */
  readonly visit?: (row: number) => boolean;
  /** Called now and then with how many are done. */
  readonly onStride?: (done: number) => Promise<void> | void;
}

export class KeyHistory {
  readonly lane: Lane;
  readonly #source: ByteSource;
  readonly #index: FileIndex;
  readonly #lanes: Lanes;
  readonly #sources: Uint32Array;
  readonly #needed: ReadonlySet<string>;
  readonly #options: HistoryOptions;
  readonly #checkpoints: Checkpoint[];
  #near: Checkpoint[] = [];
  #cursor: { done: number; keyspace: Keyspace };
  #turn: Promise<unknown> = Promise.resolve();

  constructor(source: ByteSource, lanes: Lanes, lane: Lane, options: HistoryOptions) {
    this.lane = lane;
    this.#source = source;
    this.#index = lanes.index;
    this.#lanes = lanes;
    this.#options = options;
    const { rows, keys } = lanes.sourcesOf(lane);
    this.#sources = rows;
    this.#needed = new Set([...keys.keys()].map((key) => this.#nameOf(key)));
    const base = new Map([...(options.base ?? [])].filter(([name]) => this.#needed.has(name)));
    this.#checkpoints = [{ done: 0, keys: base }];
    this.#cursor = { done: 0, keyspace: keyspaceOf(base) };
  }

  /** How many records the lane's values rest on. */
  get sources(): number {
    return this.#sources.length;
  }

  /** The state at every mark. @param onProgress told how many of the records are done */
  states(
    signal: CancelSignal = { aborted: false },
    onProgress: (done: number) => Promise<void> | void = () => undefined,
  ): Promise<LaneStates> {
    return this.#inTurn(async () => {
      const { rows } = this.lane;
      const flags = new Uint8Array(rows.length);
      const sizes = new Float64Array(rows.length).fill(Number.NaN);
      const numbers = new Float64Array(rows.length).fill(Number.NaN);
      this.#restore(this.#checkpoints[0] as Checkpoint);
      const first = rows.length === 0 ? null : this.#carrier(0, 'before');
      const startsAlive = first !== null && isThere(this.#cursor.keyspace.get(first));
      const known = [...(this.#checkpoints[0] as Checkpoint).keys.keys()]
        .map((name) => this.#index.keys.find(encodeUtf8(name)))
        .filter((key) => key !== null);
      const taint = new LaneTaint(this.#lanes, this.lane, known, this.#options.baseIsWhole !== false);
      const isHeld = (key: KeyId): boolean => this.#cursor.keyspace.get(this.#nameOf(key)) !== undefined;
      let mark = 0;
      const note = (): void => {
        taint.note(mark);
        const held = this.#cursor.keyspace.get(this.#carrier(mark, 'after'));
        if (isThere(held)) {
          flags[mark] = EXISTS | (held.ttlMs >= 0n ? HAS_TTL : 0);
          sizes[mark] = sizeOf(held.value);
          numbers[mark] = numberOf(held);
        }
        mark++;
      };
      const { effectsByTag } = this.#index.format.replay;
      const before = (row: number): void => {
        while (mark < rows.length && (rows[mark] as number) < row) note();
        if (effectsByTag) taint.apply(rowIndex(row), isHeld);
      };
      const touch = (row: RowIndex, touched: readonly Touch[]): void =>
        taint.applyTouches(row, touched, this.#cursor.keyspace);
      const visit = (row: number): boolean => {
        if (rows[mark] === row) note();
        return true;
      };
      await this.#apply(this.#sources.length, { signal, before, touch, visit, onStride: onProgress });
      if (!signal.aborted) while (mark < rows.length) note();
      taint.end();
      const { doubts } = taint;
      return { flags, sizes, numbers, startsAlive, doubts, complete: mark === rows.length };
    });
  }

  /** Looks at what the lane's key holds around mark number `mark`. */
  at<T>(mark: number, look: (moment: Moment) => T): Promise<T> {
    return this.#inTurn(async () => {
      const row = this.lane.rows[mark] as number;
      const place = upperBound(this.#sources, row - 1);
      const applied = this.#sources[place] === row;
      await this.#goTo(place);
      const before = copyOf(this.#cursor.keyspace.get(this.#carrier(mark, 'before')));
      if (applied) await this.#apply(place + 1);
      const after = this.#cursor.keyspace.get(this.#carrier(mark, 'after'));
      return look({ before, after: isThere(after) ? after : null, applied });
    });
  }

  /**
   * Replays the lane once more from its beginning and looks at the state after each mark up to `last`.
   * @returns false from `look` ends it
   */
  walk(
    last: number,
    look: (mark: number, held: Held | null, row: RowIndex) => boolean | undefined,
    signal: CancelSignal = { aborted: false },
  ): Promise<void> {
    return this.#inTurn(async () => {
      const { rows } = this.lane;
      this.#restore(this.#checkpoints[0] as Checkpoint);
      let mark = 0;
      const end = upperBound(this.#sources, rows[last] as number);
      const visit = (row: number): boolean => {
        while (mark <= last && (rows[mark] as number) < row) mark++;
        if (mark > last || rows[mark] !== row) return true;
        const held = this.#cursor.keyspace.get(this.#carrier(mark, 'after'));
        return look(mark, isThere(held) ? held : null, rowIndex(row)) !== false;
      };
      await this.#apply(end, { signal, visit });
    });
  }

  #nameOf(key: KeyId): string {
    return this.#lanes.moves.nameOf(key);
  }

  #carrier(mark: number, side: 'before' | 'after'): string {
    const { segments, segmentOf, rows } = this.lane;
    return this.#nameOf(carriersAt(segments, segmentOf[mark] as number, rows[mark] as number)[side]);
  }

  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(run);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  /** Applies sources up to `to` (exclusive), and leaves checkpoints where there are none yet. */
  async #apply(to: number, pass: Pass = {}): Promise<void> {
    const { signal = { aborted: false }, before, touch, visit, onStride } = pass;
    let stopped = false;
    while (this.#cursor.done < to && !signal.aborted && !stopped) {
      const part = { from: this.#cursor.done, to: Math.min(to, this.#cursor.done + STRIDE) };
      const list = { rows: this.#sources, ...part, signal };
      await eachListedRow(this.#source, this.#index, list, (place, row, content) => {
        before?.(row);
        const touched = this.#applyContent(row, content);
        if (touched.length > 0) touch?.(row, touched);
        this.#cursor.done = place + 1;
        stopped = visit?.(row) === false;
        return !stopped;
      });
      this.#leaveCheckpoint();
      await onStride?.(this.#cursor.done);
    }
  }

  #applyContent(row: RowIndex, content: Uint8Array | null): readonly Touch[] {
    if (content === null || content.length > MOST_RECORD_BYTES) return [];
    const decoded = decodeAny(content, this.#index, row);
    if (decoded === null) return [];
    const { keyspace } = this.#cursor;
    const { touched } = applyRow(keyspace, decoded, this.#options.nowMs);
    keyspace.logs.length = 0;
    // What a RENAME took to a key that nobody asks for is of no further use.
    const isRename = decoded.kind === 'record' && decoded.record.type === 'RENAME';
    const made = isRename ? [textOf(decoded.record.newkey)] : touched.map(({ name }) => name);
    for (const name of made) if (!this.#needed.has(name)) keyspace.delete(name);
    return touched;
  }

  async #goTo(place: number): Promise<void> {
    const start = [...this.#checkpoints, ...this.#near]
      .filter(({ done }) => done <= place)
      .reduce((best, each) => (each.done > best.done ? each : best));
    if (this.#cursor.done > place || this.#cursor.done < start.done) this.#restore(start);
    if (place - this.#cursor.done > 2 * NEAR) {
      await this.#apply(place - NEAR);
      this.#near = [this.#checkpoint(), ...this.#near].slice(0, NEARS);
    }
    await this.#apply(place);
  }

  #leaveCheckpoint(): void {
    const last = this.#checkpoints.at(-1) as Checkpoint;
    const replayed = this.#cursor.done - last.done;
    let size = 0;
    for (const { value } of this.#cursor.keyspace.keys.values()) {
      size += value.type === 'string' || value.type === 'proto' ? 1 : sizeOf(value);
    }
    if (replayed >= STRIDE && replayed * SHARE >= size) this.#checkpoints.push(this.#checkpoint());
  }

  #checkpoint(): Checkpoint {
    return { done: this.#cursor.done, keys: copyOfAll(this.#cursor.keyspace.keys) };
  }

  #restore({ done, keys }: Checkpoint): void {
    this.#cursor = { done, keyspace: keyspaceOf(keys) };
  }
}

/** A key whose time is over is as good as gone: the server drops it when it is next looked at. */
export const isThere = (held: Held | undefined | null): held is Held => held != null && held.ttlMs !== 0n;

const copyOf = (held: Held | undefined): Held | null =>
  isThere(held) ? { ...held, value: cloneValue(held.value) } : null;

const copyOfAll = (keys: ReadonlyMap<string, Held>): ReadonlyMap<string, Held> =>
  new Map([...keys].map(([name, held]) => [name, { ...held, value: cloneValue(held.value) }]));

function keyspaceOf(keys: ReadonlyMap<string, Held>): Keyspace {
  const keyspace = new Keyspace();
  for (const [name, held] of copyOfAll(keys)) keyspace.keys.set(name, held);
  return keyspace;
}

function numberOf({ value }: Held): number {
  if (value.type !== 'string' || sizeOf(value) > 20) return Number.NaN;
  const number = parseI64(value.bytes);
  return number === null ? Number.NaN : Number(number);
}
