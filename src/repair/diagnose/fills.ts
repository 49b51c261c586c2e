/*
 * Runs of one byte over and over: zeros where blocks were lost, 0xFF where flash was erased. What stood there before
 * may have ended or begun in the same byte, so a run that all but ends on a block's border is taken to end there.
 */
import { RowKind } from '../../columnar/index.ts';
import { longestRun, type Run } from './runs.ts';
import { borderOf, type FaultSite, type Finding, holdsBefore, SMALLEST_RECORD } from './site.ts';

const SHORTEST = 16;
/** Values have runs of their own; of other bytes than zero and 0xFF inside a record only a longer run counts. */
const SHORTEST_INSIDE = 32;
/** Where framing is lost, a run of zeros or 0xFF this long is no accident. */
const LONG = 64;
const SECTOR = 512;
/** How far a run may reach past a border by accident. */
const MOST_OVERHANG = 15;
/** How far around the fault is looked: runs reach over the borders of records. */
const AROUND = 64 << 10;
/** A larger gap is searched for a run's beginning only so far in. */
const MOST_SEARCHED = 64 << 20;
const CHECKSUM_BYTES = 4;

/** Draws a run's ends back to a block's border where they reach but a few bytes past it. */
export function snapToBorders(run: Run, size: number): Run {
  const up = Math.ceil(run.from / SECTOR) * SECTOR;
  const down = Math.floor(run.to / SECTOR) * SECTOR;
  const from = up - run.from <= MOST_OVERHANG && up < run.to ? up : run.from;
  const to = run.to < size && run.to - down <= MOST_OVERHANG && down > from ? down : run.to;
  return { ...run, from, to };
}

/** A run that explains why the fault's bytes don't hold. */
export async function findFill(site: FaultSite): Promise<Finding | null> {
  const { index, reader, from, to } = site;
  // What a checksum vouches for was written like that.
  const low = holdsBefore(index, site.fault.row) ? from : Math.max(0, from - AROUND);
  const isLast = to >= index.size;
  const high = isLast || index.kind === 'aof' ? to : Math.min(index.size, to + AROUND);
  const where = { from: low, to: high };
  const found = await longestRun(reader, where, { from, to }, SHORTEST, index.longestZeros, MOST_SEARCHED);
  if (found === null) return wholeGap(site);
  const span = snapToBorders(found, index.size);
  const length = span.to - span.from;
  const startsOn = borderOf(span.from);
  const endsOn = span.to === index.size ? Math.max(startsOn, borderOf(span.to)) : borderOf(span.to);
  const cause = {
    kind: 'filled' as const,
    byte: span.byte,
    span: { from: span.from, to: span.to },
    startsOn,
    endsOn,
  };
  // Behind the last record nothing was there that could be lost.
  const isTail = site.isGap && isLast && span.from <= from;
  const records = isTail ? { records: 0 } : {};
  // No ciphertext has such a run.
  if (site.isSealed) return { cause, certainty: 'proven', ...records };
  if (startsOn > 0 && endsOn > 0 && length >= SECTOR / 4) return { cause, certainty: 'likely', ...records };
  if (coversStructure(site, found)) return { cause, certainty: 'likely', ...records };
  const onBorder = startsOn > 0 || endsOn > 0;
  return isErased(span.byte) || (length >= SHORTEST_INSIDE && onBorder)
    ? { cause, certainty: 'possible' }
    : null;
}

const isErased = (byte: number): boolean => byte === 0 || byte === 0xff;

/** Whether a run covers a record's first byte, its checksum, or a border between records. */
function coversStructure({ index, from, to, isGap }: FaultSite, run: Run): boolean {
  if (run.from <= from) return true;
  if (run.to >= to && index.kind === 'aof') return true;
  if (index.kind === 'aof' && run.to > to - CHECKSUM_BYTES) return true;
  // Framing is lost here to something; a run that fills most of the gap did that, or a long one.
  const length = run.to - run.from;
  return isGap && (length > (to - from) / 2 || (isErased(run.byte) && length >= LONG));
}

/** A gap too short for a run that is one byte over and over all the same. */
async function wholeGap({ index, reader, fault, from, to, isGap }: FaultSite): Promise<Finding | null> {
  const isFooter = index.rows.kind(fault.row) === RowKind.footer;
  if ((!isGap || to - from < SMALLEST_RECORD) && !isFooter) return null;
  if (to - from >= SHORTEST) return null;
  const bytes = await reader.read(from, to);
  const byte = bytes?.[0];
  if (byte === undefined || bytes?.every((each) => each === byte) !== true) return null;
  if (byte !== 0 && byte !== 0xff) return null;
  const cause = {
    kind: 'filled' as const,
    byte,
    span: { from, to },
    startsOn: borderOf(from),
    endsOn: borderOf(to),
  };
  return { cause, certainty: isFooter ? 'likely' : 'possible' };
}

/** A run of whole blocks anywhere in `from … to`: the only trace where no checksum points at a place. */
export async function findBlockFill(site: FaultSite, from: number, to: number): Promise<Finding | null> {
  const run = await longestRun(
    site.reader,
    { from, to },
    { from, to },
    SECTOR,
    site.index.longestZeros,
    to - from,
  );
  if (run === null) return null;
  const span = snapToBorders(run, site.index.size);
  const startsOn = borderOf(span.from);
  const endsOn = borderOf(span.to);
  if (startsOn === 0 || endsOn === 0 || span.to - span.from < SECTOR) return null;
  const cause = {
    kind: 'filled' as const,
    byte: span.byte,
    span: { from: span.from, to: span.to },
    startsOn,
    endsOn,
  };
  return { cause, certainty: 'likely' };
}

/** Zeros that read as entries: with an empty key, an empty value and a TTL of 0, as many as there is room for. */
export async function findZeroEntries(site: FaultSite, end: number): Promise<Finding | null> {
  const where = { from: 0, to: end };
  const run = await longestRun(site.reader, where, where, LONG, site.index.longestZeros, end);
  if (run === null || run.byte !== 0) return null;
  const { from, to } = snapToBorders(run, site.index.size);
  const cause = {
    kind: 'filled' as const,
    byte: 0,
    span: { from, to },
    startsOn: borderOf(from),
    endsOn: borderOf(to),
  };
  return { cause, certainty: 'likely' };
}
