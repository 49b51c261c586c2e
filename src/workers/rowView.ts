import type { FileOffset, RowIndex } from '../base/index.ts';
import type { Correction } from '../codec/index.ts';
import type { RowKind, RowStatus } from '../columnar/index.ts';
import type { TypeFamily } from '../formats/index.ts';

/** A row as the table shows it. Texts are cut to what a cell can hold; `…More` says that something was cut. */
export interface RowView {
  readonly row: RowIndex;
  readonly kind: RowKind;
  readonly status: RowStatus;
  readonly salvaged: boolean;
  readonly embedded: boolean;
  /** An encrypted frame, whether or not its key is there. */
  readonly sealed: boolean;
  /** The record's number in the file from 0; null for header, gap and footer. */
  readonly record: number | null;
  readonly offset: FileOffset;
  readonly size: number;
  /** "SET", "hash", "gap", "header", … */
  readonly type: string;
  /** Which colour family the type belongs to. */
  readonly family: TypeFamily;
  /** Escaped for display; null where the row has no key or it can't be read. */
  readonly key: string | null;
  /** `type` and `key` are what they would be once the row is put right; the bytes say something else. */
  readonly typeDerived: boolean;
  readonly keyDerived: boolean;
  /** One line about the rest: arguments, or what is wrong with a gap. */
  readonly summary: string;
  /** The number of its database; null where the format or the row has none. */
  readonly database: number | null;
  /** False where damage before it may hide that the database changed. */
  readonly databaseCertain: boolean;
  /** Milliseconds, as a decimal string; "-1" for none; null where the type has none. */
  readonly ttlMs: string | null;
  /** `ttlMs` is an absolute Unix time. */
  readonly ttlAbsolute: boolean;
  /** For the integrity column: "✓"-like short text is the view's; this names the finding. */
  readonly finding: string | null;
  /** How little would put the row right, where the checksum tells: one bit, one byte, one length. */
  readonly fix: Correction['scope'] | null;
}
