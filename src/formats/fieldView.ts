import type { FieldRole } from '../codec/index.ts';

/** One field of a record, for the inspector and the byte pane. Offsets are relative to the record's first byte. */
export interface FieldView {
  /** Unique in its record: "key", "key.length", "members[3].score", "crc32". */
  readonly path: string;
  readonly name: string;
  /** 0 for a top field, 1 for an element of a collection. */
  readonly depth: number;
  readonly role: FieldRole;
  readonly offset: number;
  readonly length: number;
  /** The value decoded, as one line, cut to 300 characters. */
  readonly text: string;
  /** What we derived and the bytes don't say: "1 day", "computed 0x52d0917e". Shown in [brackets]. */
  readonly derived: string | null;
  /** The content is bytes that the value pane can show as text, JSON, hex, number. */
  readonly hasValue: boolean;
  readonly bad: boolean;
}
