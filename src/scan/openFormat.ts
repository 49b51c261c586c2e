import type { ByteSource, Detected, FormatId, Header } from '../codec/index.ts';

/** What is known of a file before anybody has said whose it is. */
export interface ToOpen {
  readonly source: ByteSource;
  /** Its first bytes. */
  readonly head: Uint8Array;
  readonly name: string;
  /** What they are taken for so far. */
  readonly detected: Detected;
}

/** A file that belongs to a format that can be scanned. */
export interface OpenedAs {
  readonly format: FormatId;
  readonly header: Header;
  readonly detected: Detected;
}

/** Says whether a file is of one's own format; null when it is not. */
export type Open = (file: ToOpen) => Promise<OpenedAs | null> | OpenedAs | null;
