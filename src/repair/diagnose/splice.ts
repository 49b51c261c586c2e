/* The one stretch too many, or the one or two bytes too few, that explain why a checksum doesn't match. */
import { CRC_BYTES, crc32 } from '../../codec/index.ts';
import { type Cut, findInsertions, findRemovals, registersFrom, registersTo } from './crcSplice.ts';
import { recordEnd, withInserted, without } from './recordChain.ts';

/** Longer messages have too many stretches that fit by accident, and would cost too much. */
export const LONGEST_MESSAGE = 16 << 10;
const CHECKSUMS = 2 ** 32;
const SECTOR = 512;

/** Bytes that a checksum covers, and what the checksum says. */
export interface Message {
  /** File offset of the first byte. */
  readonly at: number;
  readonly bytes: Uint8Array;
  /** The checksum's register before the first byte, and what it must be behind the last. */
  readonly before: number;
  readonly behind: number;
  /** Whether the bytes, put right, are whole records. */
  readonly isWhole: (bytes: Uint8Array) => boolean;
}

/** A stretch whose removal makes the message hold. */
export interface Extra {
  readonly from: number;
  readonly to: number;
  /** That many bytes later the same removal gives the same message. */
  readonly slack: number;
  readonly odds: number;
}

/** The stretch that is too many; null when there is none, or more than one that is equally good. */
export function findExtra({ at, bytes, before, behind, isWhole }: Message): Extra | null {
  if (bytes.length > LONGEST_MESSAGE) return null;
  const cuts = findRemovals(registersFrom(before, bytes), registersTo(behind, bytes));
  const fits = cuts.filter(({ from, to }) => isWhole(without(bytes, from, to)));
  const first = fits[0];
  if (first === undefined || isRecordOfItsOwn(bytes, first)) return null;
  const length = first.to - first.from;
  let low = first.from;
  while (low > 0 && bytes[low - 1] === bytes[low - 1 + length]) low--;
  let high = first.from;
  while (high + length < bytes.length && bytes[high] === bytes[high + length]) high++;
  // The same removal from elsewhere in the same stretch is no other explanation.
  if (fits.some(({ from, to }) => to - from !== length || from < low || from > high)) return null;
  const border = Math.ceil((at + low) / SECTOR) * SECTOR;
  const isBlock = length % SECTOR === 0 && border <= at + high;
  const from = isBlock ? border : at + low;
  const odds = Math.min(1, bytes.length ** 2 / 2 / CHECKSUMS);
  return { from, to: from + length, slack: isBlock ? 0 : high - low, odds };
}

/** Fewer bytes before a record are no record. */
const LEAST_BEFORE = 9;
/** A record at the end of the message in which so few bytes are wrong explains it as well. */
const FEW_WRONG = 2;

/**
 * Whether what is left is but the message's end with a byte or two put right: then two damaged records stand there side
 * by side, the beginning of the first being like that of the second, and nothing was put in.
 */
function isRecordOfItsOwn(bytes: Uint8Array, { from, to }: Cut): boolean {
  if (to - from < LEAST_BEFORE) return false;
  let wrong = 0;
  for (let i = 0; i < from; i++) if (bytes[i] !== bytes[i + to - from]) wrong++;
  return wrong <= FEW_WRONG;
}

/** Bytes whose insertion makes the message hold. */
export interface Lost {
  /** They belong here, or anywhere up to `until`: the result is the same. */
  readonly at: number;
  readonly until: number;
  readonly bytes: Uint8Array;
  readonly odds: number;
}

/** The one or two bytes that are missing; null when there are none, or more than one equally good answer. */
export function findLost({ at, bytes, before, behind, isWhole }: Message): Lost | null {
  if (bytes.length > LONGEST_MESSAGE) return null;
  const from = registersFrom(before, bytes);
  const to = registersTo(behind, bytes);
  for (const count of [1, 2] as const) {
    const fits = findInsertions(from, to, count).filter((each) =>
      isWhole(withInserted(bytes, each.at, each.bytes)),
    );
    const [first] = fits;
    const last = fits.at(-1);
    if (first === undefined || last === undefined) continue;
    const mended = withInserted(bytes, first.at, first.bytes);
    const isSame = (other: Uint8Array): boolean => other.every((byte, i) => byte === mended[i]);
    if (!fits.every((each) => isSame(withInserted(bytes, each.at, each.bytes)))) return null;
    const odds = Math.min(1, (bytes.length * 256 ** count) / CHECKSUMS);
    return { at: at + first.at, until: at + last.at, bytes: first.bytes, odds };
  }
  return null;
}

/** What of a record's checksum is there, when its content is whole but the checksum is not. */
export interface PartialChecksum {
  /** Where it begins in the bytes given. */
  readonly at: number;
  /** How many bytes of it are there. */
  readonly present: number;
  /** What follows, or stands in the middle of it. */
  readonly extra: { readonly from: number; readonly to: number } | null;
}

/** Looks for a record whose content is whole, with too few or too many bytes where its checksum should be. */
export function partialChecksum(bytes: Uint8Array): PartialChecksum | null {
  const end = recordEnd(bytes, 0);
  if (end === null) return null;
  const at = end - CRC_BYTES;
  if (at > bytes.length) return null;
  const computed = crc32(bytes, 0, at);
  const byteOf = (i: number): number => (computed >>> (8 * i)) & 0xff;
  const rest = bytes.subarray(at);
  let present = 0;
  while (present < Math.min(CRC_BYTES, rest.length) && rest[present] === byteOf(present)) present++;
  if (rest.length < CRC_BYTES) return present === rest.length ? { at, present, extra: null } : null;
  const extra = rest.length - CRC_BYTES;
  for (let i = present; i < CRC_BYTES; i++) if (rest[i + extra] !== byteOf(i)) return null;
  return extra === 0
    ? null
    : { at, present: CRC_BYTES, extra: { from: at + present, to: at + present + extra } };
}
