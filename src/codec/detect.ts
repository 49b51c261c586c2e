/* Which format a file is, from its content; the name decides only what the content leaves open. */

import { KEY_BYTES } from './ember/encryption.ts';
import { type EmberKind, magicAt } from './ember/header.ts';
import { readKeyFile } from './ember/keyFile.ts';

/** The formats that a file can be recognised as. */
export type Detected =
  | {
      readonly format: EmberKind;
      /** `content`: the magic says so. `name`: the magic is damaged or missing, the file name says so. */
      readonly by: 'content' | 'name';
    }
  | {
      readonly format:
        | 'rdb'
        /** An RDB at the beginning of what is named as a log: the commands follow it. */
        | 'rdb-preamble'
        /** Taken off a replication link: a length, or a mark for the end, stands before the RDB. */
        | 'rdb-stream'
        /** Named .rdb, and not one by its first bytes. */
        | 'rdb-damaged'
        | 'resp'
        | 'aof-manifest'
        | 'key-file'
        | 'empty'
        | 'unknown';
    };

/** How many first bytes {@link detectFormat} wants to see: a whole key file with white space around its digits. */
export const DETECT_BYTES = 256;

/** The kind that an ember file's name stands for: `….aof`, `….snap`, and the same with `.tmp`; null for others. */
export function kindOfName(name: string): EmberKind | null {
  if (/\.aof(\.tmp)?$/i.test(name)) return 'aof';
  if (/\.snap(\.tmp)?$/i.test(name)) return 'snapshot';
  return null;
}

/** The shard number in `shard-{id}.aof` or `.snap` (0 … 65,535); null when the name has none. */
export function shardOfName(name: string): number | null {
  const match = /^shard-(\d{1,5})\.(?:aof|snap)(?:\.tmp)?$/.exec(name);
  const id = match === null ? Number.NaN : Number(match[1]);
  return id <= 65_535 ? id : null;
}

/**
 * @param head the first {@link DETECT_BYTES} bytes, or all of a shorter file
 * @param size of the whole file, in bytes
 */
export function detectFormat(head: Uint8Array, size: number, name: string): Detected {
  const kind = magicAt(head, 0);
  const named = kindOfName(name);
  if (kind !== null) return { format: kind, by: 'content' };
  const text = String.fromCharCode(...head);
  if (/^(REDIS|VALKEY)\d{3}/.test(text)) return { format: named === 'aof' ? 'rdb-preamble' : 'rdb' };
  if (/^\$(\d+|EOF:\w{40})\r?\n(REDIS|VALKEY)\d{3}/.test(text)) return { format: 'rdb-stream' };
  if (/^\*\d+\r\n\$\d/.test(text) || /^#TS:\d/.test(text)) return { format: 'resp' };
  if (/^(#.*\r?\n|\r?\n)*file (\S+|"[^"\n]*") seq \d+ type [bhi]/.test(text))
    return { format: 'aof-manifest' };
  if (named !== null) return { format: named, by: 'name' };
  if (size === 0) return { format: 'empty' };
  if (/\.rdb$/i.test(name)) return { format: 'rdb-damaged' };
  // One that is cut short or overwritten; Redis names it so and not otherwise.
  if (/\.aof\.manifest$/i.test(name)) return { format: 'aof-manifest' };
  return isKeyFile(head, size) ? { format: 'key-file' } : { format: 'unknown' };
}

/** A key as ember reads it. Any 32 bytes are one; of longer files only what is all there can be judged. */
function isKeyFile(head: Uint8Array, size: number): boolean {
  if (size === KEY_BYTES) return true;
  return size === head.length && readKeyFile(head).kind === 'key';
}
