/*
 * Replays a log without its values: which keys are there, of which type, since which record, which record set the
 * TTL, and how certain all that is. Most records are known by tag and key alone; the content is needed only for
 * collections that a record may empty, of which member sketches are kept.
 */
import type { KeyId } from '../base/index.ts';
import type { SnapshotEntry } from '../codec/index.ts';
import { KeyDictionary } from '../columnar/index.ts';
import { effectOfTag, type KeyAct } from './keyEffects.ts';
import type { KeyLinks } from './keyLinks.ts';
import {
  changeSketch,
  cloneSketch,
  emptySketch,
  loadSketch,
  type MemberSketch,
  sizeOfSketch,
} from './memberSketch.ts';
import { Taint, TaintLedger } from './taint.ts';
import type { ValueType } from './value.ts';

/** What became of a key. */
export const KeyFate = {
  /** Its records never made it: they all need a key that is there. */
  never: 0,
  alive: 1,
  deleted: 2,
  /** A record took the last item or member out. */
  emptied: 3,
  renamed: 4,
  /** Its time was over when the replay ended. */
  expired: 5,
  /** A command that is not replayed decides what it holds. */
  unclear: 6,
} as const;
export type KeyFate = (typeof KeyFate)[keyof typeof KeyFate];

/** By their number in {@link KeyOutline.type}; 0 is a key that is not there. */
export const VALUE_TYPES: readonly (ValueType | null)[] = [
  null,
  'string',
  'list',
  'zset',
  'hash',
  'set',
  'proto',
  'vector',
];
const numberOfType = (type: ValueType | null): number => VALUE_TYPES.indexOf(type);
/** The type that a record makes or works on, by its tag. */
const TYPE_OF_TAG = Uint8Array.from({ length: 256 }, (_, tag) =>
  numberOfType(effectOfTag(tag)?.type ?? null),
);
const LIST = numberOfType('list');
const STRING = numberOfType('string');
const PROTO = numberOfType('proto');

/** No record set a TTL. */
export const NO_TTL_ROW = -1;
/** A TTL that entry `row` of the snapshot brought is written as this, below every other number. */
export const snapshotRow = (row: number): number => -2 - row;

/** What the replay has to know of a key beforehand. */
export interface OutlineNeeds {
  /** Something may empty it: its members are kept track of. */
  readonly members: (key: KeyId) => boolean;
  /** Items of it are found by their content. */
  readonly items: (key: KeyId) => boolean;
}

export class KeyOutline {
  /** A number of {@link VALUE_TYPES}. */
  readonly type: Uint8Array;
  /** The last type that it had. */
  readonly lastType: Uint8Array;
  readonly fate: Uint8Array;
  /** The row that decided its fate; −1 for none. */
  readonly fateRow: Int32Array;
  /** The key that it was renamed to. */
  readonly fateKey: Uint32Array;
  /** The row that set the TTL that it has. */
  readonly ttlRow: Int32Array;
  /** Bytes of the records that its state rests on. */
  readonly liveBytes: Float64Array;
  readonly taints: TaintLedger;
  readonly #members = new Map<KeyId, MemberSketch>();
  readonly #contents = new KeyDictionary();
  readonly #needs: OutlineNeeds;

  constructor(keys: number, needs: OutlineNeeds) {
    this.#needs = needs;
    this.type = new Uint8Array(keys);
    this.lastType = new Uint8Array(keys);
    this.fate = new Uint8Array(keys);
    this.fateRow = new Int32Array(keys).fill(-1);
    this.fateKey = new Uint32Array(keys);
    this.ttlRow = new Int32Array(keys).fill(NO_TTL_ROW);
    this.liveBytes = new Float64Array(keys);
    this.taints = new TaintLedger(keys);
  }

  /** Whether the content of the key's records is needed. */
  tracks(key: KeyId): boolean {
    return this.#needs.members(key);
  }

  /** How many members or items the key has; null where nobody counts. */
  sizeOf(key: KeyId): number | null {
    const sketch = this.#members.get(key);
    return sketch === undefined ? null : sizeOfSketch(sketch);
  }

