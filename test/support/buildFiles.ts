/* Builds whole logs and snapshots from records, and remembers where each of them stands. */
import {
  type AofRecord,
  frameCipher,
  type SnapshotEntry,
  writeAofHeader,
  writeEntry,
  writeFooter,
  writeRecord,
  writeRecordContent,
  writeSnapshotHeader,
} from '../../src/codec/index.ts';

/** The key of every encrypted file that is built here. */
export const TEST_KEY: Uint8Array = Uint8Array.from({ length: 32 }, (_, i) => (i * 37 + 11) & 0xff);
const cipher = frameCipher(TEST_KEY);

export interface Built {
  readonly bytes: Uint8Array;
  /** Where each record or entry begins. */
  readonly starts: readonly number[];
  /** Where the last one ends. */
  readonly end: number;
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** One frame of content, under {@link TEST_KEY}. Numbered nonces: never secret, never repeated in one file. */
export function sealFrame(content: Uint8Array, number: number): Uint8Array {
  const nonce = new Uint8Array(12).fill(0xa5);
  new DataView(nonce.buffer).setUint32(4, number);
  return cipher.seal(nonce, content);
}

function assemble(header: Uint8Array, bodies: readonly Uint8Array[], footer: Uint8Array): Built {
  const starts: number[] = [];
  let at = header.length;
  for (const body of bodies) {
    starts.push(at);
    at += body.length;
  }
  return { bytes: concat([header, ...bodies, footer]), starts, end: at };
}

/** A log. Version 3 is encrypted under {@link TEST_KEY}. */
export function buildLog(records: readonly AofRecord[], version = 2): Built {
  const bodies = records.map((record, i) =>
    version === 3 ? sealFrame(writeRecordContent(record), i) : writeRecord(record),
  );
  return assemble(writeAofHeader(version), bodies, new Uint8Array(0));
}

/** A snapshot. Version 1 takes strings only; version 3 is encrypted under {@link TEST_KEY}. */
export function buildSnapshot(
  entries: readonly SnapshotEntry[],
  version = 2,
  { shardId = 0, count = entries.length }: { readonly shardId?: number; readonly count?: number } = {},
): Built {
  const bodies = entries.map((entry, i) =>
    version === 3 ? sealFrame(writeEntry(entry, 2), i) : writeEntry(entry, version),
  );
  return assemble(writeSnapshotHeader(version, shardId, count), bodies, writeFooter(bodies));
}
