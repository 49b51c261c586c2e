import type { FileOffset, Range } from '../base/index.ts';
import type { Expected, Looseness } from './redis/respWalk.ts';

/** How bad a fault is: `damage` loses or may lose data, `warning` changes what a reader does, `info` is worth knowing. */
export type Severity = 'info' | 'warning' | 'damage';

/**
 * What the bytes show, typed by kind. Offsets are absolute; every number is what was read or computed, nothing is
 * rounded or guessed.
 */
export type FaultEvidence =
  /** The file ends inside the last record and nothing that holds follows: the trace of a crash. */
  | { readonly kind: 'torn-tail'; readonly recordType: string | null; readonly missing: number | null }
  /** A length or count that leads astray. `field` names it, `value` is what it claims. */
  | {
      readonly kind: 'corrupt-length';
      readonly recordType: string | null;
      readonly field: string;
      readonly fieldAt: FileOffset;
      readonly value: number;
      readonly limit: number | null;
      /** Where the next record that holds starts, when one was found. */
      readonly resumesAt: FileOffset | null;
    }
  | {
      readonly kind: 'bad-checksum';
      readonly recordType: string;
      readonly stored: number;
      readonly computed: number;
      /** Whether what follows starts exactly where this record's lengths say. */
      readonly framingHolds: boolean;
    }
  | { readonly kind: 'unknown-tag'; readonly tag: number; readonly resumesAt: FileOffset | null }
  | {
      readonly kind: 'bad-body';
      readonly recordType: string;
      readonly field: string;
      readonly fieldAt: FileOffset | null;
      readonly rule: BodyRule;
      /** The offending number, as a decimal string; null where the rule is about bytes. */
      readonly value: string | null;
    }
  | { readonly kind: 'garbage'; readonly resumesAt: FileOffset | null }
  /** `zeros`: how many bytes from the first one on are zeros, where that is not all of them. */
  | {
      readonly kind: 'zeroed';
      readonly alignment: number;
      readonly resumesAt: FileOffset | null;
      readonly zeros?: { readonly count: number; readonly atLeast: boolean };
    }
  | { readonly kind: 'foreign-header'; readonly format: string; readonly version: number }
  | { readonly kind: 'duplicate-span'; readonly copyOf: FileOffset }
  | {
      readonly kind: 'bad-header';
      readonly found: string;
      readonly version: number | null;
      readonly reason: HeaderProblem;
    }
  | { readonly kind: 'short-header'; readonly needed: number; readonly found: number }
  | { readonly kind: 'bad-footer'; readonly stored: number | null; readonly computed: number }
  | { readonly kind: 'count-mismatch'; readonly claimed: number; readonly found: number }
  | { readonly kind: 'trailing-bytes' }
  | { readonly kind: 'shard-id-mismatch'; readonly inHeader: number; readonly inName: number }
  | { readonly kind: 'undecryptable'; readonly frameLength: number; readonly wrongKeyLikely: boolean }
  | { readonly kind: 'key-required' }
  | {
      readonly kind: 'mixed-encryption';
      readonly inside: 'plaintext' | 'encrypted';
      readonly records: number;
    }
  | { readonly kind: 'unfinished-snapshot'; readonly claimed: number; readonly found: number }
  /** Something else stands where a line, a length or an opcode of the format has to. `found`: one byte a character. */
  | {
      readonly kind: 'bad-framing';
      readonly expected: Expected;
      readonly foundAt: FileOffset;
      readonly found: string;
      readonly resumesAt: FileOffset | null;
    }
  /** Not as the format has it, but its own reader takes it. */
  | { readonly kind: 'loose-framing'; readonly recordType: string; readonly looseness: Looseness }
  /** The file ends without its end mark, or inside what follows it. */
  | { readonly kind: 'missing-end'; readonly hasMark: boolean; readonly missing: number }
  /** Bytes stand where a checksum would, and nobody looks at them. */
  | { readonly kind: 'unused-checksum'; readonly stored: string };

export type FaultKind = FaultEvidence['kind'];

/** Which rule for a record's content is broken although its checksum holds. */
export type BodyRule = 'utf8' | 'negative' | 'out-of-range' | 'too-long' | 'cut-short' | 'left-over';

/** `other-version`: the version is one that exists, but what follows is laid out like another. */
export type HeaderProblem = 'magic' | 'version-0' | 'newer-version' | 'other-version';

/** A change of a few bytes that makes a damaged record hold. */
export interface Correction {
  /** The first byte changed. */
  readonly at: FileOffset;
  readonly before: Uint8Array;
  /** As long as `before`. */
  readonly after: Uint8Array;
  /** `bit` and `byte` come from the checksum's syndrome; `length` is a whole length or count field. */
  readonly scope: 'bit' | 'byte' | 'length';
  /** Which bit, 0 for the lowest; null unless `scope` is `bit`. */
  readonly bit: number | null;
  /** How likely it is that such a correction exists by accident: candidates tried ÷ 2^32. */
  readonly odds: number;
  /** Records or entries in the row once it is put right, where that is not one. */
  readonly records?: number;
}

/** Something wrong with a file, as data. Its text comes from one table, keyed by kind. */
export interface Fault {
  readonly severity: Severity;
  /** The first byte concerned. */
  readonly offset: FileOffset;
  /** How many bytes are concerned; 0 where bytes are missing. */
  readonly length: number;
  readonly evidence: FaultEvidence;
  /** What would put it right, where the checksum names it. */
  readonly fix?: Correction;
  /** What happened to the bytes, as far as they tell. */
  readonly diagnosis?: Diagnosis;
}

/**
 * How far the bytes support a cause. `proven`: undoing it makes checksums hold, or nothing else is possible. `likely`:
 * the bytes bear its marks. `possible`: nothing speaks against it.
 */
