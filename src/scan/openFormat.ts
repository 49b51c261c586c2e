import {
  type ByteSource,
  DETECT_BYTES,
  type Detected,
  detectFormat,
  type Format,
  type Header,
  readExactly,
} from '../codec/index.ts';

/** What is known of a file before anybody has said whose it is. */
export interface ToOpen {
  readonly source: ByteSource;
  /** Its first bytes. */
  readonly head: Uint8Array;
  readonly name: string;
  /** What they are taken for so far. */
  readonly detected: Detected;
}

/** The header of a file of one's own format; null for any other file. */
export type Recognise = (file: ToOpen) => Promise<Header | null> | Header | null;

/** A file that was recognised, before it is scanned. */
export interface Opened {
  readonly detected: Detected;
  /** Null for a file that can't be scanned. */
  readonly format: Format | null;
  /** Null when `format` is. */
  readonly header: Header | null;
  readonly head: Uint8Array;
}

/** Reads the first bytes, by which a file is recognised. */
export async function lookAt(source: ByteSource, name: string): Promise<ToOpen> {
  const size = source.size();
  const head = await readExactly(source, 0, Math.min(DETECT_BYTES, size));
  return { source, head, name, detected: detectFormat(head, size, name) };
}

/** Whose a file is: of the formats that are asked in turn, the first one that takes it for its own. */
export async function openAs(formats: readonly Format[], source: ByteSource, name: string): Promise<Opened> {
  const file = await lookAt(source, name);
  const { detected, head } = file;
  for (const format of formats) {
    const header = await format.recognise(file);
    if (header !== null) return { detected, format, header, head };
  }
  return { detected, format: null, header: null, head };
}
