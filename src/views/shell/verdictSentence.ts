import type { FileOffset } from '../../base/index.ts';
import type { Verdict } from '../../scan/index.ts';
import type { FileSummary, ScanReport } from '../../workers/index.ts';
import { formatCount, formatNumberOf, formatOffset } from '../ui/format.ts';

/** A piece of a sentence. An offset becomes a link, a quote stands in quotation marks. */
export type SentencePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'strong'; readonly text: string }
  | { readonly kind: 'quote'; readonly text: string }
  | { readonly kind: 'offset'; readonly offset: FileOffset };

/** What a reader will make of a file: one sentence, and what follows from it. */
export interface VerdictSentence {
  readonly tone: 'good' | 'warn' | 'bad' | 'info';
  readonly headline: string;
  readonly parts: readonly SentencePart[];
  /** The reader can't be judged before a key is given. */
  readonly needsKey: boolean;
}

/** How every reader puts it that it was given no key. */
const NO_KEY = 'file is encrypted but no encryption key was provided';

const NO_CHECKSUM =
  'No damage shows. This format keeps no checksums, so a value that was changed would not show either.';

interface Subject {
  readonly verdict: Verdict;
  readonly report: ScanReport;
  /** "Ember 0.4.9" */
  readonly reader: string;
  /** "log" or "snapshot" */
  readonly file: string;
  readonly noun: 'record' | 'entry';
  /** A shard's snapshot and log belong together. */
  readonly shards: boolean;
  readonly checksums: boolean;
  /** All records that hold, wherever they are. */
  readonly held: number;
  /** Those, and the ones that were found but don't. */
  readonly found: number;
  /** Those of them that the reader does not come to. */
  readonly beyond: number;
}

/** Says in plain words what the named reader does with a file, from its verdict and the scan. */
export function verdictSentence(verdict: Verdict, report: ScanReport, summary: FileSummary): VerdictSentence {
  const noun = summary.capabilities.rowNoun;
  const held = Math.max(report.recordsHeld, verdict.applied);
  const subject: Subject = {
    verdict,
    report,
    reader: capitalise(verdict.readerLabel),
    file: noun === 'entry' ? 'snapshot' : 'log',
    noun,
    shards: summary.capabilities.shards,
    checksums: summary.capabilities.checksums !== 'none',
    held,
    found: held + report.recordsDamaged,
    beyond: held - verdict.applied,
  };
  if (verdict.error === NO_KEY) return locked(subject);
  if (verdict.abort !== null) return aborts(subject, verdict.abort);
  if (verdict.error !== null && verdict.phase === 'open') return refused(subject, verdict.error);
  if (verdict.error !== null && (noun === 'entry' || summary.capabilities.allOrNothing))
    return discarded(subject, verdict.error);
  if (verdict.error !== null) return stopped(subject, verdict.error);
  if (verdict.silentlyDropped > 0) return droppedSilently(subject);
  return loaded(subject);
}

/** The sentence without its marks, for a tooltip or a screen reader. */
export function plainSentence({ headline, parts }: VerdictSentence): string {
  const rest = parts.map((part) => {
    if (part.kind === 'offset') return formatOffset(part.offset);
    return part.kind === 'quote' ? `“${part.text}”` : part.text;
  });
  return [headline, rest.join('')].filter((text) => text !== '').join(' ');
}

function locked({ reader, file, verdict }: Subject): VerdictSentence {
  return {
    tone: 'info',
    headline: `This ${file} is encrypted.`,
    parts: [
      text(`Without its key ${reader} loads nothing: it stops with `),
      quote(verdict.error ?? ''),
      text(`. Give the key to see what the ${file} holds.`),
    ],
    needsKey: true,
  };
}

function aborts(subject: Subject, abort: NonNullable<Verdict['abort']>): VerdictSentence {
  const { reader, file, verdict, noun, shards } = subject;
  const before = formatNumberOf(verdict.applied, noun);
  return {
    tone: 'bad',
    headline: `${reader} ${abort.certain ? 'would' : 'may'} abort at start-up when it loads this ${file}.`,
    parts: [
      text(`The ${abort.type} at `),
      offset(abort.at),
      text(` brings it down: ${ensureStop(abort.reason)} `),
      strong(
        shards
          ? `It reads ${before} in this ${file}, but no shard comes up after an abort.`
          : `Nothing of this ${file} is loaded then.`,
      ),
    ],
    needsKey: false,
  };
}

