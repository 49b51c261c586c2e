/* What a filter asks, as data. The parser makes it from text; compileQuery makes a test of rows from it. */
import type { RowStatus } from '../status.ts';
import type { TextPattern } from './textPattern.ts';

/** A stretch of the query's text. */
export interface Place {
  readonly offset: number;
  readonly length: number;
}

export type Query = Place &
  (
    | { readonly kind: 'and' | 'or'; readonly of: readonly Query[] }
    | { readonly kind: 'not'; readonly of: Query }
    | { readonly kind: 'term'; readonly term: Term }
  );

/** One condition. Bounds are inclusive. */
export type Term =
  /** Names of types, as patterns that match the whole name whatever its case. */
  | { readonly field: 'type'; readonly names: readonly TextPattern[] }
  | { readonly field: 'key' | 'value'; readonly text: TextPattern }
  | { readonly field: 'size' | 'record' | 'db'; readonly from: number; readonly to: number }
  /** Rows with a byte in `from … to`. */
  | { readonly field: 'at'; readonly from: number; readonly to: number }
  /** Milliseconds that are left of a key's time, or Unix times where `at` says so. */
  | { readonly field: 'ttl'; readonly from: number; readonly to: number; readonly at?: 'clock' }
  /** `none`: it could have an expiry and has none; `any`: it has one, of whatever kind. */
  | { readonly field: 'ttl'; readonly is: 'none' | 'any' }
  /** `none`: there is no checksum to hold or fail. */
  | { readonly field: 'crc'; readonly statuses: readonly RowStatus[]; readonly none: boolean }
  /** Null for whatever fault. */
  | { readonly field: 'fault'; readonly kinds: readonly string[] | null }
  | { readonly field: 'salvaged' | 'embedded'; readonly wanted: boolean };

/** What is wrong with a query, and where. */
export interface QueryError extends Place {
  readonly message: string;
  /** The text ends where more is expected: whoever types is not done yet. */
  readonly unfinished: boolean;
}

export interface ParsedQuery {
  /** Null where nothing is asked. What has errors is left out. */
  readonly query: Query | null;
  readonly errors: readonly QueryError[];
}
