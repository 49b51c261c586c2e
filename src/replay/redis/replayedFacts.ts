/*
 * What is known of every key of a RESP log or an RDB. Commands depend on values too often to be followed without them,
 * so all of the file is replayed, and the state that it leads to is kept: it answers what a key holds.
 */
import { type KeyId, keyId, type RowIndex } from '../../base/index.ts';
import { countKeys, KeyTotals } from '../../columnar/index.ts';
import { decodeAny, eachRow } from '../../scan/index.ts';
import { applyRow } from '../applyRow.ts';
import { editedKeys } from '../editedValues.ts';
import type { KeyFacts, KeyFactsOptions } from '../keyFacts.ts';
import { KeyGroups, KeyLinks } from '../keyLinks.ts';
import { KeyNumbers, keyOfName, nameOfKey } from '../keyName.ts';
import { KeyFate, KeyOutline, NO_TTL_ROW, VALUE_TYPES } from '../keyOutline.ts';
import { allLosses, counts, countsWith, type KeyLoss } from '../losses.ts';
import { RangedKeyspace } from '../rangedKeyspace.ts';
import type { ShardFile } from '../shardFile.ts';
import { eachCommandLink } from './commandLinks.ts';
import type { Touch } from './commandRun.ts';
import { judgeTouches } from './touchTaint.ts';

/** Rows between two turns. */
const TURN_ROWS = 1 << 14;

/** @returns null when it was cancelled */
export function replayedFacts(file: ShardFile, options: KeyFactsOptions): Promise<KeyFacts | null> {
  return new ReplayedFacts(file, options).run();
}

class ReplayedFacts {
  readonly #file: ShardFile;
  readonly #options: KeyFactsOptions;
  readonly #keyspace = new RangedKeyspace();
  readonly #numbers: KeyNumbers;
  readonly #totals = new KeyTotals(0);
  #outline = new KeyOutline(0, { members: () => false, items: () => false });

  constructor(file: ShardFile, options: KeyFactsOptions) {
    this.#file = file;
    this.#options = options;
    this.#numbers = new KeyNumbers(file.index.keys);
  }

