/* Which version a snapshot's entries are really laid out in: the version byte is one byte, and no checksum covers it. */
import { type ByteSource, FOOTER_BYTES, type FrameCipher, SNAPSHOT_HEADER_BYTES } from '../codec/index.ts';
import { frameOpensAt } from './frames.ts';
import { framesFollow } from './resync.ts';
import { entriesFollow } from './snapshotResync.ts';

const ENCRYPTED = 3;

/**
 * The layout that fits the first entries: the one that the header claims if it does, else another one that does.
 * @param claimed the header's version; null when it can't be one
 * @returns null when none fits
 */
export async function findLayout(
  source: ByteSource,
  claimed: number | null,
  cipher: FrameCipher | null,
): Promise<number | null> {
  const at = SNAPSHOT_HEADER_BYTES;
  // Nothing to judge by.
  if (source.size() <= at + FOOTER_BYTES) return claimed;
  const others = [2, 1, ENCRYPTED].filter((layout) => layout !== claimed);
  for (const layout of claimed === null ? others : [claimed, ...others]) {
    if (await fits(source, at, layout, cipher)) return layout;
  }
  return null;
}

async function fits(
  source: ByteSource,
  at: number,
  layout: number,
  cipher: FrameCipher | null,
): Promise<boolean> {
  if (layout !== ENCRYPTED) return entriesFollow(source, at, layout);
  if (cipher !== null && (await frameOpensAt(source, at, cipher))) return true;
  return framesFollow(source, at);
}
