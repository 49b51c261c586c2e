/*
 * THE table of what is said about faults, one entry a kind. Everything said is in the fault's evidence or follows from
 * the format; a guess is worded as one, and where the bytes don't support any there is none.
 */
import {
  AOF_MAGIC,
  type Fault,
  type FaultKind,
  FRAME_HEADER_BYTES,
  formatOffset,
  groupDigits,
  SNAPSHOT_MAGIC,
} from '../codec/index.ts';
import { describeDiagnosis } from './diagnosisText.ts';
import {
  bitsOff,
  capitalise,
  checksum,
  checksumCause,
  claim,
  correctionCause,
  count,
  DISCARDS,
  dropIt,
  type EvidenceOf,
  entries,
  extent,
  type FaultContext,
  fileOf,
  headerBytes,
  hexOf,
  isRefused,
  joined,
  KEEP_ORIGINAL,
  lookBehind,
  RULE_TEXTS,
  refuses,
  someFile,
  someRecord,
  stops,
  tornCause,
  zerosText,
} from './faultPhrases.ts';

/** What a person is told about a fault. */
export interface FaultText {
  /** "Checksum does not match" */
  readonly title: string;
  /** What the bytes show, in numbers. */
  readonly evidence: string;
  /** Where it probably comes from; null where the bytes don't tell. */
  readonly cause: string | null;
  /** What it means for the data. */
  readonly consequence: string;
  /** What to do next. */
  readonly suggestion: string;
}

type Describe<K extends FaultKind> = (
  evidence: EvidenceOf<K>,
  fault: Fault,
  context: FaultContext,
) => FaultText;

/** The texts for `fault`. */
export function describeEmberFault(fault: Fault, context: FaultContext): FaultText {
  const describe = TEXTS[fault.evidence.kind as EmberFaultKind] as Describe<FaultKind>;
  const text = describe(fault.evidence, fault, context);
  // What the bytes prove to have happened says more than the kind alone.
  const { cause, loss, remedy } = describeDiagnosis(fault, context);
  const { fix } = fault;
  const fixes = fix === undefined ? null : 'A repair that fixes bits puts this right.';
  return {
    ...text,
    cause: cause ?? (fix === undefined ? text.cause : correctionCause(fix)),
    consequence: joined(text.consequence, loss),
    suggestion: joined(fixes, remedy, text.suggestion),
  };
}

/** An entry of a snapshot has no checksum of its own: the footer accuses it, when one change in it makes the footer hold. */
const accusedEntry: Describe<'bad-checksum'> = ({ recordType, stored, computed }, fault, context) => ({
  title: 'An entry is not what was written',
  evidence: `${capitalise(someRecord(recordType, context))} at ${formatOffset(fault.offset)}, ${count(fault.length, 'byte')}: one change in it would make the footer hold, which says ${checksum(stored)} while the entries give ${checksum(computed)}.`,
  cause: null,
  consequence: DISCARDS,
  suggestion: dropIt(context),
});

/** Those that ember's files can have. */
type EmberFaultKind = Exclude<FaultKind, 'bad-framing' | 'loose-framing' | 'missing-end' | 'unused-checksum'>;

