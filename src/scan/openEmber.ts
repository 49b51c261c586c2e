/* Whether a file is one of ember's. */
import {
  AOF_HEADER_BYTES,
  type ByteSource,
  type EmberKind,
  ENCRYPTED_VERSION,
  emberFormat,
  kindOfName,
  readHeader,
} from '../codec/index.ts';
import { frameAt } from './frames.ts';
import type { Open } from './openFormat.ts';
import { holdsAt } from './probe.ts';

/** Where magic and name disagree, what stands behind the header decides: it may be the magic that is damaged. */
export const openEmber: Open = async ({ source, head, name, detected }) => {
  if (detected.format !== 'aof' && detected.format !== 'snapshot') return null;
  const named = kindOfName(name);
  const kind =
    named === null || named === detected.format ? detected.format : await kindOfContent(source, head);
  return {
    detected: { format: kind, by: 'content' },
    format: emberFormat(kind).id,
    header: readHeader(head, kind),
  };
};

/** Whether the records behind a header are a log's or a snapshot's. */
async function kindOfContent(source: ByteSource, head: Uint8Array): Promise<EmberKind> {
  if (source.size() < AOF_HEADER_BYTES) return 'aof';
  const isLog =
    head[AOF_HEADER_BYTES - 1] === ENCRYPTED_VERSION
      ? (await frameAt(source, AOF_HEADER_BYTES)).outcome === 'frame'
      : await holdsAt(source, AOF_HEADER_BYTES);
  return isLog ? 'aof' : 'snapshot';
}
