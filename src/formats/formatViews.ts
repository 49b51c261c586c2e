/* How the rows of a format are told to people. */
import type { RowIndex } from '../base/index.ts';
import type { ElementPage } from '../codec/index.ts';
import type { FileIndex } from '../scan/index.ts';
import type { TypeFamily } from './families.ts';
import type { RowFields, RowLine } from './rowLine.ts';

/** A page of a row's elements, and the bytes of the row from its first one on. */
export interface PageBytes extends ElementPage {
  readonly bytes: Uint8Array;
}

export interface FormatViews {
  /** @param content the row's first bytes @param whole its size */
  readonly line: (index: FileIndex, row: RowIndex, content: Uint8Array, whole: number) => RowLine;
  /**
   * The fields of any row from its first bytes, with the elements of `page` where one is asked for; null where they
   * follow from the record table, checksum and frame.
   */
  readonly fields:
    | ((index: FileIndex, row: RowIndex, head: Uint8Array, size: number, page?: PageBytes) => RowFields)
    | null;
  /** Rows that hold no data have something to tell in their line: a database, an auxiliary field. */
  readonly tellsMarks: boolean;
  /** The colour of a type; undefined for one that it doesn't have. */
  readonly family: (tag: number) => TypeFamily | undefined;
  /** The line of a header that holds. */
  readonly header: (index: FileIndex) => string;
  /** What a file of 0 bytes means, and what to do; null where it is one like any other. */
  readonly empty: { readonly meaning: string; readonly next: string } | null;
}

declare module '../codec/index.ts' {
  interface Format {
    readonly views: FormatViews;
  }
}
