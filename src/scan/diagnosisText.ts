/*
 * What is said about the causes of faults, one entry a cause. How sure a cause is stands in the wording: what is proven
 * is stated, with the proof; what is likely begins with "Probably", what is possible with "Possibly".
 */
import {
  type Certainty,
  type Correction,
  type Diagnosis,
  encodeHex,
  type Fault,
  type FaultCause,
  type ForeignContent,
  formatOffset,
  groupDigits,
} from '../codec/index.ts';
import { capitalise, count, entries, type FaultContext, fileOf, nounOf, oneIn } from './faultPhrases.ts';

/** One cause of a kind. */
export type CauseOf<K extends FaultCause['kind']> = Extract<FaultCause, { readonly kind: K }>;

/** Everything that a text may need. */
interface Told {
  readonly fault: Fault;
  readonly context: FaultContext;
  readonly certainty: Certainty;
  readonly odds: number | null;
}

type Tell<K extends FaultCause['kind']> = (cause: CauseOf<K>, told: Told) => string | null;

const HEDGES: Readonly<Record<Certainty, string>> = {
  proven: '',
  likely: 'probably ',
  possible: 'possibly ',
};

/** A sentence, begun with how sure it is. */
const hedged = (certainty: Certainty, sentence: string): string =>
  capitalise(`${HEDGES[certainty]}${sentence}`);

const spanText = ({ from, to }: { readonly from: number; readonly to: number }): string =>
  `from ${formatOffset(from)} to ${formatOffset(to)}`;

const chance = (odds: number | null): string =>
  odds === null || odds <= 0 ? '' : `; by accident that happens ${oneIn(odds)}`;

/** What holds once a cause is undone. */
function proof({ fault, context }: Told): string {
  if (fault.evidence.kind === 'bad-header' || fault.evidence.kind === 'mixed-encryption')
    return 'the header fits what follows';
  if (fault.evidence.kind === 'count-mismatch') return 'the count fits the entries that the footer proves';
  if (context.kind === 'snapshot' && fault.evidence.kind === 'bad-footer') return 'the footer holds';
  return context.encrypted
    ? 'the frame opens'
    : context.kind === 'aof'
      ? 'the checksum holds'
      : 'the footer holds';
}

const tellFix = ({ fix }: { readonly fix: Correction }, told: Told): string => {
  const { certainty, odds } = told;
  return hedged(certainty, `${correctionText(fix)} ${proof(told)}${chance(odds)}.`);
};

function correctionText({ at, before, after, scope, bit }: Correction): string {
  const from = encodeHex(before, ' ');
  const to = encodeHex(after, ' ');
  if (scope === 'bit') {
    return `a single flipped bit: with bit ${bit} of the byte at ${formatOffset(at)} turned back (${from} to ${to})`;
  }
  const what = scope === 'byte' ? 'a single wrong byte' : 'a wrong length';
  return `${what}: with ${to} at ${formatOffset(at)} in place of ${from}`;
}

const CONTENTS: Readonly<Record<ForeignContent, string>> = {
  zeros: ', all zeros,',
  text: ' of text',
  'byte-order-mark': ' of a byte order mark',
  bytes: '',
};

const blockName = (block: number): string => (block >= 4096 ? 'page' : 'sector');

/** That a shorter run keeps to a border says nothing. */
const LEAST_ON_BORDER = 64;

/** "from one 4,096-byte page border to another" */
function borders({ span, startsOn, endsOn }: CauseOf<'filled'>): string {
  const name = (block: number): string => `${groupDigits(block)}-byte ${blockName(block)} border`;
  if (span.to - span.from < LEAST_ON_BORDER) return '';
  if (startsOn > 0 && endsOn > 0) return ` from one ${name(Math.min(startsOn, endsOn))} to another`;
  if (startsOn > 0) return ` beginning on a ${name(startsOn)}`;
  return endsOn > 0 ? ` ending on a ${name(endsOn)}` : '';
}

