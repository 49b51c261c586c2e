/*
 * A transfer in text mode rewrites line ends wherever it sees them, in lengths, checksums and values alike. Undoing
 * that in a damaged stretch and finding whole records proves it.
 */
import { fileOffset } from '../../base/index.ts';
import { UTF8_ACCEPT, UTF8_REJECT, utf8Update } from '../../codec/index.ts';
import { recordsHeld } from './damagedMessage.ts';
import type { FaultSite, Finding } from './site.ts';
import type { Message } from './splice.ts';

const CR = 0x0d;
const LF = 0x0a;
const MOST_PLACES = 16;
const LONGEST = 1 << 20;

/** The positions in `bytes` of the carriage returns before line feeds; `next` is the byte that follows. */
function returnsBeforeFeeds(bytes: Uint8Array, next: number): number[] {
  const places: number[] = [];
  for (let i = bytes.indexOf(CR); i >= 0; i = bytes.indexOf(CR, i + 1)) {
    if ((bytes[i + 1] ?? next) === LF) places.push(i);
  }
  return places;
}

function withoutBytes(bytes: Uint8Array, places: readonly number[]): Uint8Array {
  const gone = new Set(places);
  return bytes.filter((_, i) => !gone.has(i));
}

/** `bytes` with a carriage return before every line feed that has none. */
function withReturns(bytes: Uint8Array): { readonly mended: Uint8Array; readonly places: readonly number[] } {
  const mended: number[] = [];
  const places: number[] = [];
  bytes.forEach((byte, i) => {
    if (byte === LF && bytes[i - 1] !== CR) {
      mended.push(CR);
      places.push(i);
    }
    mended.push(byte);
  });
  return { mended: Uint8Array.from(mended), places };
}

/** Line ends that a transfer changed, proven by undoing it. @param message of a snapshot's fault */
export async function findTextMode(site: FaultSite, message: Message | null): Promise<Finding | null> {
  const { from, to, reader, effort } = site;
  if (to - from > LONGEST || effort.left < to - from) return null;
  effort.left -= to - from;
  const around = await reader.read(from, to + 1);
  if (around === null) return null;
  const bytes = around.subarray(0, to - from);
  const added = returnsBeforeFeeds(bytes, around[to - from] ?? -1);
  if (added.length > 0) {
    const records = recordsHeld(site, withoutBytes(bytes, added), message);
    if (records !== null) return finding('lf-to-crlf', added, site.from, records);
  }
  if (!bytes.includes(LF)) return null;
  const { mended, places } = withReturns(bytes);
  const records = places.length === 0 ? null : recordsHeld(site, mended, message);
  return records === null ? null : finding('crlf-to-lf', places, site.from, records);
}

const finding = (
  change: 'lf-to-crlf' | 'crlf-to-lf',
  places: readonly number[],
  base: number,
  records: number,
): Finding => ({
  cause: {
    kind: 'text-mode',
    change,
    places: places.slice(0, MOST_PLACES).map((place) => fileOffset(base + place)),
  },
  // A single byte that happens to be a carriage return, between records that hold, is no proof of a transfer.
  certainty: records > 0 ? 'proven' : 'likely',
  records,
});

/**
 * Replacement characters where bytes were that are no text: a program read the file as UTF-8 and wrote it back. Then
 * all of it is valid UTF-8, checksums included, which by accident hardly ever happens.
 */
export async function findReplacementCharacters(site: FaultSite): Promise<Finding | null> {
  const { from, to, reader, effort } = site;
  const end = Math.min(to, from + LONGEST);
  if (effort.left < end - from) return null;
  effort.left -= end - from;
  const bytes = await reader.read(from, end);
  if (bytes === null) return null;
  let count = 0;
  let first = -1;
  for (let i = bytes.indexOf(0xef); i >= 0; i = bytes.indexOf(0xef, i + 1)) {
    if (bytes[i + 1] !== 0xbf || bytes[i + 2] !== 0xbd) continue;
    if (first < 0) first = from + i;
    count++;
  }
  if (count < 2) return null;
  // The last character may be cut where the look ends.
  const isText = isUtf8Prefix(bytes);
  const cause = { kind: 'replacement-characters' as const, first: fileOffset(first), count };
  if (isText) return { cause, certainty: 'likely' };
  return null;
}

function isUtf8Prefix(bytes: Uint8Array): boolean {
  const state = utf8Update(UTF8_ACCEPT, bytes, 0, bytes.length);
  return state !== UTF8_REJECT;
}
