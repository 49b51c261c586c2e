/* What is said about faults in AiKv's files. Nothing in them has a checksum, and its readers fail as a whole. */
import {
  type Expected,
  type Fault,
  type FaultEvidence,
  type FaultKind,
  formatOffset,
  groupDigits,
  type Looseness,
} from '../../codec/index.ts';
import { capitalise, count, type FaultContext } from '../faultPhrases.ts';
import type { FaultText } from '../faultText.ts';

type Describe<K extends FaultKind> = (
  evidence: Extract<FaultEvidence, { readonly kind: K }>,
  fault: Fault,
  context: FaultContext,
) => FaultText;

const isLog = ({ kind }: FaultContext): boolean => kind === 'aof';
const rowsOf = (context: FaultContext): string => (isLog(context) ? 'commands' : 'entries');

/** What AiKv does where it can't go on. */
const fails = ({ offset }: Fault, context: FaultContext): string =>
  `AiKv stops at ${formatOffset(offset)} and loads nothing at all: any error makes it drop ${isLog(context) ? 'every command of the log' : 'every key of the file'}, also those before it.`;

const KEEP = 'Keep the original.';
const salvage = (context: FaultContext): string =>
  `A repair takes these bytes out and keeps the ${rowsOf(context)} around them. No checksum exists in this format: what is found behind damage is plausible, not proven. ${KEEP}`;

const resumes = (at: number | null, context: FaultContext): string =>
  at === null
    ? `Up to the end of the file no ${isLog(context) ? 'command' : 'entry'} follows.`
    : `${capitalise(rowsOf(context))} go on at ${formatOffset(at)}.`;

const EXPECTED: Readonly<Record<Expected, string>> = {
  array: 'the * of a command',
  count: 'a number of arguments',
  bulk: 'the $ of an argument',
  length: 'a length',
  payload: 'an argument',
  'line-end': 'the CRLF behind an argument',
};

const LOOSE: Readonly<Record<Looseness, string>> = {
  'line-feed': 'a line ends in LF without CR',
  spaces: 'a number has spaces or a sign before or behind it',
  'no-line-end': 'the CRLF behind its last argument is missing, at the end of the file',
  empty: 'it has no argument, not even a name',
};

const shown = (found: string): string =>
  found === ''
    ? 'a line end'
    : Array.from(found, (char) =>
        char >= ' ' && char <= '~' ? char : `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`,
      ).join('');

