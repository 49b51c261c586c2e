/* The headers of ember's files. */
import type { HeaderProblem } from '../fault.ts';
import { AOF_HEADER_BYTES, AOF_MAGIC } from './aof.ts';
import { SNAPSHOT_HEADER_BYTES, SNAPSHOT_MAGIC } from './snapshot.ts';

export type EmberKind = 'aof' | 'snapshot';

/** What the first bytes of a file say. */
export type Header =
  | {
      readonly outcome: 'ok';
      readonly version: number;
      readonly encrypted: boolean;
      /** 5 or 11 */
      readonly length: number;
      /** Snapshots only. */
      readonly shardId: number | null;
      readonly entryCount: number | null;
    }
  | { readonly outcome: 'short'; readonly needed: number }
  | { readonly outcome: 'bad'; readonly reason: HeaderProblem; readonly version: number | null };

/** The version whose records are encrypted. */
export const ENCRYPTED_VERSION = 3;

const magicOf = (kind: EmberKind): readonly number[] => (kind === 'aof' ? AOF_MAGIC : SNAPSHOT_MAGIC);

/** Whether `bytes` at `at` begin with the magic of `kind`. */
export function hasMagic(bytes: Uint8Array, at: number, kind: EmberKind): boolean {
  return magicOf(kind).every((byte, i) => bytes[at + i] === byte);
}

/** Which kind of ember file `bytes` at `at` begin like; null for neither. */
export function magicAt(bytes: Uint8Array, at: number): EmberKind | null {
  return hasMagic(bytes, at, 'aof') ? 'aof' : hasMagic(bytes, at, 'snapshot') ? 'snapshot' : null;
}

/** Reads a header in the order of ember's reader: magic, version, then the rest. */
export function readHeader(bytes: Uint8Array, kind: EmberKind): Header {
  const length = kind === 'aof' ? AOF_HEADER_BYTES : SNAPSHOT_HEADER_BYTES;
  if (bytes.length < 4) return { outcome: 'short', needed: length };
  if (!hasMagic(bytes, 0, kind)) return { outcome: 'bad', reason: 'magic', version: null };
  const version = bytes[4];
  if (version === undefined) return { outcome: 'short', needed: length };
  if (version === 0) return { outcome: 'bad', reason: 'version-0', version };
  if (version > ENCRYPTED_VERSION) return { outcome: 'bad', reason: 'newer-version', version };
  if (bytes.length < length) return { outcome: 'short', needed: length };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    outcome: 'ok',
    version,
    encrypted: version === ENCRYPTED_VERSION,
    length,
    shardId: kind === 'aof' ? null : view.getUint16(5, true),
    entryCount: kind === 'aof' ? null : view.getUint32(7, true),
  };
}
