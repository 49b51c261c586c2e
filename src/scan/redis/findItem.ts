/*
 * Finds the next offset of an RDB at which entries go on, after framing is lost. No item has a checksum, so one is only
 * plausible: a key that is text, lengths as the writer writes them, and another such item, or the end, where they lead.
 */
import {
  type ByteSource,
  isUtf8,
  RDB_CHECKSUM_BYTES,
  type RdbItem,
  RdbOpcode,
  type RdbText,
  rdbLengthBytes,
  readRdbItem,
  skipZeros,
} from '../../codec/index.ts';
import type { ScanOptions } from '../options.ts';
import type { Windows } from '../windows.ts';
import { probeItem } from './probeItem.ts';

/** Items that must lead to one another, the first among them. */
const CHAIN = 3;
const HEAD_BYTES = 64;
/** The highest database that is believed behind damage. */
const HIGHEST_DATABASE = 1 << 20;
const ZERO_RUN = 6;

/** The offset of the next item from `from` on, before `to`, from which entries go on; null when there is none. */
export async function findItem(
  source: ByteSource,
  windows: Windows,
  from: number,
  options: ScanOptions,
  to = source.size(),
): Promise<number | null> {
  const size = source.size();
  let at = from;
  await windows.reach(at);
  while (at < to && options.signal?.aborted !== true) {
    const { bytes, base } = windows;
    const whole = windows.end === size ? bytes.length : Math.max(1, bytes.length - HEAD_BYTES);
    const last = Math.min(to - base, whole);
    for (let i = at - base; i < last; i++) {
      if (bytes[i] === 0 && bytes[i + ZERO_RUN] === 0) i = Math.max(i, skipZeros(bytes, i, last) - ZERO_RUN);
      if (!mayBegin(bytes, i, size - base)) continue;
      if (await leadsOn(source, base + i)) return base + i;
    }
    at = Math.max(at, base + last);
    await options.onProgress?.(at, true);
    if (at >= to) break;
    if (!(await windows.advance(at))) await windows.seek(at);
  }
  return null;
}

/** The cheap test: what can be seen of an item at `i` is plausible. */
function mayBegin(bytes: Uint8Array, i: number, fileEnd: number): boolean {
  const opcode = bytes[i] as number;
  if (opcode !== RdbOpcode.string && opcode < RdbOpcode.aux) return false;
  const item = readRdbItem(bytes, i);
  if (item.kind === 'cut') return item.needed <= fileEnd;
  return isPlausible(bytes, item, i) && 'end' in item && item.end <= fileEnd;
}

function isPlausible(bytes: Uint8Array, item: RdbItem, at: number): boolean {
  switch (item.kind) {
    case 'entry':
      return isWritten(item.key) && isWritten(item.value) && isKey(bytes, item.key);
    case 'aux':
      return (
        isWritten(item.key) && isWritten(item.value) && isKey(bytes, item.key) && item.value.length < 256
      );
    case 'select':
      return item.db < HIGHEST_DATABASE && item.end - at - 1 === rdbLengthBytes(item.db);
    case 'eof':
      return true;
    default:
      return false;
  }
}

/** Whether a length takes as many bytes as the writer spends on it. */
const isWritten = ({ lengthAt, at, length }: RdbText): boolean => at - lengthAt === rdbLengthBytes(length);

function isKey(bytes: Uint8Array, { at, length }: RdbText): boolean {
  const end = at + length;
  if (length === 0 || end > bytes.length) return false;
  for (let i = at; i < end; i++) {
    const byte = bytes[i] as number;
    if (byte < 0x20 || byte === 0x7f) return false;
  }
  return isUtf8(bytes, at, end);
}

/** Whether items lead from `at` to one another, or to the end. @param past and beyond this offset */
export async function leadsOn(source: ByteSource, at: number, past = 0): Promise<boolean> {
  const size = source.size();
  let next = at;
  let entries = 0;
  for (let items = 0; items < CHAIN || next <= past; items++) {
    if (next === size) return entries > 0;
    const { item, bytes } = await probeItem(source, next);
    if (!isPlausible(bytes, item, 0) || !('end' in item)) return false;
    if (item.kind === 'eof') {
      const rest = size - next - item.end;
      return rest === RDB_CHECKSUM_BYTES || (entries > 0 && rest < RDB_CHECKSUM_BYTES);
    }
    if (item.kind === 'entry') entries++;
    next += item.end;
  }
  return entries > 0;
}
