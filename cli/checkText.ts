/* What `shardscope check` says to people. */
import { type Fault, formatOffset, groupDigits } from '../src/codec/index.ts';
import { describeFault, type FileIndex, type Verdict } from '../src/scan/index.ts';
import type { ScannedFile } from './scannedFile.ts';

/** How many places of one kind of fault are listed. */
const MAX_PLACES = 10;

/** "1 record", "3 entries" */
export function countOf(n: number, noun: string): string {
  const many = /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`;
  return `${groupDigits(n)} ${n === 1 ? noun : many}`;
}

const nounOf = (index: FileIndex): string => (index.kind === 'aof' ? 'record' : 'entry');
const fileOf = (index: FileIndex): string => (index.kind === 'aof' ? 'log' : 'snapshot');

/** Several lines about one file, without the last line break. */
export function checkText(file: ScannedFile, verdict: Verdict, faults: readonly Fault[]): string {
  const lines = [heading(file), `  ${verdictText(file, verdict)}`];
  if (faults.length === 0) lines.push('  No damage found.');
  for (const group of byTitle(faults, file.index)) lines.push('', ...groupLines(group, file.index));
  return lines.join('\n');
}

function heading({ input, index, held }: ScannedFile): string {
  const version = index.format.hasHeader && index.header.outcome === 'ok' ? `, version ${index.version}` : '';
  const isLocked = index.encrypted && index.cipher === null;
  const counted = isLocked ? '' : `, ${readableText({ index, held })}`;
  const kind = `${index.format.label}${version}${index.encrypted ? ' (encrypted)' : ''}`;
  return `${input.label ?? input.path}: ${kind}, ${countOf(index.size, 'byte')}${counted}`;
}

type Scanned = Pick<ScannedFile, 'index' | 'held'>;

/** How many records hold; of a snapshot, whose entries have no checksum of their own, how many can be read. */
const readableRows = ({ index, held }: Scanned): number =>
  index.kind === 'aof' ? held.before + held.salvageable : index.rows.records;

function readableText(file: Scanned): string {
  const count = readableRows(file);
  if (file.index.format.checksums !== 'record') return `${countOf(count, nounOf(file.index))} can be read`;
  return `${countOf(count, 'record')} ${count === 1 ? 'holds' : 'hold'}`;
}

/** One sentence: what the reader does with the file, and what that leaves behind. */
export function verdictText(file: Scanned, verdict: Verdict): string {
  const { index } = file;
  const reader = verdict.readerLabel;
  const noun = nounOf(index);
  const all = readableRows(file);
  const beyond = Math.max(0, all - verdict.applied);
  const behind =
    beyond === 0
      ? `no ${noun} behind it holds`
      : `${countOf(beyond, noun)} behind it ${beyond === 1 ? 'holds' : 'hold'}`;
  if (verdict.abort !== null) {
    return `${reader} ${verdict.abort.certain ? 'would' : 'may'} abort at start-up at ${formatOffset(verdict.abort.at)}: ${verdict.abort.reason}.`;
  }
  if (verdict.phase === 'open') return `${reader} refuses this ${fileOf(index)}: ${verdict.error}.`;
  if (verdict.error !== null && index.format.allOrNothing) {
    return `${reader} discards this whole ${fileOf(index)}: ${verdict.error} at ${formatOffset(verdict.stoppedAt)}. ${readableText(file)}.`;
  }
  if (verdict.error !== null) {
    return `${reader} loads ${countOf(verdict.applied, noun)} and stops at ${formatOffset(verdict.stoppedAt)}: ${verdict.error}; ${behind}.`;
  }
  if (verdict.silentlyDropped > 0) {
    return `${reader} loads ${countOf(verdict.applied, noun)} and silently drops the last ${countOf(verdict.silentlyDropped, 'byte')}, from ${formatOffset(verdict.stoppedAt)}; ${behind}.`;
  }
  const unread =
    verdict.unreadTrailing > 0
      ? ` It never looks at the last ${countOf(verdict.unreadTrailing, 'byte')}.`
      : '';
  return `${reader} loads ${beyond === 0 ? `all ${countOf(verdict.applied, noun)}` : `${groupDigits(verdict.applied)} of ${countOf(all, noun)}`}.${unread}`;
}

/** Faults that have the same title, in the order of the first of each. */
function byTitle(faults: readonly Fault[], index: FileIndex): readonly (readonly Fault[])[] {
  const groups = new Map<string, Fault[]>();
  for (const fault of faults) {
    const { title } = describeFault(fault, index);
    const group = groups.get(title);
    if (group === undefined) groups.set(title, [fault]);
    else group.push(fault);
  }
  return [...groups.values()];
}

/** What is said of every one of them is said once, of the first. */
function groupLines(group: readonly Fault[], index: FileIndex): readonly string[] {
  const first = group[0] as Fault;
  const text = describeFault(first, index);
  const often = group.length === 1 ? '' : ` (${groupDigits(group.length)} times)`;
  const lines = [`  ${first.severity}: ${text.title}${often}`];
  for (const fault of group.slice(0, MAX_PLACES)) {
    lines.push(`    ${formatOffset(fault.offset)}  ${describeFault(fault, index).evidence}`);
  }
  if (group.length > MAX_PLACES)
    lines.push(`    … and ${groupDigits(group.length - MAX_PLACES)} more (--json lists them all)`);
  if (text.cause !== null) lines.push(`    Cause:  ${text.cause}`);
  lines.push(`    Effect: ${text.consequence}`, `    Next:   ${text.suggestion}`);
  return lines;
}
