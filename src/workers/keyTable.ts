/* The keys of a file as tables want them: found, sorted, grouped. Works on numbers; text is made of the rows shown. */
import { type KeyId, keyId, type RowIndex, rowIndex } from '../base/index.ts';
import { previewText } from '../codec/index.ts';
import { branchesBelow, guessSeparator, matchKeys, NO_ROW, startsWith } from '../columnar/index.ts';
import { type KeyFacts, KeyFate, Taint, VALUE_TYPES } from '../replay/index.ts';
import type { FileIndex } from '../scan/index.ts';
import type {
  KeyBranch,
  KeyBranches,
  KeyColumn,
  KeyQuery,
  KeysReport,
  KeyView,
  KeyWindow,
} from './keyApi.ts';

const NAME_LENGTH = 160;
/** The most that one request gets. */
const MOST_KEYS = 512;
const MOST_BRANCHES = 500;

export class KeyTable {
  readonly facts: KeyFacts;
  readonly #index: FileIndex;
  /** The keys that are named at all: a dictionary may hold some of rows that tell nothing. */
  readonly #all: Uint32Array;
  /** What was found last, by its query. */
  #found: { readonly query: string; readonly keys: Uint32Array } | null = null;

  constructor(facts: KeyFacts, index: FileIndex) {
    this.facts = facts;
    this.#index = index;
    const { operations } = facts.totals;
    // A key of which everything was lost is a key all the same.
    const lost = new Set(facts.losses.map(({ key }) => key));
    this.#all = Uint32Array.from(operations.keys()).filter(
      (id) => operations[id] !== 0 || lost.has(keyId(id)),
    );
  }

  /** Every key that records name. */
  get all(): Uint32Array {
    return this.#all;
  }

  report(generation: number, elapsedMs: number): Omit<KeysReport, 'snapshot' | 'basis'> {
    const { facts } = this;
    const count = { alive: 0, stale: 0, unknown: 0 };
    for (const id of this.#all) {
      if (facts.outline.fate[id] === KeyFate.alive) count.alive++;
      if (facts.taint[id] === Taint.stale) count.stale++;
      else if (facts.taint[id] === Taint.unknown) count.unknown++;
    }
    const losses = facts.losses.filter(({ key }) => key === null);
    return {
      generation,
      keys: this.#all.length,
      ...count,
      separator: guessSeparator(facts.keys),
      losses: losses.length,
      firstLoss: losses[0]?.row ?? null,
      elapsedMs,
    };
  }

  window(query: KeyQuery, from: number, count: number): KeyWindow {
    const keys = this.find(query);
    const slice = keys.subarray(from, from + Math.min(count, MOST_KEYS));
    return { total: keys.length, keys: Array.from(slice, (id) => this.view(keyId(id))) };
  }

  /** The keys that a query finds, in its order. */
  find(query: KeyQuery): Uint32Array {
    const name = JSON.stringify({ ...query, prefix: query.prefix.join() }, (_, value) =>
      value === Number.POSITIVE_INFINITY ? 'inf' : value === Number.NEGATIVE_INFINITY ? '-inf' : value,
    );
    if (this.#found?.query !== name)
      this.#found = { query: name, keys: this.#sorted(query, this.#filtered(query)) };
    return this.#found.keys;
  }

  view(key: KeyId): KeyView {
    const { keys, totals, outline, ttls, taint } = this.facts;
    const bytes = keys.bytesOf(key);
    const first = this.#row(totals.first[key] as number);
    const last = this.#row(totals.last[key] as number);
    const fateRow = this.#row(outline.fateRow[key] as number);
    const fate = outline.fate[key] as KeyFate;
    const atMs = ttls.atMs[key] as number;
    const absolute = !Number.isNaN(atMs);
    return {
      key,
      name: previewText(bytes, NAME_LENGTH),
      length: bytes.length,
      type: VALUE_TYPES[outline.lastType[key] as number] ?? null,
      operations: totals.operations[key] as number,
      bytes: totals.bytes[key] as number,
      liveBytes: fate === KeyFate.alive ? (outline.liveBytes[key] as number) : 0,
      first,
      last,
      firstRecord: this.#record(first),
      lastRecord: this.#record(last),
      ttlMs: String(BigInt(absolute ? atMs : (ttls.ms[key] as number))),
      ttlAbsolute: absolute,
      fate,
      fateRow,
      fateRecord: this.#record(fateRow),
      fateKey: fate === KeyFate.renamed ? this.#named(keyId(outline.fateKey[key] as number)) : null,
      taint: taint[key] as Taint,
    };
  }

  /** One level of the tree of prefixes. @param by what the largest has most of */
  branches(query: KeyQuery, separator: string, by: 'bytes' | 'operations'): KeyBranches {
    const { facts } = this;
    const found = branchesBelow(facts.keys, this.find(query), query.prefix, separator.charCodeAt(0));
    const all = found.map(({ prefix, key, keys }): KeyBranch => {
      const label = previewText(prefix.subarray(query.prefix.length), NAME_LENGTH);
      return { prefix: prefix.slice(), label, key, ...this.#sum(keys) };
    });
    all.sort((a, b) => b[by] - a[by]);
    const rest = { branches: 0, keys: 0, operations: 0, bytes: 0 };
    const total = { keys: 0, operations: 0, bytes: 0 };
    for (const [at, branch] of all.entries()) {
      const into = at < MOST_BRANCHES ? [total] : [total, rest];
      for (const sum of into) {
        sum.keys += branch.keys;
        sum.operations += branch.operations;
        sum.bytes += branch.bytes;
      }
    }
    rest.branches = Math.max(0, all.length - MOST_BRANCHES);
    return { branches: all.slice(0, MOST_BRANCHES), rest, ...total };
  }

  #sum(keys: readonly number[]): Pick<KeyBranch, 'keys' | 'alive' | 'doubtful' | 'operations' | 'bytes'> {
    const { totals, outline, taint } = this.facts;
    const sum = { keys: keys.length, alive: 0, doubtful: 0, operations: 0, bytes: 0 };
    for (const key of keys) {
      if (outline.fate[key] === KeyFate.alive) sum.alive++;
      if (taint[key] !== Taint.exact) sum.doubtful++;
      sum.operations += totals.operations[key] as number;
      sum.bytes += totals.bytes[key] as number;
    }
    return sum;
  }

  #filtered(query: KeyQuery): Uint32Array {
    const { keys, outline, taint } = this.facts;
    const matches = query.text === '' ? null : matchKeys(keys, query.text, query.caseSensitive);
    const types = new Set<number>(query.types.map((type) => VALUE_TYPES.indexOf(type)));
    const fates = new Set<number>(query.fates);
    const taints = new Set<number>(query.taints);
    const ranges = query.ranges.map(({ column, min, max }) => ({ numbers: this.#numbers(column), min, max }));
    return this.#all.filter(
      (id) =>
        (matches === null || matches[id] === 1) &&
        (types.size === 0 || types.has(outline.lastType[id] as number)) &&
        (fates.size === 0 || fates.has(outline.fate[id] as number)) &&
        (taints.size === 0 || taints.has(taint[id] as number)) &&
        ranges.every(
          ({ numbers, min, max }) => (numbers[id] as number) >= min && (numbers[id] as number) <= max,
        ) &&
        (query.prefix.length === 0 || startsWith(keys.bytesOf(keyId(id)), query.prefix)),
    );
  }

  #sorted({ sort, descending }: KeyQuery, keys: Uint32Array): Uint32Array {
    const sign = descending ? -1 : 1;
    if (sort === 'key') {
      const { keys: names } = this.facts;
      return keys.sort((a, b) => sign * compareBytes(names.bytesOf(keyId(a)), names.bytesOf(keyId(b))));
    }
    const numbers = this.#numbers(sort);
    return keys.sort((a, b) => {
      const left = numbers[a] as number;
      const right = numbers[b] as number;
      // What has no such number comes last, whatever the order.
      if (Number.isNaN(left) || Number.isNaN(right))
        return Number(Number.isNaN(left)) - Number(Number.isNaN(right)) || a - b;
      return sign * (left - right) || a - b;
    });
  }

  /** A column to compare by; NaN where a key has no such number. */
  #numbers(column: KeyColumn): ArrayLike<number> {
    const { totals, outline, ttls, taint } = this.facts;
    const rows = (of: Uint32Array): Float64Array =>
      Float64Array.from(of, (row) =>
        row === NO_ROW ? Number.NaN : (this.#record(rowIndex(row)) ?? Number.NaN),
      );
    switch (column) {
      case 'type':
        return outline.lastType;
      case 'operations':
        return totals.operations;
      case 'bytes':
        return totals.bytes;
      case 'first':
        return rows(totals.first);
      case 'last':
        return rows(totals.last);
      case 'ttl':
        return ttls.ms.map((ms) => (ms < 0 ? Number.NaN : ms));
      case 'fate':
        return outline.fate;
      case 'certainty':
        return taint;
      case 'key':
        return Float64Array.from(totals.operations.keys());
    }
  }

  #row(row: number): RowIndex | null {
    return row === NO_ROW || row < 0 ? null : rowIndex(row);
  }

  #record(row: RowIndex | null): number | null {
    return row === null ? null : this.#index.rows.recordNumber(row);
  }

  #named(key: KeyId): { readonly key: KeyId; readonly name: string } {
    return { key, name: previewText(this.facts.keys.bytesOf(key), NAME_LENGTH) };
  }
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
