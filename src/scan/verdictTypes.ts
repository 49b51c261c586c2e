import type { FileOffset } from '../base/index.ts';
import type { ReaderId } from '../codec/index.ts';

/** What a named reader does with a file. Computed by that reader's rules, never guessed. */
export interface Verdict {
  /** Null for the only reader of a format that has one. */
  readonly reader: ReaderId | null;
  /** "ember 0.4.9" */
  readonly readerLabel: string;
  /** Records or entries that the reader decodes before it stops. */
  readonly records: number;
  /**
   * How many of them take effect: for a log the same number; for a snapshot all of them or, after any error, none.
   */
  readonly applied: number;
  /** Where the record that stops it begins; the end of the data when nothing stops it; 0 when it refuses the file. */
  readonly stoppedAt: FileOffset;
  /** The reader's message, word for word; null when it reports a clean end. */
  readonly error: string | null;
  readonly phase: 'open' | 'record' | 'entry' | 'footer' | null;
  /** Bytes after the last record that it drops without a word (a log that ends in the middle of a record). */
  readonly silentlyDropped: number;
  /** Bytes after a snapshot's footer, which it never looks at. */
  readonly unreadTrailing: number;
  /** Set where replaying would bring the server down. */
  readonly abort: AbortRisk | null;
}

/** A record that makes the server abort at start-up. */
export interface AbortRisk {
  readonly at: FileOffset;
  readonly type: string;
  /** False where it depends on how long the list is at that moment. */
  readonly certain: boolean;
  readonly reason: string;
}