  /**
   * Puts a snapshot's entry in.
   * @param entry needed for a key whose members are kept track of
   */
  load(
    key: KeyId,
    row: number,
    type: number,
    bytes: number,
    taint: Taint,
    entry: SnapshotEntry | null,
  ): void {
    this.#put(key, type, snapshotRow(row), bytes);
    this.fateRow[key] = -1;
    const sketch = this.#members.get(key);
    if (sketch !== undefined && entry !== null) loadSketch(sketch, entry, this.#contents);
    this.taints.set(key, taint);
  }

  /**
   * Applies a record that holds.
   * @param bytes the record's size
   * @param content its tag and payload, where its key needs them
   */
  apply(row: number, tag: number, key: KeyId, bytes: number, content: Uint8Array | null): void {
    const effect = effectOfTag(tag);
    if (effect === null || effect.act === 'none') return;
    if (effect.taint === 'fixes') this.taints.set(key, Taint.exact);
    else this.taints.touch(key);
    const there = this.type[key] as number;
    switch (effect.act) {
      case 'set':
        this.#put(key, TYPE_OF_TAG[tag] as number, row, bytes);
        return;
      case 'drop':
        if (there !== 0) this.#end(key, KeyFate.deleted, row);
        return;
      case 'expire':
      case 'persist':
        if (there === 0) return;
        this.ttlRow[key] = effect.act === 'expire' ? row : NO_TTL_ROW;
        this.liveBytes[key] = (this.liveBytes[key] as number) + bytes;
        return;
      default:
        this.#change(effect.act, row, tag, key, bytes, content);
        return;
    }
  }

  #change(
    act: KeyAct,
    row: number,
    tag: number,
    key: KeyId,
    bytes: number,
    content: Uint8Array | null,
  ): void {
    const wanted = TYPE_OF_TAG[tag] as number;
    const there = this.type[key] as number;
    if (there === 0 && act === 'grow') this.#put(key, wanted, NO_TTL_ROW, 0);
    else if (there !== wanted) return;
    this.liveBytes[key] = (this.liveBytes[key] as number) + bytes;
    if (content === null) return;
    const sketch = this.#members.get(key);
    if (sketch === undefined) return;
    const changed = changeSketch(sketch, content, this.#contents);
    if (changed && act === 'shrink' && sizeOfSketch(sketch) === 0) this.#end(key, KeyFate.emptied, row);
  }

  /** Applies RENAME, COPY or BITOP: link `at` of `links`. */
  link(at: number, tag: number, key: KeyId, bytes: number, links: KeyLinks): void {
    const act = effectOfTag(tag)?.act;
    const row = links.row(at);
    if (act === 'combine') {
      // The sources are judged before the destination, which may be one of them.
      const taint = this.taints.worst(links.others(at));
      this.#put(key, STRING, NO_TTL_ROW, bytes);
      this.taints.set(key, taint);
      return;
    }
    const to = links.destination(at);
    // To itself: nothing changes, and nothing is said of it.
    if (to === null || to === key) return;
    if (act === 'rename') this.#rename(row, key, to, bytes);
    else if (act === 'copy') this.#copy(key, to, bytes, links.replaces(at));
  }

  #rename(row: number, from: KeyId, to: KeyId, bytes: number): void {
    const isHere = this.type[from] !== 0;
    this.taints.rename(from, to, isHere);
    if (!isHere) return;
    this.#clone(from, to, bytes);
    this.#end(from, KeyFate.renamed, row);
    this.fateKey[from] = to;
  }

  #copy(from: KeyId, to: KeyId, bytes: number, replaces: boolean): void {
    const isThere = { source: this.type[from] !== 0, destination: this.type[to] !== 0 };
    this.taints.copy(from, to, isThere, replaces);
    if (isThere.source && (replaces || !isThere.destination)) this.#clone(from, to, bytes);
  }

  /** Gives `to` what `from` holds. */
  #clone(from: KeyId, to: KeyId, bytes: number): void {
    const sketch = this.#members.get(from);
    const copied = sketch === undefined ? null : cloneSketch(sketch);
    this.#put(
      to,
      this.type[from] as number,
      this.ttlRow[from] as number,
      (this.liveBytes[from] as number) + bytes,
    );
    if (copied !== null) this.#members.set(to, copied);
  }

  #put(key: KeyId, type: number, ttlRow: number, bytes: number): void {
    this.#forgetMembers(key);
    this.type[key] = type;
    this.lastType[key] = type;
    this.fate[key] = KeyFate.alive;
    this.fateRow[key] = -1;
    this.ttlRow[key] = ttlRow;
    this.liveBytes[key] = bytes;
    if (isCollection(type) && this.#needs.members(key))
      this.#members.set(key, emptySketch(type === LIST, this.#needs.items(key)));
  }

  #end(key: KeyId, fate: KeyFate, row: number): void {
    this.#forgetMembers(key);
    this.type[key] = 0;
    this.fate[key] = fate;
    this.fateRow[key] = row;
    this.ttlRow[key] = NO_TTL_ROW;
    this.liveBytes[key] = 0;
  }

  /** Before its type changes: most records are of strings, and need no look into the map. */
  #forgetMembers(key: KeyId): void {
    if (isCollection(this.type[key] as number)) this.#members.delete(key);
  }
}

const isCollection = (type: number): boolean => type !== 0 && type !== STRING && type !== PROTO;
