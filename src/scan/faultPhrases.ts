/* The turns of phrase that the texts for faults share. */
import {
  AOF_HEADER_BYTES,
  type Correction,
  type EmberKind,
  type Fault,
  type FaultEvidence,
  type FaultKind,
  type Format,
  formatOffset,
  GCM_TAG_BYTES,
  groupDigits,
  MAX_VECTOR_TOTAL,
  SNAPSHOT_HEADER_BYTES,
} from '../codec/index.ts';

/** The file that a fault is in. */
export interface FaultContext {
  readonly kind: EmberKind;
  readonly format: Format;
  readonly encrypted: boolean;
  /** Bytes. */
  readonly size: number;
}

/** The evidence of one kind of fault. */
export type EvidenceOf<K extends FaultKind> = Extract<FaultEvidence, { readonly kind: K }>;
export const count = (n: number, noun: string): string => `${groupDigits(n)} ${n === 1 ? noun : `${noun}s`}`;
export const entries = (n: number): string => `${groupDigits(n)} ${n === 1 ? 'entry' : 'entries'}`;
export const checksum = (value: number): string => `0x${value.toString(16).padStart(8, '0')}`;
export const headerBytes = (kind: EmberKind): number =>
  kind === 'aof' ? AOF_HEADER_BYTES : SNAPSHOT_HEADER_BYTES;
export const nounOf = ({ kind }: FaultContext): string => (kind === 'aof' ? 'record' : 'entry');
/** "a SET record", "an HSET record", "an encrypted record" */
export function someRecord(type: string | null, context: FaultContext): string {
  const noun = `${type ?? (context.encrypted ? 'encrypted' : '')} ${nounOf(context)}`.trim();
  return `${/^([aeiouAEIOU]|[HLRS][^AEIOU])/.test(noun) ? 'an' : 'a'} ${noun}`;
}
export const fileOf = ({ kind }: FaultContext): string => (kind === 'aof' ? 'log' : 'snapshot');

/** "150 bytes, up to 0x000009F6, where a record that holds begins" */
export function extent({ offset, length }: Fault, context: FaultContext): string {
  const { size } = context;
  const end = offset + length;
  const next = context.kind === 'aof' ? 'a record that holds' : 'an entry that can be read';
  const what = end < size ? `${formatOffset(end)}, where ${next} begins` : 'the end of the file';
  return `${count(length, 'byte')}, up to ${what}`;
}

export const DISCARDS =
  'Any error makes ember discard the whole snapshot: the shard starts empty and replays its log alone.';

/** What a reader does where it can't go on. @param how its error, in a few words */
export function stops({ offset }: Fault, { kind }: FaultContext, how: string): string {
  if (kind === 'snapshot')
    return `A reader that gets this far stops at ${formatOffset(offset)} ${how}. ${DISCARDS}`;
  return `A reader that gets this far stops at ${formatOffset(offset)} ${how}. What it applied before stays; everything from there on is not loaded.`;
}

/** What to do about a record that can be taken out on its own. */
export const dropIt = ({ kind }: FaultContext): string =>
  kind === 'aof'
    ? 'A repair that drops damaged records takes out this one and keeps those around it. Its key may then hold an older value.'
    : 'A repair that drops damaged entries takes out this one, keeps the others, and writes a new count and footer.';
export const KEEP_ORIGINAL = 'Keep the original file until the data is back.';

/** What to do where framing is lost. A correction gives the record its end back. */
export function lookBehind({ offset, length, fix }: Fault, context: FaultContext): string {
  if (fix !== undefined) return dropIt(context);
  if (context.kind === 'snapshot') {
    return `A repair takes these bytes out, and writes a new count and footer for the entries that it keeps. ${KEEP_ORIGINAL}`;
  }
  if (offset + length < context.size) {
    return `Look through the records behind it, marked as salvaged: they hold, but ember never reads them. A repair that salvages keeps them; any other cuts the log at ${formatOffset(offset)}. ${KEEP_ORIGINAL}`;
  }
  return `A repair cuts the log at ${formatOffset(offset)}, so that new records are not appended to bytes that can’t be read. ${KEEP_ORIGINAL}`;
}

/** What two checksums say beyond that they differ. @param whose "record", "footer" */
export function checksumCause(stored: number, computed: number, whose: string): string | null {
  if (stored === 0) return `The stored checksum is all zeros: this part of the file may have been zeroed.`;
  if (stored === 0xffff_ffff)
    return `The stored checksum is all ones: this part of the file may have been erased.`;
  if (bitCount(stored ^ computed) !== 1) return null;
  return `Stored and computed differ in a single bit. Damage to the content hardly ever does that, so probably only the ${whose} was hit and the content is as it was written.`;
}

function bitCount(value: number): number {
  let bits = 0;
  for (let rest = value >>> 0; rest !== 0; rest &= rest - 1) bits++;
  return bits;
}

/** A record that claims this much more than there is was hardly cut off by a crash. */
const UNLIKELY_MISSING = 16 << 20;

