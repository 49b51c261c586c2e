/* Whether a file is one of AiKv's, from its first bytes. */
import {
  type Detected,
  type FormatId,
  type Header,
  RDB_HEADER_BYTES,
  RDB_MAGIC,
  shardOfName,
} from '../../codec/index.ts';

const AIKV_AUX = 'aikv-ver';
const REDIS_AUX = 'redis-ver';

/** A file of AiKv's. */
export interface AikvFile {
  readonly format: Extract<FormatId, 'aikv-aof' | 'aikv-rdb'>;
  readonly header: Header;
}

const plain = (version: number, length: number): Header => ({
  outcome: 'ok',
  version,
  encrypted: false,
  length,
  shardId: null,
  entryCount: null,
});

/**
 * @param head the file's first bytes
 * @param detected what they are taken for so far
 * @returns null for a file that is none
 */
export function openRedis(head: Uint8Array, size: number, name: string, detected: Detected): AikvFile | null {
  const text = String.fromCharCode(...head);
  if (detected.format === 'rdb')
    return isAikvRdb(text) ? rdb(plain(Number(text.slice(5, 9)), RDB_HEADER_BYTES)) : null;
  if (detected.format === 'resp') return text.startsWith('*') ? LOG : null;
  const open =
    detected.format === 'unknown' ||
    detected.format === 'empty' ||
    !('by' in detected) ||
    detected.by === 'name';
  if (!open || shardOfName(name) !== null) return null;
  if (size > 0 && size < RDB_HEADER_BYTES && text.startsWith(RDB_MAGIC.slice(0, size))) {
    return rdb({ outcome: 'short', needed: RDB_HEADER_BYTES });
  }
  if (text.includes(AIKV_AUX)) return rdb({ outcome: 'bad', reason: 'magic', version: null });
  // A log whose first command is damaged, or written as only AiKv takes it: a line that counts, a line that measures.
  const isLogName = /\.(aof|resp)$/i.test(name);
  if (/\*[ +]*\d{1,7}\r?\n\$\d{1,9}\r?\n/.test(text) && (isLogName || detected.format === 'unknown'))
    return LOG;
  // Nothing is a whole log to AiKv; under another name it is rather ember's, which wants a header.
  if (size === 0 && name === 'appendonly.aof') return LOG;
  return null;
}

const LOG: AikvFile = { format: 'aikv-aof', header: plain(0, 0) };
const rdb = (header: Header): AikvFile => ({ format: 'aikv-rdb', header });

/** Redis's own first version has no auxiliary fields; AiKv always begins with some. */
const isAikvRdb = (text: string): boolean =>
  text.includes(AIKV_AUX) ||
  (/^REDIS0001/.test(text) && text[RDB_HEADER_BYTES] === '\u00fa' && !text.includes(REDIS_AUX));
