import type { RowIndex } from '../base/index.ts';
import {
  type ByteSource,
  type Correction,
  CRC_BYTES,
  type FieldSpan,
  previewText,
  readExactly,
  readU32,
} from '../codec/index.ts';
import { RowKind } from '../columnar/index.ts';
import { entryPayloadAt, summariseContent } from '../formats/index.ts';
import { oddsText } from '../repair/index.ts';
import { type FileIndex, typeNameIn } from '../scan/index.ts';
import type { FixView } from './api.ts';
import { type ChangeExcerpt, changeExcerpt } from './changeExcerpt.ts';
import { type ContentParts, contentSpans, envelopeSpans, readParts, spanTexts } from './rowDetail.ts';
import { PREVIEW_BYTES } from './rowViews.ts';

/** Bytes read on each side of a change in a long value. */
const AROUND = 64;
const LENGTH_BYTES = 4;
const KEY_LENGTH = 80;

/** What a correction of `row` changes, told in the fields that the row has once it is put right. */
export async function viewFix(
  source: ByteSource,
  index: FileIndex,
  row: RowIndex,
  fix: Correction,
): Promise<FixView> {
  const { rows } = index;
  const start = rows.offset(row);
  const at = fix.at - start;
  const parts = await readParts(source, start, rows.size(row));
  const mended = mend(parts, at, fix.after);
  const tag = tagOf(index, row, mended);
  const spans =
    tag === null
      ? envelopeSpans(index, row, mended)
      : contentSpans(index, tag, mended, index.kind === 'aof').spans;
  const span = smallestAround(spans, at, at + fix.after.length);
  const excerpt = await excerptOf(source, index, { span, parts, mended, start, at }, fix);
  return {
    fix,
    field: span === null ? null : { path: span.path, name: span.name },
    ...excerpt,
    // What the value says is in the excerpt; what a length or a tag turns the record into is not.
    reads:
      tag === null || span === null || span.kind === 'text' || span.kind === 'bytes'
        ? null
        : reading(index, tag, mended),
    odds: oddsText(fix.odds),
  };
}

/** The bytes as far as they were read, with `after` in its place. */
function mend(parts: ContentParts, at: number, after: Uint8Array): ContentParts {
  const slice = (from: number, length: number): Uint8Array => {
    const bytes = parts.slice(from, length).slice();
    for (let i = 0; i < after.length; i++) {
      const place = at + i - from;
      if (place >= 0 && place < bytes.length) bytes[place] = after[i] as number;
    }
    return bytes;
  };
  return {
    length: parts.length,
    slice,
    u32: (from) => {
      const bytes = slice(from, 4);
      return bytes.length === 4 ? new DataView(bytes.buffer).getUint32(0, true) : null;
    },
  };
}

/** The tag or type of the record that the row is once put right; null for a header or footer. */
function tagOf(index: FileIndex, row: RowIndex, mended: ContentParts): number | null {
  const kind = index.rows.kind(row);
  if (kind === RowKind.header || kind === RowKind.footer) return null;
  if (index.kind === 'aof') return mended.slice(0, 1)[0] ?? null;
  if (index.layout === 1) return index.rows.tag(row);
  const payload = entryPayloadAt(index, mended.slice(0, mended.length));
  return payload === null ? null : (mended.slice(payload - 1, 1)[0] ?? null);
}

function smallestAround(spans: readonly FieldSpan[], from: number, to: number): FieldSpan | null {
  let found: FieldSpan | null = null;
  for (const span of spans) {
    if (span.at > from || span.at + span.length < to || span.length === 0) continue;
    if (found === null || span.length < found.length) found = span;
  }
  return found;
}

interface Place {
  readonly span: FieldSpan | null;
  readonly parts: ContentParts;
  readonly mended: ContentParts;
  /** Where the row begins in the file. */
  readonly start: number;
  /** Where in the row the change is. */
  readonly at: number;
}

async function excerptOf(
  source: ByteSource,
  index: FileIndex,
  { span, parts, mended, start, at }: Place,
  fix: Correction,
): Promise<ChangeExcerpt> {
  if (span !== null && span.kind !== 'text' && span.kind !== 'bytes') {
    const text = (of: ContentParts): string =>
      spanTexts(index, span, of.slice(span.at, span.length), null).text;
    return { lead: '', now: text(parts), fixed: text(mended), tail: '' };
  }
  // Read around the change: in a long value it may be far from what is at hand.
  const within = span ?? { at: 0, length: parts.length };
  const from = Math.max(within.at, at - AROUND);
  const to = Math.min(within.at + within.length, parts.length, at + fix.after.length + AROUND);
  const now = (await readExactly(source, start + from, to - from)).slice();
  const fixed = now.slice();
  fixed.set(fix.after, at - from);
  const cut = { before: from > within.at, after: to < within.at + within.length };
  return changeExcerpt(now, fixed, at - from, at - from + fix.after.length, cut);
}

/** The record in one line, once it is put right. */
function reading(index: FileIndex, tag: number, mended: ContentParts): string {
  const whole = mended.length - (index.kind === 'aof' ? CRC_BYTES : 0);
  const content = mended.slice(0, Math.min(PREVIEW_BYTES, whole));
  const { key, summary } = summariseContent(index, tag, content, whole);
  const shownKey = index.kind === 'aof' ? key : entryKey(content);
  return [typeNameIn(index, tag), shownKey, summary].filter((part) => part !== null && part !== '').join(' ');
}

function entryKey(content: Uint8Array): string | null {
  if (content.length < LENGTH_BYTES) return null;
  return previewText(content.subarray(LENGTH_BYTES, LENGTH_BYTES + readU32(content, 0)), KEY_LENGTH);
}
