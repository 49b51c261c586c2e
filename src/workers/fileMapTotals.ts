import { clamp } from '../base/index.ts';
import type { Format } from '../codec/index.ts';
import { type FamilyOfRow, KIND_BITS, type RowKind, type RowStatus, SpanTotals } from '../columnar/index.ts';
import { FAMILIES, familyOf } from '../formats/index.ts';
import type { FileIndex } from '../scan/index.ts';
import type { MapAggregate } from './api.ts';
import { isReadable } from './rowViews.ts';

const MOST_BUCKETS = 4096;

/** Sums up a file for its map. The totals over the whole file grow with the scan and are kept. */
export class FileMapTotals {
  readonly #index: FileIndex | null;
  readonly #generation: number;
  readonly #totals: SpanTotals | null;
  readonly #familyOf: FamilyOfRow;

  /** @param index null before anything was scanned: the map is then empty */
  constructor(index: FileIndex | null, generation: number) {
    this.#index = index;
    this.#generation = generation;
    this.#totals = index === null ? null : SpanTotals.ofFile(index.size, FAMILIES.length);
    this.#familyOf = index === null ? () => 0 : familyIn(index.format);
  }

  /** The strip from `from` to `to`, cut into equal buckets. */
  aggregate(from: number, to: number, buckets: number): MapAggregate {
    const count = clamp(Math.floor(buckets), 1, MOST_BUCKETS);
    const index = this.#index;
    return {
      generation: this.#generation,
      from,
      to,
      buckets: count,
      families: FAMILIES,
      bytes: index === null ? new Float64Array(count * FAMILIES.length) : this.#bytes(index, from, to, count),
      severity: index === null ? new Uint8Array(count) : worstOf(index, from, to, count),
    };
  }

  #bytes(index: FileIndex, from: number, to: number, buckets: number): Float64Array {
    const { rows } = index;
    if (from === 0 && to === index.size && this.#totals !== null && buckets <= this.#totals.buckets) {
      this.#totals.advance(rows, this.#familyOf);
      return this.#totals.coarser(buckets);
    }
    const part = new SpanTotals(from, to, buckets, FAMILIES.length);
    if (rows.length > 0) part.addRows(rows, rows.rowAt(from), rows.rowAt(to - 1) + 1, this.#familyOf);
    return part.bytes;
  }
}

const LEVELS = { info: 1, warning: 2, damage: 3 } as const;

/** The worst severity in each bucket. */
function worstOf(index: FileIndex, from: number, to: number, buckets: number): Uint8Array {
  const severity = new Uint8Array(buckets);
  const width = Math.max(1, (to - from) / buckets);
  for (const fault of index.faults) {
    const end = fault.offset + Math.max(1, fault.length);
    if (end <= from || fault.offset >= to) continue;
    // What spans the whole file (a missing key) says nothing about a place.
    if (fault.evidence.kind === 'key-required') continue;
    const first = clamp(Math.floor((fault.offset - from) / width), 0, buckets - 1);
    const last = clamp(Math.floor((end - 1 - from) / width), 0, buckets - 1);
    const level = LEVELS[fault.severity];
    for (let bucket = first; bucket <= last; bucket++) {
      severity[bucket] = Math.max(severity[bucket] as number, level);
    }
  }
  return severity;
}

/** The family of a row of such a file. */
function familyIn(format: Format): FamilyOfRow {
  const kinds = KIND_BITS + 1;
  // Of rows that can be looked into first, by kind and tag; then of the others.
  const table = Uint8Array.from({ length: 2 * kinds * 256 }, (_, i) =>
    familyOf(format, ((i >> 8) % kinds) as RowKind, i & 0xff, i < kinds * 256),
  );
  return ({ kinds: kindColumn, tags, statuses }, i) => {
    const known = isReadable(statuses[i] as RowStatus) ? 0 : kinds * 256;
    return table[known + (((kindColumn[i] as number) & KIND_BITS) << 8) + (tags[i] as number)] as number;
  };
}
