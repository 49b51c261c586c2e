/* Whether a file is one of AiKv's, from its first bytes. */
import { type Header, RDB_HEADER_BYTES, RDB_MAGIC, shardOfName } from '../../codec/index.ts';
import type { Recognise, ToOpen } from '../openFormat.ts';

const AIKV_AUX = 'aikv-ver';
const REDIS_AUX = 'redis-ver';

const plain = (version: number, length: number): Header => ({
  outcome: 'ok',
  version,
  encrypted: false,
  length,
  shardId: null,
  entryCount: null,
});

const textOf = (head: Uint8Array): string => String.fromCharCode(...head);

/** Whether the first bytes leave open what a file is, so that what else it shows may tell. */
const isOpen = ({ detected, name }: ToOpen): boolean =>
  (detected.format === 'unknown' ||
    detected.format === 'empty' ||
    !('by' in detected) ||
    detected.by === 'name') &&
  shardOfName(name) === null;

/** An RDB of AiKv's; Redis's own are none. */
export const recogniseRdb: Recognise = (file) => {
  const { source, head, detected } = file;
  const text = textOf(head);
  if (detected.format === 'rdb' || detected.format === 'rdb-preamble')
    return isAikvRdb(text) ? plain(Number(text.slice(5, 9)), RDB_HEADER_BYTES) : null;
  if (detected.format === 'resp' || !isOpen(file)) return null;
  const size = source.size();
  if (size > 0 && size < RDB_HEADER_BYTES && text.startsWith(RDB_MAGIC.slice(0, size)))
    return { outcome: 'short', needed: RDB_HEADER_BYTES };
  return text.includes(AIKV_AUX) ? { outcome: 'bad', reason: 'magic', version: null } : null;
};

/** A log of plain commands, whoever wrote it. */
export const recogniseCommands: Recognise = (file) => {
  const { source, head, name, detected } = file;
  const text = textOf(head);
  if (detected.format === 'resp') return text.startsWith('*') ? LOG : null;
  if (detected.format === 'rdb' || detected.format === 'rdb-preamble' || !isOpen(file)) return null;
  // A log whose first command is damaged, or written as only AiKv takes it: a line that counts, a line that measures.
  const isLogName = /\.(aof|resp)$/i.test(name);
  if (/\*[ +]*\d{1,7}\r?\n\$\d{1,9}\r?\n/.test(text) && (isLogName || detected.format === 'unknown'))
    return LOG;
  // Nothing is a whole log to AiKv; under another name it is rather ember's, which wants a header.
  return source.size() === 0 && name === 'appendonly.aof' ? LOG : null;
};

const LOG = plain(0, 0);

/** Redis's own first version has no auxiliary fields; AiKv always begins with some. */
const isAikvRdb = (text: string): boolean =>
  text.includes(AIKV_AUX) ||
  (/^REDIS0001/.test(text) && text[RDB_HEADER_BYTES] === '\u00fa' && !text.includes(REDIS_AUX));
