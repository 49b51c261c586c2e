/*
 * A stretch written twice, right behind itself. The damaged record then begins anew as many bytes farther on, where the
 * second copy of its beginning is followed by its true end: the row that holds there gives the distance, and the bytes
 * at that distance tell whether a whole stretch is repeated.
 */
import { fileOffset, type RowIndex, rowIndex } from '../../base/index.ts';
import { RowKind, RowStatus } from '../../columnar/index.ts';
import type { FileIndex } from '../../scan/index.ts';
import type { FooterProof } from './footerProof.ts';
import { type FaultSite, type Finding, recordsWithin } from './site.ts';

/** How many rows behind the gap are looked at. */
const MOST_ROWS = 1024;
/** Shorter stretches repeat by accident. */
const SHORTEST = 64;
const LONGEST = 1 << 20;
/** How many bytes on each side of the gap's beginning are compared first: records of one kind begin alike. */
const PROBE = 128;
/** What looking at a row costs, in bytes looked at. */
const ROW_COST = 512;
const SECTOR = 512;
const CHECKSUMS = 2 ** 32;

/** A stretch that stands there twice, adjacent, and whose second copy explains the gap. */
export async function findRepeatedStretch(
  site: FaultSite,
  proof: FooterProof | null,
): Promise<Finding | null> {
  const { index, reader, fault, from, effort } = site;
  const { rows } = index;
  const low = Math.max(0, from - PROBE);
  const probe = await reader.read(low, from + PROBE);
  if (probe === null || probe.every((byte) => byte === probe[0])) return null;
  for (let next = fault.row + 1; next < Math.min(rows.length, fault.row + MOST_ROWS); next++) {
    const row = rowIndex(next);
    const distance = rows.offset(row) - from;
    if (distance > LONGEST || effort.left < 0) return null;
    // Only what holds goes on behind the second copy of its beginning.
    if (distance < SHORTEST || !holds(index, row)) continue;
    effort.left -= ROW_COST;
    const bytes = await reader.read(low + distance, from + distance + PROBE);
    if (bytes === null || !reachesFar(probe, bytes, from - low, distance)) continue;
    const found = await repeatedAt(site, distance);
    if (found !== null) return index.kind === 'aof' ? found : provenByFooter(found, proof);
  }
  return null;
}

/** Whether what is the same around the position `at` of both reaches to their ends, or far enough for a repetition. */
function reachesFar(a: Uint8Array, b: Uint8Array, at: number, distance: number): boolean {
  let last = at;
  while (last < Math.min(a.length, b.length) && a[last] === b[last]) last++;
  let first = at;
  while (first > 0 && a[first - 1] === b[first - 1]) first--;
  return last - first >= distance || first === 0 || last === a.length;
}

/** Whether a stretch of `distance` bytes around the gap's beginning is followed by itself. */
async function repeatedAt(site: FaultSite, distance: number): Promise<Finding | null> {
  const { index, reader, from, effort } = site;
  const { rows } = index;
  effort.left -= distance * 4;
  const low = Math.max(0, from - distance);
  const all = await reader.read(low, Math.min(index.size, from + 2 * distance));
  if (all === null) return null;
  const isSame = (at: number): boolean =>
    all[at - low] !== undefined && all[at - low] === all[at - low + distance];
  let first = from;
  while (first > low && isSame(first - 1)) first--;
  let last = from;
  while (last < from + distance && isSame(last)) last++;
  if (last - first < distance) return null;
  // In place of something else a copy damages what stands on its other border as well.
  const isClean = (at: number): boolean => rows.kind(rows.rowAt(at)) !== RowKind.gap;
  if (!isClean(first) || !isClean(last + distance - 1) || !isClean(last + distance)) return null;
  // Any stretch of that length in between is as good; one that keeps to blocks is likelier.
  const border = Math.ceil((first + distance) / SECTOR) * SECTOR;
  const start = distance % SECTOR === 0 && border <= last ? border : first + distance;
  const span = { from: start, to: start + distance };
  return {
    cause: {
      kind: 'repeated',
      span,
      copyOf: fileOffset(start - distance),
      records: recordsWithin(site, span),
    },
    certainty: 'proven',
    odds: 1 / CHECKSUMS,
    records: 0,
  };
}

/** Whether a row is a record that holds, or an entry, which nothing but the footer can judge. */
const holds = ({ rows, kind }: FileIndex, row: RowIndex): boolean =>
  kind === 'snapshot'
    ? rows.kind(row) === RowKind.entry
    : rows.kind(row) === RowKind.record && rows.status(row) === RowStatus.ok;

/** In a snapshot the footer decides whether without the copy everything is as it was written. */
async function provenByFooter(found: Finding, proof: FooterProof | null): Promise<Finding | null> {
  if (found.cause.kind !== 'repeated' || proof === null) return null;
  const { from, to } = found.cause.span;
  const registers = await proof.around(from, to);
  return registers !== null && registers.before === registers.behind ? found : null;
}
