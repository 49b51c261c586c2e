/* The records that tie one key to others: RENAME, COPY, BITOP. Their other keys are not in the index; they are read. */
import { type KeyId, keyId, type RowIndex } from '../base/index.ts';
import type { AofRecord } from '../codec/index.ts';
import { type KeyDictionary, KIND_BITS, NO_KEY, RowKind } from '../columnar/index.ts';
import type { FileIndex } from '../scan/index.ts';
import { tagsThat } from './keyEffects.ts';
import { countsWith } from './losses.ts';

/** The links of a log in its order, as columns. */
export class KeyLinks {
  readonly #rows: number[] = [];
  /** COPY's REPLACE. */
  readonly #replaces: number[] = [];
  /** Where each link's other keys begin in `#others`. */
  readonly #starts: number[] = [0];
  readonly #others: number[] = [];

  get length(): number {
    return this.#rows.length;
  }

  row(link: number): number {
    return this.#rows[link] as number;
  }

  replaces(link: number): boolean {
    return this.#replaces[link] !== 0;
  }

  /** The destination of a RENAME or COPY; null where the dictionary could not take it in. */
  destination(link: number): KeyId | null {
    const key = this.#others[this.#starts[link] as number];
    return key === undefined || key === NO_KEY ? null : keyId(key);
  }

  /** All keys beside the record's own: a BITOP's sources. */
  others(link: number): readonly KeyId[] {
    return this.#others.slice(this.#starts[link], this.#starts[link + 1]).map(keyId);
  }

  add(row: RowIndex, record: AofRecord, keys: KeyDictionary): void {
    const others = otherKeys(record);
    if (others === null) return;
    this.#rows.push(row);
    this.#replaces.push(record.type === 'COPY' ? record.replace : 0);
    for (const bytes of others) this.#others.push(keys.intern(bytes, 0, bytes.length));
    this.#starts.push(this.#others.length);
  }
}

/** The keys that decide, or become, something beside the record's own; null for a record that has none. */
function otherKeys(record: AofRecord): readonly Uint8Array[] | null {
  switch (record.type) {
    case 'RENAME':
      return [record.newkey];
    case 'COPY':
      return [record.destination];
    case 'BITOP':
      // NOT inverts the first, but the longest decides how long the result is.
      return record.keys;
    default:
      return null;
  }
}

const LINK_TAGS = tagsThat('rename', 'copy', 'combine');
const IS_LINK = Uint8Array.from({ length: 256 }, (_, tag) => (LINK_TAGS.includes(tag) ? 1 : 0));

/** The records of a log that tie keys to others, of those that count; in its order. */
export function linkRows(index: FileIndex): Uint32Array {
  const { rows, countOf } = index;
  const found: number[] = [];
  // Most logs have none, and need no look at their rows.
  if (LINK_TAGS.every((tag) => countOf[tag] === 0)) return new Uint32Array(0);
  for (let from = 0; from < rows.length; ) {
    const { kinds, tags, statuses } = rows.columns(from);
    for (let i = 0; i < kinds.length; i++) {
      if (IS_LINK[tags[i] as number] !== 1) continue;
      const flags = kinds[i] as number;
      const isRecord = (flags & KIND_BITS) === RowKind.record;
      if (isRecord && countsWith(flags, statuses[i] as number)) found.push(from + i);
    }
    from += kinds.length;
  }
  return Uint32Array.from(found);
}

/** Keys that values can move between, in groups (union-find). */
export class KeyGroups {
  readonly #parent: Uint32Array;
  readonly #joined: Uint8Array;

  constructor(keys: number) {
    this.#parent = Uint32Array.from({ length: keys }, (_, id) => id);
    this.#joined = new Uint8Array(keys);
  }

  of(key: KeyId): KeyId {
    let at: number = key;
    while (this.#parent[at] !== at) {
      const above = this.#parent[this.#parent[at] as number] as number;
      this.#parent[at] = above;
      at = above;
    }
    return keyId(at);
  }

  /** Whether no value moves between this key and another. */
  isAlone(key: KeyId): boolean {
    return this.#joined[key] === 0;
  }

  join(a: KeyId, b: KeyId): void {
    this.#parent[this.of(a)] = this.of(b);
    this.#joined[a] = 1;
    this.#joined[b] = 1;
  }
}
