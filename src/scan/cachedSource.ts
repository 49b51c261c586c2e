/*
 * Random access through a few cached blocks. Damage is looked at record by record, with several small reads each; ten
 * thousand damages in a megabyte would read that megabyte hundreds of times, each read a task of the browser's.
 */
import { type ByteSource, readExactly } from '../codec/index.ts';

const BLOCK_BYTES = 64 << 10;
/** Enough for the neighbourhood of one damage; half a megabyte at most. */
const BLOCKS = 8;

/** `source`, whose small reads are served from blocks read before. Larger reads go straight through. */
export function cachedSource(source: ByteSource): ByteSource {
  const size = source.size();
  /** The most recently used comes last. */
  const blocks = new Map<number, Promise<Uint8Array>>();
  /** The bytes of the block that was read from last, and where they begin: the next read is mostly of the same. */
  let recent: Uint8Array = new Uint8Array(0);
  let recentFrom = 0;

  const blockAt = (block: number): Promise<Uint8Array> => {
    const from = block * BLOCK_BYTES;
    const found = blocks.get(block) ?? readExactly(source, from, Math.min(BLOCK_BYTES, size - from));
    // A read that failed is not remembered: whoever tries again reads again.
    found.catch(() => blocks.delete(block));
    blocks.delete(block);
    blocks.set(block, found);
    const oldest = blocks.keys().next();
    if (blocks.size > BLOCKS && oldest.done !== true) blocks.delete(oldest.value);
    return found;
  };

  return {
    size: () => size,
    read: async (at, length) => {
      const end = Math.min(at + length, size);
      if (at >= recentFrom && at < end && end <= recentFrom + recent.length)
        return recent.subarray(at - recentFrom, end - recentFrom);
      if (end - at > BLOCK_BYTES) return source.read(at, length);
      if (end <= at) return new Uint8Array(0);
      const first = Math.floor(at / BLOCK_BYTES);
      const base = first * BLOCK_BYTES;
      const head = await blockAt(first);
      if (end - base <= BLOCK_BYTES) {
        recent = head;
        recentFrom = base;
        return head.subarray(at - base, end - base);
      }
      const both = new Uint8Array(end - at);
      both.set(head.subarray(at - base));
      both.set((await blockAt(first + 1)).subarray(0, end - base - BLOCK_BYTES), BLOCK_BYTES - (at - base));
      return both;
    },
  };
}