const TEXTS: { readonly [K in EmberFaultKind]: Describe<K> } = {
  'torn-tail': (evidence, fault, context) => {
    const { recordType, missing } = evidence;
    const lacks = missing === null ? '' : `, at least ${groupDigits(missing)} more should follow`;
    const isLog = context.kind === 'aof';
    return {
      title: isLog ? 'The last record is cut short' : 'The snapshot ends inside an entry',
      evidence: `The file ends at ${formatOffset(context.size)}, inside ${someRecord(recordType, context)} that begins at ${formatOffset(fault.offset)}: ${count(fault.length, 'byte')} of it can be read${lacks}.`,
      cause: tornCause(evidence, context),
      consequence: isLog
        ? `ember drops the last ${count(fault.length, 'byte')} without a word. It does not cut them off, though: what it appends afterwards runs into them and is lost at the next start.`
        : stops(fault, context, 'because the file ends too early'),
      suggestion: isLog
        ? `Cut the log at ${formatOffset(fault.offset)} before the server writes to it again; a repair does that.`
        : lookBehind(fault, context),
    };
  },
  'corrupt-length': (evidence, fault, context) => {
    const refused = isRefused(evidence);
    const silent =
      context.kind === 'aof' && !refused
        ? `ember takes it for a torn tail: it reports a clean end at ${formatOffset(fault.offset)} and silently drops the remaining ${count(context.size - fault.offset, 'byte')}.`
        : stops(
            fault,
            context,
            refused ? 'because the length or count can’t be right' : 'because the file ends too early',
          );
    return {
      title: 'Length or count leads astray',
      evidence: `In ${someRecord(evidence.recordType === 'entry' ? null : evidence.recordType, context)} at ${formatOffset(fault.offset)}, ${claim(evidence)}. ${capitalise(extent(fault, context))}.`,
      cause:
        evidence.resumesAt === null
          ? null
          : `${context.kind === 'aof' ? 'Records that hold' : 'Entries that can be read'} follow, so the file was not simply cut off here: the length, or what stands before it, is damaged, or the beginning of another ${context.kind === 'aof' ? 'record' : 'entry'} was lost.`,
      consequence: silent,
      suggestion: lookBehind(fault, context),
    };
  },
  'bad-checksum': (evidence, fault, context) => {
    if (context.kind === 'snapshot') return accusedEntry(evidence, fault, context);
    const { recordType, stored, computed, framingHolds } = evidence;
    return {
      title: 'Checksum does not match',
      evidence: `${capitalise(someRecord(recordType, context))} at ${formatOffset(fault.offset)}: stored ${checksum(stored)}, computed ${checksum(computed)}. ${
        framingHolds
          ? `${count(fault.length, 'byte')}; records follow exactly where its lengths say.`
          : `No record begins where its lengths say. ${capitalise(extent(fault, context))}.`
      }`,
      cause:
        framingHolds || stored === 0 || stored === 0xffff_ffff
          ? checksumCause(stored, computed, 'checksum')
          : null,
      consequence: stops(fault, context, 'with “crc32 mismatch”'),
      suggestion: framingHolds ? dropIt(context) : lookBehind(fault, context),
    };
  },
  'unknown-tag': ({ tag }, fault, context) => {
    const byte = `${tag} (0x${tag.toString(16).padStart(2, '0')})`;
    const isProven = fault.severity !== 'damage';
    if (context.kind === 'snapshot') {
      return {
        title: 'Unknown value type',
        evidence: `The entry at ${formatOffset(fault.offset)} has type ${byte}; ember 0.4.9 writes 0 to 6. ${count(fault.length, 'byte')} can’t be read.`,
        cause: null,
        consequence: stops(fault, context, `with “unknown record tag: ${tag}”`),
        suggestion: lookBehind(fault, context),
      };
    }
    const proof = context.encrypted
      ? 'the GCM tag holds'
      : 'the four bytes before the next record are its checksum';
    return {
      title: isProven ? 'Record of an unknown type' : 'Bytes that are no record',
      evidence: isProven
        ? `Tag ${byte} at ${formatOffset(fault.offset)}, ${count(fault.length, 'byte')}; ${proof}. ember 0.4.9 writes tags 1 to 35.`
        : `The byte at ${formatOffset(fault.offset)} is ${byte}, which is no record’s tag. ${capitalise(extent(fault, context))}.`,
      cause: isProven
        ? 'It was written like this: by a version newer than 0.4.9, or by another program.'
        : null,
      consequence: stops(fault, context, `with “unknown record tag: ${tag}”`),
      suggestion: isProven
        ? 'Find out which version wrote the log and load it with that one. A repair can drop the record; what it did is then missing.'
        : lookBehind(fault, context),
    };
  },
  'bad-body': ({ recordType, field, fieldAt, rule, value }, fault, context) => {
    const { title, breach, error } = RULE_TEXTS[rule];
    const where = fieldAt === null ? ' (in the decrypted content)' : ` at ${formatOffset(fieldAt)}`;
    const says = value === null ? '' : ` (${groupDigits(value)})`;
    const proof = context.encrypted ? 'GCM tag' : context.kind === 'aof' ? 'checksum' : null;
    return {
      title,
      evidence: `In ${someRecord(recordType, context)} at ${formatOffset(fault.offset)}, “${field === '' ? 'content' : field}”${where} ${breach}${says}.`,
      cause:
        proof === null
          ? null
          : `The ${proof} holds, so it was written like this: the writer’s fault, not the disk’s.`,
      consequence: stops(fault, context, error),
      suggestion: dropIt(context),
    };
  },
  garbage: (_, fault, context) => ({
    title: 'Bytes that are no record',
    evidence: `Nothing that holds begins at ${formatOffset(fault.offset)}: ${extent(fault, context)}.`,
    cause: null,
    consequence: stops(fault, context, 'with an error'),
    suggestion: lookBehind(fault, context),
  }),
  zeroed: ({ alignment, zeros }, fault, context) => {
    const toEnd = fault.offset + (zeros?.count ?? fault.length) >= context.size;
    const block = alignment >= 4096 ? 'page' : 'sector';
    return {
      title: `Zeros where ${context.kind === 'aof' ? 'records' : 'entries'} should be`,
      evidence: `Zeros begin at ${formatOffset(fault.offset)}, ${alignment > 1 ? `on a ${groupDigits(alignment)}-byte ${block} boundary` : 'on no sector boundary'}: ${extent(fault, context)}.${zerosText(zeros)}`,
      cause:
        alignment > 1
          ? `They begin on a disk ${block} boundary: blocks that were lost or never written.`
          : toEnd
            ? 'They reach the end of the file, as when space is reserved and a crash comes before it is filled.'
            : null,
      consequence:
        context.kind === 'snapshot' && !context.encrypted
          ? `ember takes zeros for empty entries until something no longer fits. ${DISCARDS}`
          : stops(
              fault,
              context,
              context.encrypted ? 'because nothing there can be decrypted' : 'with “unknown record tag: 0”',
            ),
      suggestion: lookBehind(fault, context),
    };
  },
  'foreign-header': ({ format, version }, fault, context) => {
    const isBehindFooter = fault.severity === 'warning';
    return {
      title: 'Header of another file',
      evidence: `At ${formatOffset(fault.offset)} begins the header of ${someFile(format)}, version ${version}: ${extent(fault, context)}.`,
      cause: 'Two files were probably joined end to end.',
      consequence: isBehindFooter
        ? 'ember loads the snapshot and never looks at what stands behind its footer.'
        : stops(
            fault,
            context,
            context.encrypted ? 'because it can’t decrypt the header' : 'because a header is no record',
          ),
      suggestion: isBehindFooter
        ? 'Split the file here and look at the second part on its own.'
        : 'Find out which files were joined, split them here and look at each on its own: whether both belong to this shard, the bytes don’t tell.',
    };
  },
  'duplicate-span': ({ copyOf }, fault, context) => ({
    title: 'A stretch of the file stands there twice',
    evidence: `The ${count(fault.length, 'byte')} at ${formatOffset(fault.offset)} are the same as those at ${formatOffset(copyOf)}.`,
    cause: 'A block was written twice, or parts of two copies were joined.',
    consequence:
      context.kind === 'aof'
        ? 'ember notices nothing where whole records are repeated: it applies them twice, so pushes, increments and appends count double.'
        : DISCARDS,
    suggestion: 'Compare the keys concerned with what they should hold before you load the file.',
  }),
  'bad-header': ({ found, version, reason }, fault, context) => {
    const behind =
      fault.offset + fault.length < context.size
        ? ` Where ${context.kind === 'aof' ? 'records that hold' : 'entries that can be read'} follow, a repair writes a new header.`
        : '';
    if (reason === 'other-version') {
      return {
        title: 'Wrong version in the header',
        evidence: `The byte at ${formatOffset(4)} says version ${version ?? 0}; what stands behind the header is laid out like another version.`,
        cause: null,
        consequence: `ember reads the ${fileOf(context)} by the wrong rules and fails. ${context.kind === 'snapshot' ? DISCARDS : 'It applies nothing of it.'}`,
        suggestion: 'A repair writes the version that fits what stands behind the header.',
      };
    }
    const magic = context.kind === 'aof' ? AOF_MAGIC : SNAPSHOT_MAGIC;
    const other = context.kind === 'aof' ? SNAPSHOT_MAGIC : AOF_MAGIC;
    if (reason !== 'magic') {
      return {
        title: reason === 'version-0' ? 'Version 0 does not exist' : 'Unknown format version',
        evidence: `The byte at ${formatOffset(4)} says version ${version ?? 0}; ember 0.4.9 knows 1, 2 and 3.`,
        cause: null,
        consequence: refuses(context, `unsupported format version: ${version ?? 0}`),
        suggestion: `Ask which version of ember wrote the file. If the byte is damaged, the version of the other shards’ files is probably the right one.${behind}`,
      };
    }
    const bits = bitsOff(found, magic);
    return {
      title: `No ${fileOf(context)} header`,
      evidence: `The file begins with ${found}; an ember ${fileOf(context)} begins with ${hexOf(magic)} (“${String.fromCharCode(...magic)}”).`,
      cause:
        found === hexOf(other)
          ? `These are the first bytes of an ember ${context.kind === 'aof' ? 'snapshot' : 'log'}; the content is not one.`
          : /^(00 ?)+$/.test(found)
            ? 'The first bytes are zeros: the beginning of the file may have been lost.'
            : bits === 1
              ? 'A single bit is wrong.'
              : null,
      consequence: refuses(context, 'invalid magic bytes'),
      suggestion: `Make sure that this is an ember ${fileOf(context)}. If only its header is damaged, the other shards’ files show what its first ${headerBytes(context.kind)} bytes should be.${behind}`,
    };
  },
  'short-header': ({ needed, found }, _, context) => ({
    title: found === 0 ? 'The file is empty' : 'The header is cut short',
    evidence: `The file has ${count(found, 'byte')}; the header alone takes ${needed}.`,
    cause: found === 0 ? null : 'The file was cut off, or a crash came while its header was being written.',
    consequence:
      context.kind === 'snapshot'
        ? refuses(context, 'unexpected end of file')
        : found === 0
          ? 'ember applies nothing from it, and writes a header when it next appends.'
          : 'ember applies nothing from it. It also writes no new header when it next appends, so the log stays unreadable and new records are lost.',
    suggestion:
      found === 0
        ? 'There is nothing to repair. If the file should hold data, look for another copy.'
        : 'Move the file out of the data directory before the server starts; it holds no data. If it should, look for another copy.',
  }),
  'bad-footer': ({ stored, computed }, fault, context) => ({
    title: stored === null ? 'The footer is missing' : 'Footer checksum does not match',
    evidence:
      stored === null
        ? `The entries end at ${formatOffset(fault.offset)} and ${fault.length === 0 ? 'nothing' : `only ${count(fault.length, 'byte')}`} follows; the footer takes 4 bytes and would be ${checksum(computed)}.`
        : `The footer at ${formatOffset(fault.offset)} says ${checksum(stored)}; the entries give ${checksum(computed)}.`,
    cause:
      stored === null
        ? 'The file was cut off, or the writer never finished.'
        : checksumCause(stored, computed, 'footer'),
    consequence: `${DISCARDS} ${
      context.encrypted
        ? 'Each entry is proven by its own GCM tag; that none is missing or out of place is not.'
        : 'An entry has no checksum of its own, so the footer alone doesn’t show which of them is damaged, if any.'
    }`,
    suggestion: `Look through the entries. A repair computes the footer anew and ember then accepts the file${context.encrypted ? '' : ', also with a wrong value in it'}. ${KEEP_ORIGINAL}`,
  }),
  'count-mismatch': ({ claimed, found }) => ({
    title: 'Number of entries does not match',
    evidence: `The header says ${entries(claimed)}; ${groupDigits(found)} can be read.`,
    cause: null,
    consequence: `${claimed > found ? 'ember looks for more entries than can be read.' : 'ember takes the bytes of an entry for the footer.'} ${DISCARDS}`,
    suggestion:
      'A repair writes the number of entries that it keeps into the header, and a footer that fits them.',
  }),
  'trailing-bytes': (_, fault) => ({
    title: 'Bytes behind the footer',
    evidence: `The footer is not the end: ${count(fault.length, 'byte')} more, from ${formatOffset(fault.offset)} to the end of the file.`,
    cause: null,
    consequence: 'ember loads the snapshot and never looks at them.',
    suggestion: 'Look at the bytes: if nothing needs them, the file can stay as it is.',
  }),
  'shard-id-mismatch': ({ inHeader, inName }, _, context) => ({
    title: 'Snapshot of another shard',
    evidence: `The file’s name says shard ${inName}, its header says shard ${inHeader}.`,
    cause:
      'The file was renamed or copied to the wrong place, or its header is damaged: no checksum covers the header.',
    consequence: `From 0.4.4 on, ${refuses(context, `snapshot shard_id ${inHeader} does not match expected ${inName}`)} Earlier versions load the other shard’s keys.`,
    suggestion: `Check whether this is shard-${inHeader}.snap under another name, and put the right file back.`,
  }),
  undecryptable: ({ frameLength, wrongKeyLikely }, fault, context) => {
    const isFirst = wrongKeyLikely || fault.offset === headerBytes(context.kind);
    const isRest = fault.length > FRAME_HEADER_BYTES + frameLength;
    return {
      title: isFirst ? 'The key does not open the file' : 'A frame can’t be decrypted',
      evidence: `The frame at ${formatOffset(fault.offset)} (${count(frameLength, 'byte')} of ciphertext) fails its GCM tag under this key.${
        isRest
          ? ` No frame that opens begins where it ends; ${count(fault.length, 'byte')} up to the end of the file can’t be read.`
          : ''
      }`,
      cause: isFirst
        ? 'Not even the first frame opens: another key is likelier than damage.'
        : 'Frames before it open, so the key is right: bytes of this frame were changed or lost.',
      consequence: stops(fault, context, 'with “decryption failed (wrong key or tampered data)”'),
      suggestion: isFirst
        ? 'Try the key that the server ran with when it wrote this file.'
        : isRest
          ? lookBehind(fault, context)
          : dropIt(context),
    };
  },
  'key-required': (_, fault, context) => ({
    title: 'The file is encrypted',
    evidence: `The header says version 3, so what begins at ${formatOffset(fault.offset)} is encrypted: ${count(fault.length, 'byte')}.`,
    cause: null,
    consequence: `Without the key ember refuses the ${fileOf(context)}; here only the lengths of its ${context.kind === 'aof' ? 'records' : 'entries'} can be followed, and nothing is checked.`,
    suggestion: 'Give the key that the server runs with: 32 raw bytes, or 64 hexadecimal digits.',
  }),
  'mixed-encryption': ({ inside, records }, fault, context) => ({
    title:
      inside === 'encrypted'
        ? 'Encrypted records in a plaintext log'
        : 'Plaintext records in an encrypted log',
    evidence: `From ${formatOffset(fault.offset)} on stand ${count(records, `${inside} record`)}: ${extent(fault, context)}.`,
    cause:
      fault.offset === headerBytes(context.kind)
        ? 'Not one record is what the header says, so the version in the header is probably wrong.'
        : inside === 'encrypted'
          ? 'The server was given a key for an existing plaintext log: it appends encrypted records and leaves the header as it is.'
          : 'The server was started without its key on an existing encrypted log: it appends plaintext records.',
    consequence: `${stops(fault, context, 'or takes it for the end of the data')} The records themselves are not damaged.`,
    suggestion: `With the key, a repair rewrites them the way that the header says, and the server reads them. Don’t let it rewrite the log before. ${KEEP_ORIGINAL}`,
  }),
  'unfinished-snapshot': ({ claimed, found }) => ({
    title: 'A snapshot that was never finished',
    evidence: `The header still says ${entries(claimed)}, which is written last; ${groupDigits(found)} can be read and no footer fits them.`,
    cause: 'The server stopped while it was writing the snapshot.',
    consequence:
      'ember ignores a .snap.tmp and uses the previous snapshot; under the name .snap it would discard the file.',
    suggestion:
      'If the previous snapshot and the log are there, nothing is lost. If not, a repair makes a whole snapshot of the entries that can be read.',
  }),
};