const TEXTS: { readonly [K in FaultKind]?: Describe<K> } = {
  'torn-tail': ({ recordType, missing }, fault, context) => ({
    title: isLog(context) ? 'The last command is cut short' : 'The file ends inside an entry',
    evidence: `The file ends at ${formatOffset(context.size)}, inside ${recordType === null ? 'a command' : `a ${recordType}`} that begins at ${formatOffset(fault.offset)}: ${count(fault.length, 'byte')} of it can be read${missing === null ? '' : `, ${count(missing, 'byte')} and more are missing`}.`,
    cause: 'A crash while it was written, or a copy that was cut off.',
    consequence: fails(fault, context),
    suggestion: `A repair cuts the file at ${formatOffset(fault.offset)}; AiKv then loads what is before. ${KEEP}`,
  }),
  'corrupt-length': ({ field, fieldAt, value, resumesAt }, fault, context) => ({
    title: 'A length or count leads astray',
    evidence: `The ${field} at ${formatOffset(fieldAt)} says ${groupDigits(value)}, and nothing fits there. ${resumes(resumesAt, context)}`,
    cause: 'The number is damaged, or bytes behind it are missing or too many.',
    consequence: fails(fault, context),
    suggestion: salvage(context),
  }),
  'bad-framing': ({ expected, foundAt, found, resumesAt }, fault, context) => ({
    title: 'Something else stands where the format has its marks',
    evidence: `At ${formatOffset(foundAt)} ${EXPECTED[expected]} has to stand; there is “${shown(found)}”. ${resumes(resumesAt, context)}`,
    cause: null,
    consequence: fails(fault, context),
    suggestion: salvage(context),
  }),
  'loose-framing': ({ recordType, looseness }, fault) => ({
    title: 'Written unlike the format has it',
    evidence: `${recordType} at ${formatOffset(fault.offset)}: ${LOOSE[looseness]}.`,
    cause: null,
    consequence: 'AiKv’s reader takes it all the same. Redis and other readers refuse it.',
    suggestion: 'Nothing is lost for AiKv. A repair that drops damaged records leaves it alone.',
  }),
  'unknown-tag': ({ tag, resumesAt }, fault, context) => ({
    title: `Unknown opcode ${tag}`,
    evidence: `At ${formatOffset(fault.offset)} an item has to begin, and AiKv knows no opcode ${tag} (0x${tag.toString(16).padStart(2, '0')}). ${resumes(resumesAt, context)}`,
    cause:
      'A length before it is damaged, bytes were put in, or another program wrote this file: Redis has such opcodes and types.',
    consequence: fails(fault, context),
    suggestion: salvage(context),
  }),
  'bad-body': ({ recordType, field }, fault, context) => ({
    title: 'Text that is no UTF-8',
    evidence: `${capitalise(field)} of ${recordType} at ${formatOffset(fault.offset)}, ${count(fault.length, 'byte')}: not valid UTF-8. Its lengths lead on.`,
    cause: 'A byte is damaged, or another program wrote it: Redis takes any bytes.',
    consequence: fails(fault, context),
    suggestion: `A repair that drops damaged ones takes it out, and AiKv loads the rest. ${KEEP}`,
  }),
  garbage: ({ resumesAt }, fault, context) => ({
    title: `Bytes that are no ${isLog(context) ? 'command' : 'entry'}`,
    evidence: `${count(fault.length, 'byte')} from ${formatOffset(fault.offset)} on. ${resumes(resumesAt, context)}`,
    cause: null,
    consequence: fails(fault, context),
    suggestion: salvage(context),
  }),
  zeroed: ({ resumesAt }, fault, context) => ({
    title: `Zeros where ${rowsOf(context)} should be`,
    evidence: `${count(fault.length, 'byte')} from ${formatOffset(fault.offset)} on begin with zeros. ${resumes(resumesAt, context)}`,
    cause: 'A block that was never written, or that the disk lost.',
    consequence: isLog(context)
      ? fails(fault, context)
      : 'AiKv takes every three zeros for an entry with an empty key, then meets something that is none and loads nothing at all.',
    suggestion: salvage(context),
  }),
  'bad-header': ({ found }, fault, context) => ({
    title: 'The magic is damaged',
    evidence: `The file begins with ${found}, not with REDIS.`,
    cause: null,
    consequence: fails(fault, context),
    suggestion: `Where entries follow, a repair writes a new header. ${KEEP}`,
  }),
  'short-header': ({ needed, found }, fault, context) => ({
    title: 'The file ends inside its header',
    evidence: `${count(found, 'byte')} of ${needed} are there.`,
    cause: 'The file was cut off.',
    consequence: fails(fault, context),
    suggestion: 'There is no key in it. Look for another copy.',
  }),
  'trailing-bytes': (_evidence, fault, context) => {
    const goesOn = fault.offset + fault.length < context.size;
    return {
      title: goesOn ? 'An end mark, and entries behind it' : 'Bytes behind the end',
      evidence: goesOn
        ? `The end mark stands at ${formatOffset(fault.offset)}; entries go on at ${formatOffset(fault.offset + fault.length)}.`
        : `${count(fault.length, 'byte')} stand behind the end mark and its eight bytes.`,
      cause: goesOn ? 'The opcode of an item was damaged, and reads as the end mark.' : null,
      consequence: goesOn
        ? 'AiKv stops here without an error and never sees the entries behind.'
        : 'AiKv never looks at them.',
      suggestion: goesOn ? salvage(context) : 'A repair cuts them off. They may be another file’s.',
    };
  },
  'missing-end': ({ hasMark, missing }) => ({
    title: hasMark ? 'The last bytes are missing' : 'No end mark',
    evidence: hasMark
      ? `Of the eight bytes behind the end mark ${count(missing, 'byte')} are missing.`
      : 'The file ends between two items, without its end mark.',
    cause: 'The file was cut off.',
    consequence: hasMark
      ? 'No data is in them. AiKv doesn’t mind.'
      : 'AiKv takes it for a whole file and says nothing. Entries may be missing: nothing in the file tells how many there were.',
    suggestion: hasMark
      ? 'Nothing to do.'
      : `Compare it with another copy. A repair writes the end mark. ${KEEP}`,
  }),
  'unused-checksum': ({ stored }) => ({
    title: 'Bytes where AiKv writes zeros',
    evidence: `The eight bytes behind the end mark are ${stored}.`,
    cause: 'Another program wrote the file, or they are damaged.',
    consequence: 'AiKv never looks at them. They say nothing about the data.',
    suggestion: 'Nothing to do.',
  }),
};

/** The texts for `fault` in one of AiKv's files. */
export function describeAikvFault(fault: Fault, context: FaultContext): FaultText {
  const describe = TEXTS[fault.evidence.kind] as Describe<FaultKind> | undefined;
  if (describe === undefined) throw new Error(`internal error: no text for ${fault.evidence.kind}`);
  return describe(fault.evidence, fault, context);
}
