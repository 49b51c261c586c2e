/* Totals over the keys of a file: by type, prefix, size, TTL; its operations by place; what nothing rests on. */
import { rowIndex } from '../base/index.ts';
import { RowKind } from '../columnar/index.ts';
import { counts, type KeyAct, KeyFate, VALUE_TYPES } from '../replay/index.ts';
import type { FileIndex } from '../scan/index.ts';
import { ALL_KEYS } from './allKeys.ts';
import type { KeyStats, KeyTotal, OperationClass } from './keyApi.ts';
import type { KeyTable } from './keyTable.ts';

const CLASSES: readonly OperationClass[] = ['set', 'change', 'remove', 'expire', 'move'];
const CLASS_OF: Readonly<Record<KeyAct, OperationClass | null>> = {
  set: 'set',
  combine: 'set',
  grow: 'change',
  edit: 'change',
  shrink: 'remove',
  drop: 'remove',
  expire: 'expire',
  persist: 'expire',
  rename: 'move',
  copy: 'move',
  none: null,
};

const PARTS = 96;
const MOST_PREFIXES = 12;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Upper ends, exclusive. */
const SIZES: readonly (readonly [number, string])[] = [
  [64, 'under 64 B'],
  [256, '64 to 255 B'],
  [1024, '256 B to 1 KiB'],
  [4096, '1 to 4 KiB'],
  [16_384, '4 to 16 KiB'],
  [65_536, '16 to 64 KiB'],
  [1 << 20, '64 KiB to 1 MiB'],
  [Number.POSITIVE_INFINITY, '1 MiB and more'],
];
const TTLS: readonly (readonly [number, string])[] = [
  [0, 'none'],
  [1, 'over'],
  [MINUTE, 'under a minute'],
  [HOUR, 'under an hour'],
  [DAY, 'under a day'],
  [7 * DAY, 'under a week'],
  [30 * DAY, 'under 30 days'],
  [Number.POSITIVE_INFINITY, '30 days and more'],
];

export function keyStats(table: KeyTable, index: FileIndex, separator: string, generation: number): KeyStats {
  const { facts, all } = table;
  const { outline, totals, ttls } = facts;
  const types = new Totals();
  const sizes = new Totals(SIZES);
  const times = new Totals(TTLS);
  let liveBytes = 0;
  for (const key of all) {
    const fate = outline.fate[key] as KeyFate;
    const isAlive = fate === KeyFate.alive;
    const live = outline.liveBytes[key] as number;
    const operations = totals.operations[key] as number;
    const bytes = totals.bytes[key] as number;
    types.add(VALUE_TYPES[outline.lastType[key] as number] ?? 'never made', isAlive, operations, bytes);
    if (isAlive) {
      liveBytes += live;
      sizes.addTo(live, true, operations, live);
    }
    if (isAlive || fate === KeyFate.expired) times.addTo(ttls.ms[key] as number, isAlive, operations, bytes);
  }
  const query = { ...ALL_KEYS, sort: 'bytes', descending: true } as const;
  const { branches } = table.branches(query, separator, 'bytes');
  const { parts, records } = operationParts(index);
  return {
    generation,
    types: types.list().sort((a, b) => b.bytes - a.bytes),
    prefixes: branches.slice(0, MOST_PREFIXES),
    sizes: sizes.list(),
    ttls: times.list(),
    dataBytes: facts.dataBytes,
    liveBytes: Math.min(liveBytes, facts.dataBytes),
    classes: index.kind === 'aof' ? CLASSES : [],
    parts,
    records,
  };
}

/** Records by class, in equal parts of the file's bytes. */
function operationParts(index: FileIndex): { readonly parts: Float64Array; readonly records: number } {
  const parts = new Float64Array(PARTS * CLASSES.length);
  let records = 0;
  if (index.kind !== 'aof') return { parts, records };
  const { rows } = index;
  const { actOf } = index.format.replay;
  const width = Math.max(1, index.size) / PARTS;
  for (let at = 0; at < rows.length; at++) {
    const row = rowIndex(at);
    if (rows.kind(row) !== RowKind.record || !counts(index, row)) continue;
    const wanted = CLASS_OF[actOf(rows.tag(row))];
    if (wanted === null) continue;
    const part = Math.min(PARTS - 1, Math.floor(rows.offset(row) / width));
    const slot = part * CLASSES.length + CLASSES.indexOf(wanted);
    parts[slot] = (parts[slot] as number) + 1;
    records++;
  }
  return { parts, records };
}

/** Totals under labels, in the order in which the labels came or were given. */
class Totals {
  readonly #bounds: readonly (readonly [number, string])[];
  readonly #totals = new Map<string, { -readonly [K in keyof KeyTotal]: KeyTotal[K] }>();

  constructor(bounds: readonly (readonly [number, string])[] = []) {
    this.#bounds = bounds;
    for (const [, label] of bounds) this.#of(label);
  }

  add(label: string, isAlive: boolean, operations: number, bytes: number): void {
    const total = this.#of(label);
    total.keys++;
    if (isAlive) total.alive++;
    total.operations += operations;
    total.bytes += bytes;
  }

  /** Adds under the first label whose end is above `value`. */
  addTo(value: number, isAlive: boolean, operations: number, bytes: number): void {
    const label = this.#bounds.find(([end]) => value < end)?.[1] ?? this.#bounds.at(-1)?.[1] ?? '';
    this.add(label, isAlive, operations, bytes);
  }

  list(): KeyTotal[] {
    return [...this.#totals.values()];
  }

  #of(label: string): { -readonly [K in keyof KeyTotal]: KeyTotal[K] } {
    let total = this.#totals.get(label);
    if (total === undefined) {
      total = { label, keys: 0, alive: 0, operations: 0, bytes: 0 };
      this.#totals.set(label, total);
    }
    return total;
  }
}