export function tornCause({ missing }: EvidenceOf<'torn-tail'>, context: FaultContext): string {
  if (missing !== null && missing > UNLIKELY_MISSING) {
    return `It claims far more than follows, so a damaged length is as likely as a write that was cut off.`;
  }
  if (context.encrypted) {
    return 'A crash or power loss while it was being written, or a damaged length: in an encrypted file the two look much alike.';
  }
  if (context.kind === 'snapshot') return 'The file was cut off, or a damaged length leads past its end.';
  return 'A crash or power loss while the record was being written: nothing that holds follows.';
}

/** What is known of the length or count that leads astray. */
export function claim({ field, fieldAt, value, limit }: EvidenceOf<'corrupt-length'>): string {
  if (field === '') return 'its lengths lead past the end of the file';
  const says = `“${field}” at ${formatOffset(fieldAt)} says ${groupDigits(value)}`;
  if (limit === MAX_VECTOR_TOTAL && value <= limit) {
    return `${says} elements; with their dimension that is more than the limit of ${groupDigits(limit)} numbers`;
  }
  if (limit !== null && value > limit) return `${says}, over the limit of ${groupDigits(limit)}`;
  if (field === 'frame length' && value <= GCM_TAG_BYTES) return `${says}, too short for an encrypted record`;
  return `${says}, which leads past the end of the file`;
}

/** Whether ember notices a length by itself; otherwise it takes the record for a torn one. */
export const isRefused = ({ field, value, limit }: EvidenceOf<'corrupt-length'>): boolean =>
  (limit !== null && value > limit) ||
  limit === MAX_VECTOR_TOTAL ||
  (field === 'frame length' && value <= GCM_TAG_BYTES);

/** "once in 3,600,000 times" */
export const oneIn = (odds: number): string =>
  `once in ${groupDigits(Math.max(1, Math.round(1 / odds)))} times`;

const hexByte = (byte: number | undefined): string => (byte ?? 0).toString(16).padStart(2, '0');

/** The cause that a correction names: what was changed, and how sure that is. */
export function correctionCause({ at, before, after, scope, bit, odds }: Correction): string {
  const from = Array.from(before, hexByte).join(' ');
  const to = Array.from(after, hexByte).join(' ');
  const change =
    scope === 'bit'
      ? `A single flipped bit: with bit ${bit} of the byte at ${formatOffset(at)} turned back (${from} to ${to})`
      : `${scope === 'byte' ? 'A single wrong byte' : 'A wrong length'}: with ${to} at ${formatOffset(at)} in place of ${from}`;
  const chance = odds > 0 ? `; by accident that happens ${oneIn(odds)}` : '';
  return `${change} the checksum holds${chance}.`;
}

export const RULE_TEXTS: Readonly<
  Record<
    EvidenceOf<'bad-body'>['rule'],
    { readonly title: string; readonly breach: string; readonly error: string }
  >
> = {
  utf8: {
    title: 'Text is not valid UTF-8',
    breach: 'is not valid UTF-8',
    error: 'because the text is not valid UTF-8',
  },
  negative: {
    title: 'Negative time',
    breach: 'is negative',
    error: 'because the time is negative (before 0.4.5 it was accepted)',
  },
  'out-of-range': {
    title: 'Value out of range',
    breach: 'has no meaning',
    error: 'because the value is out of range',
  },
  'too-long': {
    title: 'Length over the limit',
    breach: 'is over the format’s limit',
    error: 'because a length or count is over its limit',
  },
  'cut-short': {
    title: 'Content is cut short',
    breach: 'leads past the end of the content',
    error: 'because the content ends too early',
  },
  'left-over': {
    title: 'Bytes left over',
    breach: 'is followed by bytes that belong to no field',
    error: 'because bytes are left over',
  },
};

/** How many bits the four bytes in `found` ("45 41 4f 47") differ from `magic`. */
export const bitsOff = (found: string, magic: readonly number[]): number =>
  found.split(' ').reduce((bits, byte, i) => bits + bitCount(Number.parseInt(byte, 16) ^ (magic[i] ?? 0)), 0);

export const hexOf = (bytes: readonly number[]): string => bytes.map(hexByte).join(' ');

/** What follows when ember refuses a file on opening. */
export const refuses = ({ kind }: FaultContext, error: string): string =>
  kind === 'aof'
    ? `ember refuses the log with “${error}” and applies no record of it.`
    : `ember refuses the snapshot with “${error}”: the shard starts empty and replays its log alone.`;

/** The first letter large. */
export const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const OWN_FILES: Readonly<Record<string, string>> = {
  'ember-aof': 'an ember log',
  'ember-snapshot': 'an ember snapshot',
};

/** "an ember log" */
export const someFile = (format: string): string => OWN_FILES[format] ?? `a ${format} file`;

/** What there is of these sentences, one after the other. */
export const joined = (...sentences: readonly (string | null)[]): string =>
  sentences.filter((sentence) => sentence !== null).join(' ');

/** How far zeros reach that are not all of a gap. */
export function zerosText(zeros: { readonly count: number; readonly atLeast: boolean } | undefined): string {
  if (zeros === undefined) return '';
  const first = groupDigits(zeros.count);
  return zeros.atLeast
    ? ` At least the first ${first} are zeros.`
    : ` The first ${first} are zeros, what follows is not.`;
}
