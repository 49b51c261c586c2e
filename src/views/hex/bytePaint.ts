/* How each byte of a row of the grid looks, as one string that a memoised row can compare. */
import type { Range } from '../../base/index.ts';
import type { FieldView, RowDetail } from '../../workers/index.ts';
import { fieldSpan } from '../ui/fieldOfBytes.ts';

/** What a byte is to its record. `none`: a byte of no known field; `outside`: of another row. */
export const BYTE_TONES = [
  'none',
  'outside',
  'tag',
  'length',
  'count',
  'key',
  'value',
  'number',
  'flag',
  'checksum',
  'nonce',
  'header',
  'opaque',
] as const;

export type ByteTone = (typeof BYTE_TONES)[number];

/** One byte's look, unpacked. */
export interface ByteLook {
  readonly tone: ByteTone;
  /** Every other field, so that neighbours of one tone can be told apart. */
  readonly alternate: boolean;
  readonly damaged: boolean;
  /** It is what a fault is about: the length that leads astray, the text that breaks a rule. */
  readonly evidence: boolean;
  /** It is wrong, and what it should be is known. */
  readonly fixable: boolean;
  readonly selected: boolean;
}

const TONE_MASK = 0x0f;
const ALTERNATE = 0x10;
const DAMAGED = 0x20;
const SELECTED = 0x40;
const EVIDENCE = 0x80;
const FIXABLE = 0x100;

/** What of a record colours its bytes; made once for a detail, asked for every row drawn. */
export interface RecordPaint {
  /** The record's bytes in the space shown. */
  readonly span: Range;
  readonly fields: readonly { readonly span: Range; readonly code: number }[];
  readonly damaged: readonly Range[];
  readonly evidence: readonly Range[];
  /** Bytes that a correction changes, with what they should be. */
  readonly fix: ByteFix | null;
}

/** Bytes that are known to be wrong, in file space. */
export interface ByteFix {
  readonly at: number;
  readonly after: Uint8Array;
}

/** The paint of `detail`; `size` is that of the space shown. */
export function recordPaint(detail: RowDetail, space: 'file' | 'plain', size: number): RecordPaint {
  const { row } = detail;
  const span = space === 'file' ? { from: row.offset, to: row.offset + row.size } : { from: 0, to: size };
  // The fields of an encrypted record lie in its decrypted content and say nothing about the file's bytes.
  const fields = detail.space === space ? detail.fields : [];
  return {
    span,
    fields: fields.map((field, i) => ({ span: fieldSpan(detail, field), code: codeOf(field, i) })),
    damaged: damagedSpans(detail, space, fields),
    evidence: space === 'file' ? evidenceSpans(detail, fields) : [],
    // A correction is only ever known of bytes as they stand in the file.
    fix:
      space === 'file' && detail.fix !== null ? { at: detail.fix.fix.at, after: detail.fix.fix.after } : null,
  };
}

function codeOf(field: FieldView, i: number): number {
  return BYTE_TONES.indexOf(field.role) | (i % 2 === 1 ? ALTERNATE : 0);
}

/** Fields known to be bad, or else what the faults name: a fault may span its whole record, a field says more. */
function damagedSpans(
  detail: RowDetail,
  space: 'file' | 'plain',
  fields: readonly FieldView[],
): readonly Range[] {
  const bad = fields
    .filter((field) => field.bad && field.length > 0)
    .map((field) => fieldSpan(detail, field));
  if (bad.length > 0 || space === 'plain') return bad;
  return detail.faults
    .filter(({ fault }) => fault.severity === 'damage' && fault.length > 0)
    .map(({ fault }) => ({ from: fault.offset, to: fault.offset + fault.length }));
}

/** Lengths and counts take this many bytes. */
const LENGTH_BYTES = 4;

/** The bytes that the faults point at. Where they begin is in the evidence, where they end in the fields. */
function evidenceSpans(detail: RowDetail, fields: readonly FieldView[]): readonly Range[] {
  return detail.faults.flatMap(({ fault: { evidence } }) => {
    if (evidence.kind === 'corrupt-length' && evidence.field !== '') {
      return [{ from: evidence.fieldAt, to: evidence.fieldAt + LENGTH_BYTES }];
    }
    if (evidence.kind !== 'bad-body' || evidence.fieldAt === null) return [];
    const at = evidence.fieldAt;
    const field = fields.map((each) => fieldSpan(detail, each)).find((span) => span.from === at);
    return [field ?? { from: at, to: at + 1 }];
  });
}

/**
 * The looks of bytes `[from, to)`, a character each.
 * @param paint null when no record is selected: then nothing is outside it either
 */
export function paintBytes(
  from: number,
  to: number,
  paint: RecordPaint | null,
  selected: Range | null,
): string {
  const codes = new Uint16Array(Math.max(0, to - from));
  const each = (range: Range, change: (code: number) => number): void => {
    const end = Math.min(to, range.to);
    for (let at = Math.max(from, range.from); at < end; at++)
      codes[at - from] = change(codes[at - from] as number);
  };
  if (paint !== null) {
    const outside = BYTE_TONES.indexOf('outside');
    each({ from, to: paint.span.from }, () => outside);
    each({ from: paint.span.to, to }, () => outside);
    for (const field of paint.fields) {
      if (field.span.from < to && field.span.to > from) each(field.span, () => field.code);
    }
    for (const range of paint.damaged) each(range, (code) => code | DAMAGED);
    for (const range of paint.evidence) each(range, (code) => code | EVIDENCE);
    const { fix } = paint;
    if (fix !== null) each({ from: fix.at, to: fix.at + fix.after.length }, (code) => code | FIXABLE);
  }
  if (selected !== null) each(selected, (code) => code | SELECTED);
  return String.fromCharCode(...codes);
}

/** The look that character `code` of {@link paintBytes} stands for. */
export function byteLook(code: number): ByteLook {
  return {
    tone: BYTE_TONES[code & TONE_MASK] ?? 'none',
    alternate: (code & ALTERNATE) !== 0,
    damaged: (code & DAMAGED) !== 0,
    evidence: (code & EVIDENCE) !== 0,
    fixable: (code & FIXABLE) !== 0,
    selected: (code & SELECTED) !== 0,
  };
}
