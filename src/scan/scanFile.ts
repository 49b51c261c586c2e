import { rowIndex } from '../base/index.ts';
import {
  AOF_HEADER_BYTES,
  type ByteSource,
  DETECT_BYTES,
  type Detected,
  detectFormat,
  type EmberKind,
  ENCRYPTED_VERSION,
  emberFormat,
  FORMATS,
  type FormatTraits,
  frameCipher,
  type Header,
  kindOfName,
  readExactly,
  readHeader,
  shardOfName,
} from '../codec/index.ts';
import { FileIndex } from './fileIndex.ts';
import { frameAt } from './frames.ts';
import { holdsAt } from './probe.ts';
import { openRedis } from './redis/openRedis.ts';

/** A file that was recognised, before it is scanned. */
export interface Opened {
  readonly detected: Detected;
  /** Null for a format that can't be scanned. */
  readonly format: FormatTraits | null;
  /** What the rows of `format` are; null when it is. */
  readonly kind: EmberKind | null;
  /** Null when `kind` is. */
  readonly header: Header | null;
  readonly head: Uint8Array;
}

/**
 * Recognises a file by its first bytes. Where magic and name disagree, what stands behind the header decides: it may
 * be the magic that is damaged.
 */
export async function openFile(source: ByteSource, name: string): Promise<Opened> {
  const size = source.size();
  const head = await readExactly(source, 0, Math.min(DETECT_BYTES, size));
  const detected = detectFormat(head, size, name);
  const aikv = openRedis(head, size, name, detected);
  if (aikv !== null) {
    const format = FORMATS[aikv.format];
    return { detected, format, kind: format.kind, header: aikv.header, head };
  }
  if (detected.format !== 'aof' && detected.format !== 'snapshot') {
    return { detected, format: null, kind: null, header: null, head };
  }
  const named = kindOfName(name);
  const kind =
    named === null || named === detected.format ? detected.format : await kindOfContent(source, head);
  return {
    detected: { format: kind, by: 'content' },
    format: emberFormat(kind),
    kind,
    header: readHeader(head, kind),
    head,
  };
}

/** Whether the records behind a header are a log's or a snapshot's. */
async function kindOfContent(source: ByteSource, head: Uint8Array): Promise<EmberKind> {
  if (source.size() < AOF_HEADER_BYTES) return 'aof';
  const isLog =
    head[AOF_HEADER_BYTES - 1] === ENCRYPTED_VERSION
      ? (await frameAt(source, AOF_HEADER_BYTES)).outcome === 'frame'
      : await holdsAt(source, AOF_HEADER_BYTES);
  return isLog ? 'aof' : 'snapshot';
}

/** Makes the empty index of an opened file. @param key 32 bytes, or null when none is known */
export function createIndex(
  source: ByteSource,
  opened: Opened,
  name: string,
  key: Uint8Array | null,
): FileIndex {
  const { format, kind, header, head } = opened;
  if (format === null || kind === null || header === null)
    throw new Error('internal error: this format has no index');
  const index = new FileIndex(
    kind,
    source.size(),
    header,
    key === null ? null : frameCipher(key),
    header.outcome === 'short' ? (head[4] ?? null) : null,
    format,
  );
  const inName = shardOfName(name);
  if (header.outcome === 'ok' && header.shardId !== null && inName !== null && header.shardId !== inName) {
    index.addFault(rowIndex(0), 'damage', 5, 2, {
      kind: 'shard-id-mismatch',
      inHeader: header.shardId,
      inName,
    });
  }
  return index;
}
