/* A record or entry of ember's in one line, made from its first bytes. */
import {
  entrySpec,
  type Field,
  type FieldSpan,
  f64FromBits,
  groupDigits,
  LayoutBuilder,
  previewBytes,
  previewText,
  readU32,
  recordSpec,
  wholeLayout,
} from '../../codec/index.ts';
import type { FileIndex } from '../../scan/index.ts';

const SUMMARY_LENGTH = 160;
const KEY_LENGTH = 120;
const ELEMENTS = 6;

/** A record in one line. */
export interface Line {
  readonly summary: string;
  readonly ttlMs: string | null;
  readonly ttlAbsolute: boolean;
  readonly key: string | null;
}

/**
 * The fields behind a record's key as one line. Field spans of a short content may end early; so does the line.
 * @param tag of the record, or type of the entry
 * @param whole the content's full size, of which `content` is the beginning
 */
export function summariseContent(index: FileIndex, tag: number, content: Uint8Array, whole: number): Line {
  const isLog = index.kind === 'aof';
  const spec = isLog ? recordSpec(tag) : entrySpec(tag);
  if (spec === undefined)
    return {
      summary: previewBytes(content, SUMMARY_LENGTH, whole),
      ttlMs: null,
      ttlAbsolute: false,
      key: null,
    };
  const start = isLog ? 1 : entryPayloadAt(index, content);
  if (start === null) return { summary: '', ttlMs: null, ttlAbsolute: false, key: null };
  const layout = new LayoutBuilder({ ...wholeLayout(content), length: whole }, start, ELEMENTS);
  layout.fields(spec.fields);
  const parts: string[] = [];
  let ttlMs: string | null = null;
  let ttlAbsolute = false;
  let key: string | null = null;
  for (const span of layout.spans) {
    if (span.role === 'key' && key === null && span.field?.kind === 'str' && span.field.role === 'key') {
      key = previewText(content.subarray(span.at, span.at + span.length), KEY_LENGTH);
      continue;
    }
    const ttl = ttlOf(span, content);
    if (ttl !== null) {
      ttlMs = ttl.ms;
      ttlAbsolute = ttl.absolute;
      if (span.name !== 'expire_ms') parts.push(ttl.text);
    } else {
      const text = spanText(span, content, spec.fields.length <= 3 && span.depth === 0);
      if (text !== null) parts.push(text);
    }
  }
  if (!isLog) {
    const at = whole - 8;
    if (at + 8 <= content.length) ttlMs = viewOf(content).getBigInt64(at, true).toString();
  }
  const more = layout.omitted > 0 ? ` … ${groupDigits(layout.omitted)} more` : '';
  return { summary: parts.join(' ').slice(0, SUMMARY_LENGTH * 2) + more, ttlMs, ttlAbsolute, key };
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Where an entry's payload begins: behind key and, from version 2 on, type. */
export function entryPayloadAt(index: FileIndex, content: Uint8Array): number | null {
  if (content.length < 4) return null;
  const at = 4 + readU32(content, 0) + (index.layout === 1 ? 0 : 1);
  return at <= content.length ? at : null;
}

function ttlOf(
  span: FieldSpan,
  content: Uint8Array,
): { readonly ms: string; readonly absolute: boolean; readonly text: string } | null {
  const field: Field | null = span.field;
  if (field?.kind !== 'i64' || span.at + 8 > content.length) return null;
  if (field.meaning === 'number' || field.meaning === 'offset') return null;
  const value = viewOf(content).getBigInt64(span.at, true);
  if (field.meaning === 'unix-ms') return { ms: value.toString(), absolute: true, text: groupDigits(value) };
  const ms = field.meaning === 'ttl-s' ? value * 1000n : value;
  return {
    ms: ms.toString(),
    absolute: false,
    text: `${groupDigits(value)} ${field.meaning === 'ttl-s' ? 's' : 'ms'}`,
  };
}

/** A span in the line; null for lengths and counts. @param alone a value that needs no quotes */
function spanText(span: FieldSpan, content: Uint8Array, alone: boolean): string | null {
  if (span.role === 'length' || span.role === 'count' || span.role === 'tag') return null;
  const bytes = content.subarray(span.at, Math.min(content.length, span.at + span.length));
  if (bytes.length === 0 && span.length > 0) return null;
  switch (span.kind) {
    case 'text':
      return span.role === 'key' ? `→ ${previewText(bytes, KEY_LENGTH)}` : quoteText(span, bytes);
    case 'bytes':
      if (span.path.endsWith('.vector') || span.field === null) return `${span.length / 4} dimensions`;
      return alone
        ? previewBytes(bytes, SUMMARY_LENGTH, span.length)
        : `"${previewBytes(bytes, 48, span.length)}"`;
    case 'f64':
      return bytes.length === 8 ? String(f64FromBits(viewOf(bytes).getBigUint64(0, true))) : null;
    case 'i64': {
      if (bytes.length !== 8) return null;
      const value = viewOf(bytes).getBigInt64(0, true);
      const isOffset = span.field?.kind === 'i64' && span.field.meaning === 'offset';
      return groupDigits(isOffset ? BigInt.asUintN(64, value) : value);
    }
    case 'u8': {
      const value = bytes[0] ?? 0;
      if (span.field?.kind === 'flag') return value === 0 ? null : span.name.toUpperCase();
      return span.field?.kind === 'u8' && span.field.names.length > 0
        ? (span.field.names[value] ?? String(value))
        : String(value);
    }
    case 'u32':
      return null;
    default:
      return null;
  }
}

/** A member in quotes; a hash's field as it is, its value follows. */
function quoteText(span: FieldSpan, bytes: Uint8Array): string {
  const text = previewText(bytes, 48);
  return span.path.endsWith('.field') ? text : `"${text}"`;
}