  async run(): Promise<KeyFacts | null> {
    const { source, index } = this.#file;
    const { keys, rows } = index;
    const named: (readonly [KeyId, RowIndex])[] = [];
    if (index.kind === 'aof') {
      await eachCommandLink(source, index, this.#options.signal, ({ key, row }) => {
        if (rows.key(row) !== key) named.push([key, row]);
      });
    }
    const losses = allLosses(await index.format.replay.losses(this.#file), this.#options.dropped);
    this.#totals.growTo(keys.size);
    countKeys(this.#totals, rows, 0, rows.length, countsWith);
    for (const [key, row] of named) this.#totals.name(key, row);
    this.#outline = new KeyOutline(keys.size, { members: () => false, items: () => false });
    if (!(await this.#replay(losses))) return null;
    return this.#finish(losses);
  }

  /** @returns false when it was cancelled */
  async #replay(losses: readonly KeyLoss[]): Promise<boolean> {
    const { source, index } = this.#file;
    const { signal, onTurn, nowMs } = this.#options;
    const { length } = index.rows;
    const { inLog } = editedKeys({ shardId: 0, snapshot: null, log: this.#file });
    this.#keyspace.open(this.#file, inLog);
    let nextLoss = 0;
    for (let from = 0; from < length; from += TURN_ROWS) {
      const to = Math.min(length, from + TURN_ROWS);
      const wants = (row: RowIndex): boolean => counts(index, row);
      await eachRow(source, index, { from, to, wants, ...(signal ? { signal } : {}) }, (row, content) => {
        for (; (losses[nextLoss]?.row ?? length) <= row; nextLoss++) this.#lose(losses[nextLoss] as KeyLoss);
        const decoded = content === null ? null : decodeAny(content, index, row);
        if (content === null || decoded === null) return true;
        const wait = this.#keyspace.begin(decoded, row, content);
        if (wait !== null) return wait;
        const { touched } = applyRow(this.#keyspace, decoded, nowMs);
        this.#note(row, touched);
        return true;
      });
      if (signal?.aborted === true) return false;
      await onTurn?.(to / length);
    }
    for (; nextLoss < losses.length; nextLoss++) this.#lose(losses[nextLoss] as KeyLoss);
    this.#keyspace.close();
    return true;
  }

  #lose({ key }: KeyLoss): void {
    this.#outline.taints.lose(key);
  }

  /** Notes what became of the keys that a row touches. */
  #note(row: RowIndex, touched: readonly Touch[]): void {
    const { index } = this.#file;
    judgeTouches(this.#outline.taints, index, row, touched, this.#keyspace, this.#numbers);
    for (const touch of touched) {
      const key = this.#numbers.find(touch.name);
      if (key !== null && key < this.#outline.type.length) this.#place(row, key, touch, touched);
    }
  }

  #place(row: RowIndex, key: KeyId, { name, act }: Touch, touched: readonly Touch[]): void {
    const outline = this.#outline;
    const { rows } = this.#file.index;
    const held = this.#keyspace.get(name);
    const was = outline.type[key] as number;
    if (held === undefined) {
      outline.type[key] = 0;
      if (this.#keyspace.unclear.has(name)) outline.fate[key] = KeyFate.unclear;
      if (was === 0 && (outline.fate[key] !== KeyFate.unclear || act !== 'drop')) return;
      const to = act === 'rename' ? touched.find((each) => each.name !== name) : undefined;
      outline.fate[key] =
        to !== undefined ? KeyFate.renamed : act === 'shrink' ? KeyFate.emptied : KeyFate.deleted;
      if (to !== undefined) outline.fateKey[key] = keyOfName(this.#file.index.keys, to.name);
      outline.fateRow[key] = row;
      outline.ttlRow[key] = NO_TTL_ROW;
      outline.liveBytes[key] = 0;
      return;
    }
    const type = VALUE_TYPES.indexOf(held.value.type);
    const isNew = was === 0 || act === 'set' || act === 'combine';
    outline.type[key] = type;
    outline.lastType[key] = type;
    outline.fate[key] = KeyFate.alive;
    outline.fateRow[key] = -1;
    outline.ttlRow[key] = held.ttlMs < 0n ? NO_TTL_ROW : row;
    outline.liveBytes[key] = rows.size(row) + (isNew ? 0 : (outline.liveBytes[key] as number));
  }

  #finish(losses: readonly KeyLoss[]): KeyFacts {
    const { keys } = this.#file.index;
    const outline = this.#outline;
    const size = outline.type.length;
    const ttls = { ms: new Float64Array(size).fill(-1), atMs: new Float64Array(size).fill(Number.NaN) };
    const taint = new Uint8Array(size);
    for (let id = 0; id < size; id++) {
      const name = nameOfKey(keys, keyId(id));
      taint[id] = outline.taints.of(keyId(id));
      const held = this.#keyspace.get(name);
      if (held === undefined || held.ttlMs < 0n) continue;
      ttls.ms[id] = Number(held.ttlMs);
      if (held.expireAtMs !== null) ttls.atMs[id] = Number(held.expireAtMs);
      if (held.ttlMs > 0n) continue;
      outline.fate[id] = KeyFate.expired;
      outline.fateRow[id] = outline.ttlRow[id] as number;
    }
    return {
      keys,
      totals: this.#totals,
      outline,
      links: new KeyLinks(),
      groups: new KeyGroups(size),
      ttls,
      taint,
      losses,
      inSnapshot: (key) => key,
      dataBytes: this.#totals.bytes.reduce((sum, bytes) => sum + bytes, 0),
      replayed: this.#keyspace,
    };
  }
}
