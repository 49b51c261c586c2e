/* Whether a file is one of AiKv's, from its first bytes. */
import { type Detected, type Header, RDB_HEADER_BYTES, RDB_MAGIC, shardOfName } from '../../codec/index.ts';
import type { Open, OpenedAs } from '../openFormat.ts';

const AIKV_AUX = 'aikv-ver';
const REDIS_AUX = 'redis-ver';

type AikvFile = Pick<OpenedAs, 'format' | 'header'>;

const plain = (version: number, length: number): Header => ({
  outcome: 'ok',
  version,
  encrypted: false,
  length,
  shardId: null,
  entryCount: null,
});

/** Null for a file that is none of AiKv's. */
export const openRedis: Open = ({ source, head, name, detected }) => {
  const found = aikvFile(head, source.size(), name, detected);
  return found === null ? null : { ...found, detected };
};

function aikvFile(head: Uint8Array, size: number, name: string, detected: Detected): AikvFile | null {
  const text = String.fromCharCode(...head);
  if (detected.format === 'rdb' || detected.format === 'rdb-preamble')
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
