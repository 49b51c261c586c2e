/* Where else in the file a stretch of bytes stands. */
import type { Range } from '../../base/index.ts';
import type { FaultSite } from './site.ts';

/** A shorter stretch stands in many places by accident, unless it stands right beside its copy. */
const SHORTEST = 16;
const SHORTEST_FAR = 64;
const NEIGHBOURHOOD = 64 << 10;
const LARGEST_FILE = 64 << 20;
const STEP = 4 << 20;

/** The first place of `needle` in `bytes` from `from` on; −1 when there is none. */
export function indexOfBytes(bytes: Uint8Array, needle: Uint8Array, from = 0): number {
  const last = bytes.length - needle.length;
  const first = needle[0] as number;
  for (let at = bytes.indexOf(first, from); at >= 0 && at <= last; at = bytes.indexOf(first, at + 1)) {
    let i = 1;
    while (i < needle.length && bytes[at + i] === needle[i]) i++;
    if (i === needle.length) return at;
  }
  return -1;
}

/** Where the bytes of `span` stand as well: right before it, right behind it, near by, or anywhere. */
export async function findCopy(site: FaultSite, span: Range, bytes: Uint8Array): Promise<number | null> {
  const { reader, index, effort } = site;
  const length = bytes.length;
  // One byte over and over is no copy of anything.
  if (length < SHORTEST || bytes.every((byte) => byte === bytes[0])) return null;
  const before = await reader.read(span.from - length, span.from);
  if (before !== null && isSame(before, bytes)) return span.from - length;
  const behind = await reader.read(span.to, span.to + length);
  if (behind !== null && isSame(behind, bytes)) return span.to;
  if (length < SHORTEST_FAR) return null;
  const near = {
    from: Math.max(0, span.from - NEIGHBOURHOOD),
    to: Math.min(index.size, span.to + NEIGHBOURHOOD),
  };
  const isSmall = index.size <= LARGEST_FILE;
  for (const where of isSmall ? [near, { from: 0, to: index.size }] : [near]) {
    if (effort.left < where.to - where.from) return null;
    effort.left -= where.to - where.from;
    const found = await search(site, where, span, bytes);
    if (found !== null) return found;
  }
  return null;
}

const isSame = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);

async function search(
  { reader }: FaultSite,
  where: Range,
  span: Range,
  bytes: Uint8Array,
): Promise<number | null> {
  for (let at = where.from; at < where.to; at += STEP) {
    const part = await reader.read(at, Math.min(where.to, at + STEP + bytes.length));
    if (part === null) return null;
    for (let found = indexOfBytes(part, bytes); found >= 0; found = indexOfBytes(part, bytes, found + 1)) {
      // The stretch itself, and what overlaps it, is no copy.
      if (at + found + bytes.length <= span.from || at + found >= span.to) return at + found;
    }
  }
  return null;
}