const tellFill: Tell<'filled'> = (cause, { fault, context, certainty }) => {
  const { span, byte, startsOn, endsOn } = cause;
  const what = byte === 0 ? 'zeros' : `0x${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  const isTail =
    span.to === context.size && span.from <= fault.offset && fault.evidence.kind !== 'bad-footer';
  const why = isTail
    ? 'space was reserved and a crash came before it was filled, or the last block was lost'
    : byte === 0xff
      ? 'they were erased and not written again'
      : startsOn > 0 && endsOn > 0
        ? 'blocks were lost or never written'
        : 'they were lost or overwritten';
  const reserve = certainty === 'possible' ? ', unless that is what the value holds' : '';
  const seen = `the ${count(span.to - span.from, 'byte')} ${spanText(span)} are all ${what}${borders(cause) === '' ? '' : `,${borders(cause)}`}`;
  return `${capitalise(seen)}: ${certainty === 'possible' ? 'possibly' : 'probably'} ${why}${reserve}.`;
};

const tellOverwritten: Tell<'overwritten'> = ({ span, block, looksForeign }, { certainty }) => {
  const blocks = Math.max(1, Math.round((span.to - span.from) / block));
  const what = `the ${blocks === 1 ? '' : `${groupDigits(blocks)} `}${groupDigits(block)}-byte ${blockName(block)}${blocks === 1 ? '' : 's'} ${spanText(span)} ${blocks === 1 ? 'was' : 'were'} overwritten`;
  const why = looksForeign
    ? 'the bytes are of another kind than those around'
    : 'the damage begins before and ends behind, and no other block fits';
  return hedged(certainty, `${what}: ${why}.`);
};

const tellMissing: Tell<'missing-bytes'> = ({ span, bytes, restored }, told) => {
  const { certainty, odds, context } = told;
  if (restored !== null) {
    const later = span.to > span.from ? `, or up to ${count(span.to - span.from, 'byte')} later,` : '';
    const are = restored.length === 1 ? 'one byte is' : `${restored.length} bytes are`;
    return hedged(
      certainty,
      `${are} missing at ${formatOffset(span.from)}${later}: with ${encodeHex(restored, ' ')} put back ${proof(told)}${chance(odds)}.`,
    );
  }
  if (bytes === null) {
    return hedged(
      certainty,
      `bytes are missing ${spanText(span)}, or were overwritten: what stands there is no whole ${nounOf(context)}.`,
    );
  }
  const are = bytes === 1 ? 'byte is' : 'bytes are';
  return hedged(
    certainty,
    `${groupDigits(bytes)} ${are} missing ${spanText(span)}: the ${nounOf(context)} claims that many more than there are before the next one.`,
  );
};

const tellInserted: Tell<'inserted-bytes'> = ({ span, content, slack }, told) => {
  const { certainty, odds, fault } = told;
  const length = span.to - span.from;
  const later = slack === 0 ? '' : ` (or as many up to ${count(slack, 'byte')} later)`;
  const bytes = length === 1 ? 'one byte' : `the ${count(length, 'byte')}${CONTENTS[content]}`;
  const what = `${bytes} at ${formatOffset(span.from)}${later} ${length === 1 ? 'does' : 'do'} not belong there`;
  if (fault.evidence.kind === 'bad-header') return hedged(certainty, `${what}: a whole header follows.`);
  if (certainty === 'proven')
    return hedged(
      certainty,
      `${what}: without ${length === 1 ? 'it' : 'them'} ${proof(told)}${chance(odds)}.`,
    );
  const why =
    length < SMALLEST_RECORD
      ? `they are too few for a ${nounOf(told.context)}, unless one was lost but for them`
      : 'they begin like no record, and those around hold';
  return hedged(certainty, `${what}: ${why}.`);
};

/** Tag, the length of an empty key, checksum. */
const SMALLEST_RECORD = 9;

const tellTorn: Tell<'torn-then-appended'> = ({ span, missing }, { fault, certainty }) => {
  const length = count(span.to - span.from, 'byte');
  const lacks = missing === null ? '' : `, ${groupDigits(missing)} ${missing === 1 ? 'is' : 'are'} missing`;
  const what = fault.evidence.kind === 'bad-header' ? 'the header' : 'a record';
  return hedged(
    certainty,
    `a crash cut ${what} off, and the server appended to what was left: ${length} of it ${spanText(span)}${lacks}.`,
  );
};

const tellTruncated: Tell<'truncated'> = (
  { roundTo, missing, entriesMissing },
  { fault, context, certainty },
) => {
  const isHeader = fault.evidence.kind === 'short-header';
  const round =
    roundTo === 0
      ? ''
      : ` Its size is a multiple of ${groupDigits(roundTo)}, as when blocks at its end were lost.`;
  if (certainty === 'possible') {
    return `Possibly a write was cut off; but the key would be longer than any other, so these may be bytes that only look like a record.${round}`;
  }
  if (context.kind === 'aof' || isHeader) {
    const what = isHeader ? 'the header' : 'the record';
    const far =
      missing !== null && missing > UNLIKELY_MISSING
        ? ' Or its length is damaged: it claims far more than follows.'
        : '';
    return `Probably a crash or power loss while ${what} was being written: nothing that holds follows.${far}${round}`;
  }
  const lacks = entriesMissing === null ? '' : `: by its header it lacks ${entries(entriesMissing)}`;
  return `Probably the file was cut off, or its writer never finished${lacks}.${round}`;
};

/** A record that claims this much more than there is was hardly cut off by a crash. */
const UNLIKELY_MISSING = 16 << 20;

const tellRepeated: Tell<'repeated'> = ({ span, copyOf, records }, told) => {
  const { fault, certainty, context } = told;
  if (fault.evidence.kind === 'duplicate-span' && certainty !== 'proven') {
    const what = context.kind === 'aof' ? count(records, 'record') : entries(records);
    return `Possibly a block was written twice, or a client sent the same ${what} twice: every checksum holds.`;
  }
  if (fault.evidence.kind === 'duplicate-span')
    return 'A copy: two frames that were written one by one never have the same nonce.';
  const length = count(span.to - span.from, 'byte');
  return hedged(
    certainty,
    `the ${length} at ${formatOffset(span.from)} are a copy of those at ${formatOffset(copyOf)}: without them ${proof(told)}.`,
  );
};

/** Above this size single bytes have too many explanations for a checksum to rule out that it was one. */
const LARGEST_RULED_OUT = 1 << 20;

const tellAltered: Tell<'altered'> = (_, { fault, context, certainty }) => {
  if (fault.evidence.kind === 'bad-footer' || fault.evidence.kind === 'count-mismatch')
    return context.size > LARGEST_RULED_OUT
      ? 'Bytes were changed somewhere among the entries: none are missing or too many. Among so many the footer can’t tell whether it was one or several.'
      : 'Several bytes were changed somewhere among the entries: none are missing or too many, and no single one explains it.';
  if (context.encrypted || certainty === 'proven')
    return 'Bytes of this frame were changed. Its length leads to the next one, so none are missing.';
  const changed =
    fault.length > LARGEST_RULED_OUT
      ? `Bytes of this ${nounOf(context)} were changed; in one of this size the checksum can’t tell which, or how many.`
      : `More than one byte of this ${nounOf(context)} was changed.`;
  return `${changed} Its lengths lead to the next one, so probably none are missing.`;
};

const tellWritten: Tell<'written-like-this'> = (_, { context }) =>
  `${context.kind === 'aof' ? 'The checksum over these bytes holds' : 'The footer holds over these bytes'}, so they were written like this: the writer’s fault, not the disk’s.`;

/** Null: the kind of the fault says it already. */
const CAUSES: { readonly [K in FaultCause['kind']]: Tell<K> } = {
  'flipped-bit': tellFix,
  'wrong-byte': tellFix,
  'wrong-length': tellFix,
  'changed-header': ({ found, expected }, { certainty }) =>
    hedged(
      certainty,
      `the header was changed: ${found} stands where ${expected} must stand, and what follows fits the header.`,
    ),
  'header-missing': ({ bytes }) =>
    `The header’s ${count(bytes, 'byte')} are missing: the file begins with a record that holds.`,
  filled: tellFill,
  overwritten: tellOverwritten,
  repeated: tellRepeated,
  'stale-block': ({ span, copyOf }, { certainty }) =>
    hedged(
      certainty,
      `a write went astray: the ${count(span.to - span.from, 'byte')} ${spanText(span)} are a copy of those at ${formatOffset(copyOf)}, in place of what belongs there.`,
    ),
  swapped: ({ first, second, length }, told) =>
    hedged(
      told.certainty,
      `the ${count(length, 'byte')} at ${formatOffset(first)} and those at ${formatOffset(second)} stand in each other’s place: put back, ${told.context.kind === 'aof' ? 'the records around them hold' : 'the footer holds'}.`,
    ),
  'missing-bytes': tellMissing,
  'missing-entries': ({ entries: lacking }, { certainty }) =>
    hedged(
      certainty,
      `whole entries are missing: the header counts ${groupDigits(lacking)} more than can be read, and no bytes are left over.`,
    ),
  'inserted-bytes': tellInserted,
  'appended-bytes': ({ span, content }, { certainty }) =>
    hedged(
      certainty,
      `the ${count(span.to - span.from, 'byte')}${CONTENTS[content]} ${spanText(span)} ${span.to - span.from === 1 ? 'was' : 'were'} appended behind the data${certainty === 'possible' ? ', or are what is left of a damaged record' : ''}.`,
    ),
  'torn-then-appended': tellTorn,
  truncated: tellTruncated,
  concatenated: ({ at }) =>
    `Probably two files were joined end to end: the second begins at ${formatOffset(at)}.`,
  'text-mode': ({ change, places }, told) => {
    const undone =
      change === 'lf-to-crlf'
        ? 'without the carriage returns that were added'
        : 'with the carriage returns that were taken out';
    const at = places[0] === undefined ? '' : ` (the first at ${formatOffset(places[0])})`;
    return hedged(told.certainty, `the file was transferred as text: ${undone}${at} ${proof(told)}.`);
  },
  'replacement-characters': ({ first, count: many }, { certainty }) =>
    hedged(
      certainty,
      `a program read the file as UTF-8 text and wrote it back: ${count(many, 'replacement character')} (EF BF BD), the first at ${formatOffset(first)}, where other bytes were.`,
    ),
  'written-like-this': tellWritten,
  'wrong-key': ({ frames }, { fault, certainty }) =>
    fault.evidence.kind === 'undecryptable' && fault.evidence.wrongKeyLikely
      ? null
      : hedged(
          certainty,
          `another key: ${count(frames, 'frame')} in a row lead from one to the next and do not open.`,
        ),
  'mixed-encryption': () => null,
  'unfinished-snapshot': ({ hasFooter }) =>
    hasFooter
      ? 'Probably the server stopped before it wrote the count, which it does last: it is still 0, while the footer fits every entry.'
      : null,
  'misplaced-snapshot': ({ bitsApart }) =>
    bitsApart === 1
      ? 'Possibly a single flipped bit: the two numbers differ in one, and no checksum covers the header. Or the file was renamed or copied to the wrong place.'
      : null,
  altered: tellAltered,
  follows: ({ at }) => `The fault at ${formatOffset(at)} explains this one.`,
};

/** What a diagnosis adds to the texts of its fault. */
export interface DiagnosisText {
  /** Null where the fault's own kind says it already. */
  readonly cause: string | null;
  /** Null where it takes nothing, or nothing that is known. */
  readonly loss: string | null;
  /** What the cause lets one do beyond what the kind of the fault suggests; null where that is nothing. */
  readonly remedy: string | null;
}

/** The texts for what is known of `fault`. */
export function describeDiagnosis(fault: Fault, context: FaultContext): DiagnosisText {
  const { diagnosis } = fault;
  if (diagnosis === undefined) return { cause: null, loss: null, remedy: null };
  const { cause, certainty, odds } = diagnosis;
  const tell = CAUSES[cause.kind] as Tell<FaultCause['kind']>;
  return {
    cause: tell(cause as never, { fault, context, certainty, odds }),
    loss: lossText(diagnosis, context),
    remedy: remedyText(diagnosis, context),
  };
}

/** Whether undoing the cause brings everything back. */
const isUndoable = ({ cause, certainty }: Diagnosis): boolean =>
  certainty === 'proven' &&
  (cause.kind === 'flipped-bit' ||
    cause.kind === 'wrong-byte' ||
    cause.kind === 'wrong-length' ||
    cause.kind === 'swapped' ||
    cause.kind === 'inserted-bytes' ||
    cause.kind === 'repeated' ||
    cause.kind === 'text-mode' ||
    (cause.kind === 'missing-bytes' && cause.restored !== null));

function lossText(diagnosis: Diagnosis, context: FaultContext): string | null {
  const { records, bound, keys } = diagnosis.loss;
  if (records === 0) return null;
  const what = context.kind === 'aof' ? count(records, 'record') : entries(records);
  const verb = `${records === 1 ? 'is' : 'are'} ${isUndoable(diagnosis) ? 'damaged' : 'lost'} by it`;
  const shown = keys.filter((key) => key !== '').map((key) => `“${key}”`);
  const key =
    shown.length === 0
      ? ''
      : records === 1
        ? `; its key reads ${shown.join(', ')}`
        : `; the first key there reads ${shown.join(', ')}`;
  if (bound === 'about') return `About ${what} ${verb}, judging by the size of the others${key}.`;
  return bound === 'exact' ? `${capitalise(what)} ${verb}${key}.` : `At least ${what} ${verb}${key}.`;
}

function remedyText({ cause, certainty }: Diagnosis, context: FaultContext): string | null {
  if (cause.kind === 'text-mode')
    return 'Get the file once more with a transfer that leaves bytes alone: that brings everything back.';
  if (cause.kind === 'replacement-characters') {
    return 'Look for a copy that no program read as text: what the replacement characters stand for is gone from this one.';
  }
  if (cause.kind === 'stale-block') {
    return `Records ${spanText(cause.span)} are older ones that stand there a second time: a repair that salvages applies them again.`;
  }
  if (certainty !== 'proven') return null;
  switch (cause.kind) {
    case 'swapped':
      return `Exchanging both blocks brings everything back: in a copy of the ${fileOf(context)}, put each of them where the other is.`;
    case 'missing-bytes':
      return cause.restored === null
        ? null
        : `Putting ${encodeHex(cause.restored, ' ')} back at ${formatOffset(cause.span.from)} brings it back.`;
    case 'inserted-bytes':
      return `Taking these ${count(cause.span.to - cause.span.from, 'byte')} out brings everything back.`;
    case 'repeated':
      return context.kind === 'aof' && cause.records > 0
        ? `Taking the copy out brings everything back. A repair that salvages keeps its ${count(cause.records, 'record')}, and a server applies them twice.`
        : 'Taking the copy out brings everything back.';
    default:
      return null;
  }
}