function refused(subject: Subject, error: string): VerdictSentence {
  const { reader, file, held, noun } = subject;
  return {
    tone: 'bad',
    headline: `${reader} would read nothing from this ${file}.`,
    parts: [
      text('It refuses the file with '),
      quote(error),
      text('. '),
      held === 0
        ? text(`No intact ${noun} was found in it.`)
        : strong(`${formatNumberOf(held, `intact ${noun}`)} ${held === 1 ? 'lies' : 'lie'} in it.`),
      ...damagedPart(subject),
    ],
    needsKey: false,
  };
}

function discarded(subject: Subject, error: string): VerdictSentence {
  const { reader, file, noun, shards, held, verdict, report } = subject;
  const { rowsFixable } = report;
  const more =
    rowsFixable === 0
      ? ''
      : `, and ${rowsFixable === 1 ? 'one more' : `${formatCount(rowsFixable)} more`} can be put right`;
  const where = verdict.phase === 'footer' ? 'It fails at the footer, ' : 'It stops at ';
  return {
    tone: 'bad',
    headline: `${reader} would discard this whole ${file}.`,
    parts: [
      text(where),
      offset(verdict.stoppedAt),
      text(', with '),
      quote(error),
      text(
        shards
          ? '; the shard then starts empty and replays its log alone. '
          : '; after any error it loads nothing, also not what stands before. ',
      ),
      held === 0
        ? text(`No ${noun} can be read from it.`)
        : strong(`${formatNumberOf(held, noun)} can still be read from it${more}.`),
    ],
    needsKey: false,
  };
}

function stopped(subject: Subject, error: string): VerdictSentence {
  const { verdict, beyond, report } = subject;
  const { damage, warning } = report.faultCounts;
  // A reader that knows less than it needs to stops before it ever comes to the damage.
  const isAtDamage = damage > 0 && verdict.applied >= report.recordsBeforeFault;
  const isUndamaged = damage + warning === 0 && beyond > 0;
  return {
    tone: 'bad',
    headline: recovers(subject),
    parts: [
      text('It stops at '),
      offset(verdict.stoppedAt),
      text(' with '),
      quote(error),
      text('. '),
      ...beyondPart(subject, isAtDamage ? 'beyond the damage' : 'beyond that point'),
      ...damagedPart(subject),
      ...(isUndamaged ? [text(' The file itself is undamaged; this reader can’t read all of it.')] : []),
    ],
    needsKey: false,
  };
}

function droppedSilently(subject: Subject): VerdictSentence {
  const { reader, verdict, noun, held, beyond } = subject;
  const bytes = formatNumberOf(verdict.silentlyDropped, 'byte');
  const isTornTail = beyond === 0;
  return {
    tone: isTornTail ? 'warn' : 'bad',
    headline: isTornTail
      ? `${reader} loads ${countAll(held, noun)} and drops the last ${bytes}.`
      : recovers(subject),
    parts: [
      text('It reports a clean end at '),
      offset(verdict.stoppedAt),
      ...(isTornTail
        ? [
            text(
              `: the file ends inside a ${noun}, as after a crash, and nothing intact lies in what is dropped.`,
            ),
          ]
        : [
            text(`, but silently drops the last ${bytes}. `),
            ...beyondPart(subject, 'in them'),
            ...damagedPart(subject),
          ]),
    ],
    needsKey: false,
  };
}

