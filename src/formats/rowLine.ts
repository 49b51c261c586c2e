import type { ListedElements } from '../codec/index.ts';
import type { FieldView } from './fieldView.ts';

/** A row in one line. */
export interface RowLine {
  readonly summary: string;
  /** Null for a row that has no time to live. */
  readonly ttlMs: string | null;
  readonly ttlAbsolute: boolean;
  readonly key: string | null;
  /** Where the content says it and the index doesn't. */
  readonly type: string | null;
}

export interface RowFields {
  readonly fields: readonly FieldView[];
  readonly omitted: number;
  /** Null for a row without a collection. */
  readonly elements: ListedElements | null;
}
