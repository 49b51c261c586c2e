/* Whether a file is one of ember's. */
import {
  AOF_HEADER_BYTES,
  type ByteSource,
  type EmberKind,
  ENCRYPTED_VERSION,
  kindOfName,
  readHeader,
} from '../codec/index.ts';
import { frameAt } from './frames.ts';
import type { Recognise } from './openFormat.ts';
import { holdsAt } from './probe.ts';

/** Where magic and name disagree, what stands behind the header decides: it may be the magic that is damaged. */
export const recogniseEmber =
  (kind: EmberKind): Recognise =>
  async ({ source, head, name, detected }) => {
    if (detected.format !== 'aof' && detected.format !== 'snapshot') return null;
    const named = kindOfName(name);
    const isPlain = named === null || named === detected.format;
    const found = isPlain ? detected.format : await kindOfContent(source, head);
    return found === kind ? readHeader(head, kind) : null;
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