export type Certainty = 'proven' | 'likely' | 'possible';

/** What bytes that don't belong look like. */
export type ForeignContent = 'zeros' | 'text' | 'byte-order-mark' | 'bytes';

/** What happened to the bytes. Spans and offsets are those of the file as it is. */
export type FaultCause =
  | { readonly kind: 'flipped-bit'; readonly fix: Correction }
  | { readonly kind: 'wrong-byte'; readonly fix: Correction }
  | { readonly kind: 'wrong-length'; readonly fix: Correction }
  /** More than one byte of the header is not what it must be. Both as hexadecimal digits. */
  | { readonly kind: 'changed-header'; readonly found: string; readonly expected: string }
  | { readonly kind: 'header-missing'; readonly bytes: number }
  /**
   * One byte value over and over: zeros, or 0xFF as erased flash has it. `startsOn` and `endsOn` are the block size on
   * whose border the run starts and ends: 4096, 512, or 0 for neither. The file's end counts as a border.
   */
  | {
      readonly kind: 'filled';
      readonly byte: number;
      readonly span: Range;
      readonly startsOn: number;
      readonly endsOn: number;
    }
  /** An aligned block with other content. `looksForeign`: its bytes are distributed unlike those around it. */
  | {
      readonly kind: 'overwritten';
      readonly span: Range;
      readonly block: number;
      readonly looksForeign: boolean;
    }
  /** A stretch that stands there twice; `span` is the one too many. */
  | { readonly kind: 'repeated'; readonly span: Range; readonly copyOf: FileOffset; readonly records: number }
  /** A block in whose place a copy of another one stands. */
  | { readonly kind: 'stale-block'; readonly span: Range; readonly copyOf: FileOffset }
  /** Blocks or entries of one length that stand in each other's place. */
  | {
      readonly kind: 'swapped';
      readonly first: FileOffset;
      readonly second: FileOffset;
      readonly length: number;
    }
  /** `bytes` are missing somewhere in `span`; null where their number can't be told. */
  | {
      readonly kind: 'missing-bytes';
      readonly span: Range;
      readonly bytes: number | null;
      /** The bytes themselves, where the checksum gives them back; they belong at `span.from`. */
      readonly restored: Uint8Array | null;
    }
  | { readonly kind: 'missing-entries'; readonly entries: number }
  /** `slack`: that many bytes later, removing as many bytes gives the same. */
  | {
      readonly kind: 'inserted-bytes';
      readonly span: Range;
      readonly content: ForeignContent;
      readonly slack: number;
    }
  /** Behind the end of the data. */
  | { readonly kind: 'appended-bytes'; readonly span: Range; readonly content: ForeignContent }
  /** A record that was cut off, into whose leftover a later append ran. */
  | { readonly kind: 'torn-then-appended'; readonly span: Range; readonly missing: number | null }
  /** The file ends early. `roundTo`: the largest of 512, 4 Ki, 64 Ki, 1 Mi that divides its size; 0 for none. */
  | {
      readonly kind: 'truncated';
      readonly roundTo: number;
      readonly missing: number | null;
      readonly entriesMissing: number | null;
    }
  | { readonly kind: 'concatenated'; readonly at: FileOffset }
  /** A transfer in text mode. `places`: some of the line ends that it changed. */
  | {
      readonly kind: 'text-mode';
      readonly change: 'lf-to-crlf' | 'crlf-to-lf';
      readonly places: readonly FileOffset[];
    }
  | { readonly kind: 'replacement-characters'; readonly first: FileOffset; readonly count: number }
  | { readonly kind: 'written-like-this' }
  | { readonly kind: 'wrong-key'; readonly frames: number }
  | { readonly kind: 'mixed-encryption'; readonly inside: 'plaintext' | 'encrypted' }
  /** `hasFooter`: only the count was never written. */
  | { readonly kind: 'unfinished-snapshot'; readonly hasFooter: boolean }
  | { readonly kind: 'misplaced-snapshot'; readonly bitsApart: number }
  /** Bytes in `span` are not what was written, and its length is right; which ones can't be told. */
  | { readonly kind: 'altered'; readonly span: Range }
  /** What another fault, at `at`, already explains. */
  | { readonly kind: 'follows'; readonly at: FileOffset };

/** What a fault takes. */
export interface Loss {
  /** Records or entries. */
  readonly records: number;
  /** `about`: an estimate from the size of this file's records. `at-least`: more may be gone without a trace. */
  readonly bound: 'exact' | 'about' | 'at-least';
  /** The keys concerned that can still be read, as text. */
  readonly keys: readonly string[];
}

/** Why a fault is there and what it takes. */
export interface Diagnosis {
  readonly cause: FaultCause;
  readonly certainty: Certainty;
  /** How likely such a proof comes about by accident; null where nothing was tried. */
  readonly odds: number | null;
  readonly loss: Loss;
}

const KINDS: Readonly<Record<FaultKind, true>> = {
  'torn-tail': true,
  'corrupt-length': true,
  'bad-checksum': true,
  'unknown-tag': true,
  'bad-body': true,
  garbage: true,
  zeroed: true,
  'foreign-header': true,
  'duplicate-span': true,
  'bad-header': true,
  'short-header': true,
  'bad-footer': true,
  'count-mismatch': true,
  'trailing-bytes': true,
  'shard-id-mismatch': true,
  undecryptable: true,
  'key-required': true,
  'mixed-encryption': true,
  'unfinished-snapshot': true,
  'bad-framing': true,
  'loose-framing': true,
  'missing-end': true,
  'unused-checksum': true,
};

/** Every kind of fault, of every format. */
export const FAULT_KINDS = Object.keys(KINDS) as readonly FaultKind[];
