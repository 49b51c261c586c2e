/* Lengths and counts of which several bytes are wrong: the value is found that makes everything hold. */
import { fileOffset } from '../../base/index.ts';
import {
  AOF_PROGRAM,
  type Correction,
  crc32Update,
  FRAME_HEADER_BYTES,
  GCM_TAG_BYTES,
  NONCE_BYTES,
  RecordWalker,
  StopReason,
} from '../../codec/index.ts';
import { countFrames, countRecords } from './recordChain.ts';
import { certaintyOf, type FaultSite, type Finding } from './site.ts';
import type { Message } from './splice.ts';

const CHECKSUMS = 2 ** 32;
/** A longer stretch has too many values to try. */
const LONGEST = 1 << 14;
const LENGTH_BYTES = 4;

/** A length or count that is wrong, and what it should be. @param message of a plaintext snapshot's fault */
export async function findLength(site: FaultSite, message: Message | null): Promise<Finding | null> {
  const { from, to, reader, index, effort } = site;
  if (to - from > LONGEST) return null;
  if (site.isSealed) return findFrameLength(site);
  const given = await reader.read(from, to);
  if (given === null) return null;
  const bytes = given.slice();
  const view = new DataView(bytes.buffer);
  for (const field of suspects(site, bytes)) {
    const most = bytes.length - field;
    // A count of n makes a walk of n steps.
    effort.left -= (most * most) / 4;
    if (effort.left < 0) return null;
    const before = bytes.slice(field, field + LENGTH_BYTES);
    for (let value = 0; value <= most; value++) {
      view.setUint32(field, value, true);
      const holds =
        index.kind === 'aof'
          ? countRecords(bytes) === 1
          : message !== null &&
            crc32Update(message.before, bytes) === message.behind &&
            message.isWhole(bytes);
      if (holds)
        return lengthFinding(
          from + field,
          before,
          bytes.slice(field, field + LENGTH_BYTES),
          most / CHECKSUMS,
        );
    }
    bytes.set(before, field);
  }
  return null;
}

/** Where the lengths stand that may be to blame: the one that leads astray, and the first that reaches past the end. */
function suspects({ fault, from, index }: FaultSite, bytes: Uint8Array): number[] {
  const { evidence } = fault;
  const fields: number[] = evidence.kind === 'corrupt-length' ? [evidence.fieldAt - from] : [];
  const entry = index.kind === 'aof' ? (AOF_PROGRAM.entryOf[bytes[0] ?? 0] as number) : -1;
  if (entry >= 0) {
    const walker = new RecordWalker(AOF_PROGRAM);
    walker.start(entry, 1);
    walker.run(bytes, bytes.length, bytes.length);
    if (walker.stopReason !== StopReason.none && !fields.includes(walker.stopAt)) fields.push(walker.stopAt);
  }
  return fields.filter((field) => field >= 0 && field + LENGTH_BYTES <= bytes.length);
}

/** A frame whose length is wrong: with the length that leads to the next frame it opens. */
async function findFrameLength({ from, to, reader, index, isGap }: FaultSite): Promise<Finding | null> {
  const length = to - from - FRAME_HEADER_BYTES;
  if (index.cipher === null || !isGap || length <= GCM_TAG_BYTES) return null;
  const given = await reader.read(from, to);
  if (given === null) return null;
  const bytes = given.slice();
  const before = bytes.slice(NONCE_BYTES, FRAME_HEADER_BYTES);
  new DataView(bytes.buffer).setUint32(NONCE_BYTES, length, true);
  if (countFrames(bytes, index.cipher) !== 1) return null;
  return lengthFinding(from + NONCE_BYTES, before, bytes.slice(NONCE_BYTES, FRAME_HEADER_BYTES), 0);
}

function lengthFinding(at: number, before: Uint8Array, after: Uint8Array, odds: number): Finding {
  const fix: Correction = { at: fileOffset(at), before, after, scope: 'length', bit: null, odds };
  return { cause: { kind: 'wrong-length', fix }, certainty: certaintyOf(odds), odds, records: 1 };
}
