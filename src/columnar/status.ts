/**
 * What is known about a row's integrity, one byte in the index. The order is stable: it is written into columns
 * and read back by every view.
 */
export const RowStatus = {
  /** Its own checksum (or GCM tag) holds, or the whole file's does. */
  ok: 0,
  /** Framing holds, the checksum does not. */
  badChecksum: 1,
  /** The checksum holds, the content breaks a rule of the format. */
  badBody: 2,
  /** The checksum holds, no known record has this tag. */
  unknownTag: 3,
  /** GCM's tag does not hold under the given key. */
  undecryptable: 4,
  /** Encrypted, and no key was given. */
  locked: 5,
  /** No checksum of its own, and the file's does not vouch for it. */
  unproven: 6,
  /** Bytes that are no record. */
  gap: 7,
} as const;

export type RowStatus = (typeof RowStatus)[keyof typeof RowStatus];

/** What a row is, one byte in the index. */
export const RowKind = { header: 0, record: 1, entry: 2, gap: 3, footer: 4 } as const;

export type RowKind = (typeof RowKind)[keyof typeof RowKind];

/** Set beside the kind: found by resynchronising, without a checksum and with little else that speaks for it. */
export const UNSURE = 0x10;
/** Set beside the kind: the row is an encrypted frame. */
export const SEALED = 0x20;
/** Set beside the kind: found by resynchronising after damage. */
export const SALVAGED = 0x40;
/** Set beside the kind: lies inside the span that a damaged record claimed, so it may be part of that record's value. */
export const EMBEDDED = 0x80;
