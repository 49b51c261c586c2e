/*
 * Filters and sorts the rows of one scan for the page. One search and one sort run at a time: a new one ends the one
 * before it. Both give the worker's other questions a turn, so that they can be called off.
 */
import { keyId, type RowIndex, rowIndex } from '../base/index.ts';
import { type ByteSource, encodeUtf8, formatOffset, previewText } from '../codec/index.ts';
import {
  compileQuery,
  formatText,
  NO_KEY,
  parseQuery,
  RowStatus,
  type SortOrder,
  sortRows,
} from '../columnar/index.ts';
import { type FileIndex, filterRows, queryTarget, typeNamesOf } from '../scan/index.ts';
import type { FilterEnd, FilterQuery, KeyCompletion, OnFound, TermField } from './filterApi.ts';
import { PAGE_ROWS } from './pageRows.ts';
import type { RowView } from './rowView.ts';
import { typeOfRow } from './rowViews.ts';
import { viewRowsAt } from './rowWindow.ts';

/** Others get a turn this often, in milliseconds. */
const YIELD_MS = 16;
/** Hits are told at first at once, then this often. */
const TELL_MS = 60;
/** Between two looks at whether a scan has added rows. */
const GROWTH_MS = 40;
const COMPLETIONS = 8;
/** Keys that are looked through for a completion, and how many of them at a time: some milliseconds' work. */
const KEYS_LOOKED_THROUGH = 400_000;
const KEYS_AT_A_TIME = 20_000;
const KEY_LENGTH = 120;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export class RowFilter {
  readonly #source: ByteSource;
  readonly #index: FileIndex;
  /** Counts what was asked for; an older search, sort or completion ends itself. */
  #search = 0;
  #sort = 0;
  #completion = 0;
  #ended = false;

  constructor(source: ByteSource, index: FileIndex) {
    this.#source = source;
    this.#index = index;
  }

  /** Ends what is under way. */
  cancel(): void {
    this.#search++;
    this.#sort++;
    this.#completion++;
  }

  /** No more rows will come. */
  scanEnded(): void {
    this.#ended = true;
  }

  /**
   * Finds the rows that a query asks for. While the file is being read it follows the scan; what has to read the file
   * itself waits for its end.
   */
  async filter({ text, caseSensitive }: FilterQuery, onFound: OnFound): Promise<FilterEnd> {
    const search = ++this.#search;
    const isCurrent = (): boolean => search === this.#search;
    const { rows } = this.#index;
    const { query } = parseQuery(text, typeNamesOf(this.#index.format));
    const compiled = compileQuery(query, queryTarget(this.#index), !caseSensitive);
    let pieces: Uint32Array[] = [];
    let hits = 0;
    let toldAt = Number.NEGATIVE_INFINITY;
    let yielded = performance.now();
    let next = 0;
    const tell = async (firstRows: readonly RowView[] | null = null): Promise<void> => {
      const told = joined(pieces);
      pieces = [];
      await onFound({ found: told, rowsDone: next, rowsTotal: rows.length, firstRows });
      toldAt = performance.now();
    };
    const onPiece = async (found: Uint32Array, upTo: number): Promise<boolean> => {
      next = upTo;
      const isFirst = hits === 0 && found.length > 0;
      if (found.length > 0) pieces.push(found);
      hits += found.length;
      // The page can show the first hits at once and need not ask for them, behind a search that goes on.
      if (isFirst) await tell(await this.#view(found));
      else if (performance.now() - toldAt > TELL_MS) await tell();
      if (compiled.needsContent || performance.now() - yielded > YIELD_MS) {
        await pause(0);
        yielded = performance.now();
      }
      return isCurrent();
    };
    for (;;) {
      const waits = compiled.needsContent && !this.#ended;
      const to = waits ? 0 : rows.length;
      // What was known to have ended before the rows were counted has no more of them.
      const ended = this.#ended;
      const whole = await filterRows(this.#source, this.#index, compiled, { from: next, to, onPiece });
      if (!whole) return { phase: 'cancelled', rowsDone: next };
      if (ended && next >= to) break;
      await pause(GROWTH_MS);
      if (!isCurrent()) return { phase: 'cancelled', rowsDone: next };
    }
    await tell();
    return { phase: 'done', rowsDone: next };
  }

  #view(found: Uint32Array): Promise<readonly RowView[]> {
    return viewRowsAt(this.#source, this.#index, Array.from(found.subarray(0, PAGE_ROWS), rowIndex));
  }

  /** @returns null when it was called off */
  async sort(
    among: Uint32Array | null,
    order: SortOrder,
    onProgress: (share: number) => void,
  ): Promise<Uint32Array | null> {
    const sort = ++this.#sort;
    let yielded = performance.now();
    let told = yielded;
    return sortRows(queryTarget(this.#index), among, order, {
      turn: async (share) => {
        if (performance.now() - told > TELL_MS) {
          told = performance.now();
          onProgress(share);
        }
        if (performance.now() - yielded > YIELD_MS) {
          await pause(0);
          yielded = performance.now();
        }
        return sort === this.#sort;
      },
    });
  }

  /** Keys that begin like this, in the order in which they came. What is filtered meanwhile goes on. */
  async complete(prefix: string): Promise<readonly KeyCompletion[]> {
    const { keys } = this.#index;
    const completion = ++this.#completion;
    const wanted = encodeUtf8(prefix);
    const found: KeyCompletion[] = [];
    const last = Math.min(keys.size, KEYS_LOOKED_THROUGH);
    for (let id = 0; id < last && found.length < COMPLETIONS; id++) {
      if (id % KEYS_AT_A_TIME === KEYS_AT_A_TIME - 1) {
        await pause(0);
        if (completion !== this.#completion) break;
      }
      const bytes = keys.bytesOf(keyId(id));
      if (bytes.length >= wanted.length && wanted.every((byte, i) => bytes[i] === byte)) {
        found.push({ term: formatText(bytes), text: previewText(bytes, KEY_LENGTH) });
      }
    }
    return found;
  }

  /** The term that takes the rows which are like this one in a field; null where it has nothing there. */
  termOf(row: RowIndex, field: TermField): string | null {
    const { rows, keys } = this.#index;
    if (row >= rows.length) return null;
    switch (field) {
      case 'key': {
        const key = rows.key(row);
        return key === NO_KEY ? null : `key:${formatText(keys.bytesOf(key))}`;
      }
      case 'type': {
        const type = typeOfRow(this.#index, row);
        return type === '—' ? 'crc:locked' : `type:${formatText(encodeUtf8(type))}`;
      }
      case 'size':
        return `size:${rows.size(row)}`;
      case 'at':
        return `at:${formatOffset(rows.offset(row))}..${formatOffset(rows.offset(rowIndex(row + 1)))}`;
      case 'record': {
        const record = rows.recordNumber(row);
        return record === null ? null : `#:${record}`;
      }
      case 'db': {
        const database = queryTarget(this.#index).databaseOf(row);
        return database === null ? null : `db:${database}`;
      }
      case 'crc':
        return this.#integrityTerm(row);
      default:
        return null;
    }
  }

  #integrityTerm(row: RowIndex): string {
    const fault = this.#index.faultsOf(row)[0];
    if (fault !== undefined) return `fault:${fault.evidence.kind}`;
    const status = this.#index.statusOf(row);
    if (status === RowStatus.ok) return queryTarget(this.#index).hasChecksums ? 'crc:ok' : 'crc:none';
    return status === RowStatus.locked ? 'crc:locked' : 'crc:unproven';
  }
}

function joined(pieces: readonly Uint32Array[]): Uint32Array {
  const whole = new Uint32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
