import { type ByteSource, type FaultEvidence, readExactly, skipZeros } from '../codec/index.ts';

const BLOCK_BYTES = 1 << 20;
/** A run is followed so far and no farther: a file of nothing but zeros is not read twice. */
const MOST_FOLLOWED = 16 << 20;

/**
 * Evidence of zeros, which was given by the first bytes of `at … end` alone, with how far the zeros really reach. Any
 * other evidence as it is.
 * @param seen bytes that were looked at already
 */
export async function withZeroRun(
  source: ByteSource,
  evidence: FaultEvidence,
  at: number,
  end: number,
  seen: number,
): Promise<FaultEvidence> {
  if (evidence.kind !== 'zeroed') return evidence;
  const limit = Math.min(end, at + MOST_FOLLOWED);
  let next = at + seen;
  while (next < limit) {
    const block = await readExactly(source, next, Math.min(BLOCK_BYTES, limit - next));
    const zeros = skipZeros(block, 0, block.length);
    next += zeros;
    if (zeros < block.length) return { ...evidence, zeros: { count: next - at, atLeast: false } };
  }
  return next >= end ? evidence : { ...evidence, zeros: { count: next - at, atLeast: true } };
}