function loaded(subject: Subject): VerdictSentence {
  const { reader, file, verdict, noun, held, beyond, report } = subject;
  const { damage, warning } = report.faultCounts;
  if (held === 0 && damage + warning === 0) {
    return {
      tone: 'good',
      headline: `${reader} loads this ${file}; it holds no ${noun === 'entry' ? 'entries' : 'records'}.`,
      parts:
        noun === 'record' && subject.shards
          ? [text('A log is emptied each time it is rewritten into the snapshot.')]
          : [],
      needsKey: false,
    };
  }
  const parts: SentencePart[] = [];
  if (verdict.unreadTrailing > 0) {
    parts.push(
      text(`It never looks at the last ${formatNumberOf(verdict.unreadTrailing, 'byte')}, after the footer.`),
    );
  }
  // The bytes after the footer are one of the findings.
  const found = damage + warning - (verdict.unreadTrailing > 0 ? 1 : 0);
  if (found > 0) {
    const tells = `${formatNumberOf(found, 'finding')} that it does not notice ${found === 1 ? 'needs' : 'need'} a look.`;
    parts.push(text(parts.length === 0 ? tells : ` ${tells}`));
  }
  const isClean = parts.length === 0 && beyond === 0;
  return {
    tone: isClean ? 'good' : damage > 0 ? 'bad' : 'warn',
    headline: `${reader} loads ${beyond === 0 ? countAll(held, noun) : `${formatCount(verdict.applied)} of ${formatNumberOf(held, noun)}`}.`,
    parts: isClean ? [text(subject.checksums ? 'No damage was found.' : NO_CHECKSUM)] : parts,
    needsKey: false,
  };
}

/** "Ember 0.4.9 would recover 68 of 76 records from this log." */
function recovers({ reader, file, verdict, noun, held, found }: Subject): string {
  if (held === 0) return `${reader} would recover nothing from this ${file}.`;
  return `${reader} would recover ${formatCount(verdict.applied)} of ${formatNumberOf(found, noun)} from this ${file}.`;
}

function beyondPart({ beyond, noun, report }: Subject, where: string): SentencePart[] {
  if (beyond === 0) return [text(`Nothing intact lies ${where}.`)];
  const locked = Math.min(beyond, report.recordsLocked);
  const lie = (count: number): string => (count === 1 ? 'lies' : 'lie');
  const parts: SentencePart[] = [];
  const intact = beyond - locked;
  if (intact > 0) parts.push(strong(`${formatNumberOf(intact, `intact ${noun}`)} ${lie(intact)} ${where}.`));
  if (locked > 0) {
    parts.push(
      strong(
        `${intact > 0 ? ' ' : ''}${formatNumberOf(locked, `encrypted ${noun}`)} ${lie(locked)} ${where};`,
      ),
      text(` give the key to see whether ${locked === 1 ? 'it holds' : 'they hold'}.`),
    );
  }
  return parts;
}

/** What is to be said of the records that don't hold, so that the numbers add up. */
function damagedPart({ report, noun }: Subject): SentencePart[] {
  const { recordsDamaged: damaged, recordsDoubtful: doubtful } = report;
  const fixable = Math.min(damaged, report.rowsFixable);
  const parts: SentencePart[] = [];
  if (damaged === 1)
    parts.push(text(` One ${noun} is damaged${fixable === 1 ? ' and can be put right' : ''}.`));
  else if (damaged > 1) {
    const all = fixable === damaged ? ' and can be put right' : '';
    const some = fixable > 0 && fixable < damaged ? `; ${formatCount(fixable)} of them can be put right` : '';
    parts.push(text(` ${formatNumberOf(damaged, noun)} are damaged${all}${some}.`));
  }
  if (doubtful > 0) {
    parts.push(
      text(
        ` ${formatCount(doubtful)} more, found inside a damaged one, ${doubtful === 1 ? 'is' : 'are'} in doubt.`,
      ),
    );
  }
  return parts;
}

/** "all 379 records", "the only record" */
function countAll(held: number, noun: string): string {
  if (held === 0) return `no ${noun}`;
  return held === 1 ? `the only ${noun}` : `all ${formatNumberOf(held, noun)}`;
}

const text = (value: string): SentencePart => ({ kind: 'text', text: value });
const strong = (value: string): SentencePart => ({ kind: 'strong', text: value });
const quote = (value: string): SentencePart => ({ kind: 'quote', text: value });
const offset = (value: FileOffset): SentencePart => ({ kind: 'offset', offset: value });
const ensureStop = (value: string): string => (/[.!?]$/.test(value) ? value : `${value}.`);
const capitalise = (value: string): string => value.charAt(0).toUpperCase() + value.slice(1);
