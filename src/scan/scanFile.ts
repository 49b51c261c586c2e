import { rowIndex } from '../base/index.ts';
import {
  type ByteSource,
  DETECT_BYTES,
  type Detected,
  detectFormat,
  type EmberKind,
  FORMATS,
  type FormatTraits,
  frameCipher,
  type Header,
  readExactly,
  shardOfName,
} from '../codec/index.ts';
import { FileIndex } from './fileIndex.ts';
import { OPENERS } from './formats.ts';

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

/** Recognises a file by its first bytes, and where these leave it open by its name. */
export async function openFile(source: ByteSource, name: string): Promise<Opened> {
  const size = source.size();
  const head = await readExactly(source, 0, Math.min(DETECT_BYTES, size));
  const detected = detectFormat(head, size, name);
  for (const open of OPENERS) {
    const found = await open({ source, head, name, detected });
    if (found === null) continue;
    const format = FORMATS[found.format];
    return { detected: found.detected, format, kind: format.kind, header: found.header, head };
  }
  return { detected, format: null, kind: null, header: null, head };
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
