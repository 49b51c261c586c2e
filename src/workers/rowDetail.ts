/* Everything the inspector shows for one row. Of a large record only its beginning and its end are read. */
import type { RowIndex } from '../base/index.ts';
import {
  AOF_HEADER_BYTES,
  type ByteSource,
  CRC_BYTES,
  CRC32_INIT,
  crc32Finish,
  describeDate,
  describeMilliseconds,
  type ElementPage,
  encodeHex,
  entrySpec,
  type FieldSpan,
  FRAME_HEADER_BYTES,
  f64FromBits,
  groupDigits,
  hex32,
  LayoutBuilder,
  type LayoutBytes,
  type ListedElements,
  NONCE_BYTES,
  previewBytes,
  previewText,
  readExactly,
  readU32,
  recordSpec,
} from '../codec/index.ts';
import { RowKind, RowStatus } from '../columnar/index.ts';
import type { FieldView, RowFields } from '../formats/index.ts';
import { crc32OfRange, type FileIndex } from '../scan/index.ts';
import { isReadable } from './rowViews.ts';

/** How much of a record is read at its beginning; its end is read besides. */
const HEAD_BYTES = 256 << 10;
const TAIL_BYTES = 64;
/** Elements of a collection that are listed. */
const ELEMENTS = 500;
const TEXT_LENGTH = 300;
const EXPIRE_BYTES = 8;
const NOTHING = new Uint8Array(0);

/** A record's bytes as far as they were read. */
export interface ContentParts extends LayoutBytes {
  /** The bytes at hand of `from … from + length`, possibly fewer. */
  slice(from: number, length: number): Uint8Array;
}

/** @param tailAt where `tail` begins */
export function contentParts(
  length: number,
  head: Uint8Array,
  tail: Uint8Array,
  tailAt: number,
): ContentParts {
  const part = (from: number, size: number): Uint8Array => {
    if (from < head.length) return head.subarray(from, Math.min(head.length, from + size));
    return from >= tailAt ? tail.subarray(from - tailAt, from - tailAt + size) : new Uint8Array(0);
  };
  return {
    length,
    slice: part,
    u32: (at) => {
      const bytes = part(at, 4);
      return bytes.length === 4 ? readU32(bytes, 0) : null;
    },
  };
}

/** Reads the beginning and the end of `length` bytes at `at`. */
export async function readParts(source: ByteSource, at: number, length: number): Promise<ContentParts> {
  const head = await readExactly(source, at, Math.min(HEAD_BYTES, length));
  const tailAt = Math.max(head.length, length - TAIL_BYTES);
  const tail = await readExactly(source, at + tailAt, length - tailAt);
  return contentParts(length, head, tail, tailAt);
}

/** Where the fields of a record or entry lie in its bytes. */
export interface ContentSpans {
  readonly spans: readonly FieldSpan[];
  readonly omitted: number;
  readonly elements: ListedElements | null;
}

/** The same, with the bytes around `middle` besides. */
export async function readPartsAround(
  source: ByteSource,
  at: number,
  length: number,
  middle: number,
): Promise<ContentParts> {
  const parts = await readParts(source, at, length);
  const bytes = await readExactly(source, at + middle, Math.min(HEAD_BYTES, length - middle));
  const there = contentParts(length - middle, bytes, NOTHING, length - middle);
  const isIn = (from: number): boolean => from >= middle && from < middle + bytes.length;
  return {
    length,
    slice: (from, size) => (isIn(from) ? there.slice(from - middle, size) : parts.slice(from, size)),
    u32: (from) => (isIn(from) ? there.u32(from - middle) : parts.u32(from)),
  };
}

/**
 * The spans of tag + payload (+ checksum of a plaintext record), or of a whole entry.
 * @param tag of the record, or type of the entry
 * @param hasChecksum the last four bytes are the record's own checksum
 * @param page which elements of a collection; the first ones where it is null
 */
export function contentSpans(
  index: FileIndex,
  tag: number,
  parts: LayoutBytes,
  hasChecksum: boolean,
  page: ElementPage | null = null,
): ContentSpans {
  const layout = new LayoutBuilder(parts, 0, ELEMENTS, page);
  const isLog = index.kind === 'aof';
  if (isLog) {
    layout.fixed('tag', 'tag', 'tag', 'u8', 1);
    const spec = recordSpec(tag);
    if (spec !== undefined) layout.fields(spec.fields);
  } else {
    layout.fields([{ kind: 'str', name: 'key', label: 'key', role: 'key' }]);
    if (index.layout !== 1) layout.fixed('type', 'type', 'tag', 'u8', 1);
    const spec = entrySpec(tag);
    if (spec !== undefined) layout.fields(spec.fields);
  }
  const spans = [...layout.spans];
  if (!isLog && parts.length >= EXPIRE_BYTES) {
    spans.push(tailSpan('expire_ms', 'number', 'i64', parts.length - EXPIRE_BYTES, EXPIRE_BYTES));
  }
  if (hasChecksum) spans.push(tailSpan('crc32', 'checksum', 'checksum', parts.length - CRC_BYTES, CRC_BYTES));
  const contentEnd = parts.length - (hasChecksum ? CRC_BYTES : 0);
  return {
    spans: spans.filter((span) => span.at <= contentEnd || span.role === 'checksum'),
    omitted: layout.omitted,
    elements: layout.elements,
  };
}

/** The fields of a record or entry in `parts`, as {@link contentSpans} finds them. */
export function contentFields(
  index: FileIndex,
  row: RowIndex,
  parts: ContentParts,
  checksum: ChecksumFacts | null,
  page: ElementPage | null,
): RowFields {
  const { spans, ...rest } = contentSpans(index, index.rows.tag(row), parts, checksum !== null, page);
  const bad = badPaths(index, row);
  return { fields: spans.map((span) => viewOfSpan(index, span, parts, checksum, bad)), ...rest };
}

const tailSpan = (
  name: string,
  role: FieldSpan['role'],
  kind: FieldSpan['kind'],
  at: number,
  length: number,
): FieldSpan => ({
  path: name,
  name,
  depth: 0,
  role,
  kind,
  at,
  length,
  field: name === 'expire_ms' ? { kind: 'i64', name, nonNegative: null, meaning: 'ttl-ms' } : null,
  cut: false,
});

/** The stored checksum, and what the bytes give. */
export interface ChecksumFacts {
  readonly holds: boolean;
  readonly computed: number | null;
}

/** Fields that a fault of this row names. */
function badPaths(index: FileIndex, row: RowIndex): ReadonlySet<string> {
  const paths = new Set<string>();
  for (const { evidence } of index.faultsOf(row)) {
    if (evidence.kind === 'bad-body' || evidence.kind === 'corrupt-length') {
      paths.add(evidence.field);
      paths.add(`${evidence.field}.length`);
      paths.add(`${evidence.field}.count`);
    }
    if (evidence.kind === 'bad-checksum') paths.add('crc32');
    if (evidence.kind === 'unknown-tag') paths.add('tag').add('type');
  }
  return paths;
}

function viewOfSpan(
  index: FileIndex,
  span: FieldSpan,
  parts: ContentParts,
  checksum: ChecksumFacts | null,
  bad: ReadonlySet<string>,
): FieldView {
  const bytes = parts.slice(span.at, span.length);
  const { text, derived } = spanTexts(index, span, bytes, checksum);
  return {
    path: span.path,
    name: span.name,
    depth: span.depth,
    role: span.role,
    offset: span.at,
    length: Math.max(0, Math.min(span.length, parts.length - span.at)),
    text,
    derived: span.cut ? `claims ${groupDigits(span.length)} bytes, more than there are` : derived,
    hasValue: (span.kind === 'text' || span.kind === 'bytes') && span.length > 0 && !span.cut,
    bad: span.cut || bad.has(span.path) || bad.has(span.path.replace(/\[\d+\]/g, '[]')),
  };
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

export interface Texts {
  readonly text: string;
  readonly derived: string | null;
}
const plain = (text: string, derived: string | null = null): Texts => ({ text, derived });

/** What a span says, and what is derived from it. */
export function spanTexts(
  index: FileIndex,
  span: FieldSpan,
  bytes: Uint8Array,
  checksum: ChecksumFacts | null,
): Texts {
  if (span.kind !== 'text' && span.kind !== 'bytes' && bytes.length < span.length) return plain('…');
  switch (span.kind) {
    case 'u8':
      return byteTexts(index, span, bytes[0] ?? 0);
    case 'u16':
      return plain(groupDigits(viewOf(bytes).getUint16(0, true)));
    case 'u32':
      return plain(groupDigits(readU32(bytes, 0)));
    case 'i64':
      return wideTexts(span, viewOf(bytes).getBigInt64(0, true));
    case 'f64':
      return plain(String(f64FromBits(viewOf(bytes).getBigUint64(0, true))));
    case 'f32':
      return plain(String(viewOf(bytes).getFloat32(0, true)));
    case 'text':
      return plain(span.length === 0 ? '""' : `"${previewText(bytes, TEXT_LENGTH)}"`);
    case 'magic':
      return plain(previewText(bytes, TEXT_LENGTH));
    case 'checksum': {
      const stored = hex32(readU32(bytes, 0));
      if (checksum?.holds === true) return plain(stored, 'holds');
      return plain(stored, checksum?.computed == null ? null : `computed ${hex32(checksum.computed)}`);
    }
    case 'bytes':
      if (span.role === 'nonce' || span.role === 'opaque')
        return plain(previewBytes(bytes, TEXT_LENGTH, span.length));
      if (span.field === null) return plain(floatsText(bytes, span.length), `${span.length / 4} × f32`);
      return plain(span.length === 0 ? '""' : previewBytes(bytes, TEXT_LENGTH, span.length));
  }
}

function byteTexts(index: FileIndex, span: FieldSpan, value: number): Texts {
  if (span.role === 'tag') {
    const spec = index.kind === 'aof' ? recordSpec(value) : entrySpec(value);
    return plain(String(value), spec?.type ?? 'unknown');
  }
  if (span.field?.kind === 'flag') return plain(String(value), value === 0 ? 'false' : 'true');
  if (span.field?.kind === 'u8' && span.field.names.length > 0) {
    return plain(String(value), span.field.names[value] ?? 'unknown');
  }
  return plain(String(value));
}

function wideTexts(span: FieldSpan, value: bigint): Texts {
  if (span.field?.kind !== 'i64') return plain(groupDigits(value));
  switch (span.field.meaning) {
    case 'ttl-ms':
      return plain(groupDigits(value), value === -1n ? 'no TTL' : describeMilliseconds(value));
    case 'ttl-s':
      return plain(groupDigits(value), describeMilliseconds(value * 1000n));
    case 'unix-ms':
      return plain(groupDigits(value), describeDate(value));
    case 'offset':
      return plain(groupDigits(BigInt.asUintN(64, value)));
    case 'number':
      return plain(groupDigits(value));
  }
}

function floatsText(bytes: Uint8Array, length: number): string {
  const view = viewOf(bytes);
  const shown: string[] = [];
  for (let at = 0; at + 4 <= bytes.length && shown.length < 8; at += 4) {
    shown.push(String(Number(view.getFloat32(at, true).toPrecision(6))));
  }
  return `[${shown.join(', ')}${length > shown.length * 4 ? ', …' : ''}]`;
}

/** Where the fields of a header, footer, gap, or of a frame that can't be opened lie. */
export function envelopeSpans(index: FileIndex, row: RowIndex, parts: LayoutBytes): readonly FieldSpan[] {
  const size = parts.length;
  const layout = new LayoutBuilder(parts, 0, 0);
  switch (index.rows.kind(row)) {
    case RowKind.header:
      layout.fixed('magic', 'magic', 'header', 'magic', 4);
      layout.fixed('version', 'version', 'header', 'u8', 1);
      if (size > AOF_HEADER_BYTES) {
        layout.fixed('shard_id', 'shard id', 'header', 'u16', 2);
        layout.fixed('entry_count', 'entry count', 'count', 'u32', 4);
      }
      break;
    case RowKind.footer:
      layout.fixed('crc32', 'crc32', 'checksum', 'checksum', 4);
      break;
    case RowKind.gap:
      layout.fixed('bytes', 'bytes', 'opaque', 'bytes', size);
      break;
    default:
      if (index.isSealed(row)) {
        layout.fixed('nonce', 'nonce', 'nonce', 'bytes', NONCE_BYTES);
        layout.fixed('length', 'length', 'length', 'u32', FRAME_HEADER_BYTES - NONCE_BYTES);
        layout.fixed('ciphertext', 'ciphertext', 'opaque', 'bytes', size - FRAME_HEADER_BYTES);
      } else layout.fixed('bytes', 'bytes', 'opaque', 'bytes', size);
  }
  return layout.spans;
}

/** The fields of such a row; offsets from its first byte. */
export async function envelopeFields(
  source: ByteSource,
  index: FileIndex,
  row: RowIndex,
): Promise<RowFields> {
  const parts = await readParts(source, index.rows.offset(row), index.rows.size(row));
  const faulty = index.faultsOf(row).find(({ evidence }) => evidence.kind === 'bad-footer')?.evidence;
  const computed = faulty?.kind === 'bad-footer' ? faulty.computed : null;
  const checksum = index.rows.kind(row) === RowKind.footer ? { holds: faulty === undefined, computed } : null;
  const bad = badPaths(index, row);
  const nonce = parts.slice(0, NONCE_BYTES);
  const fields = envelopeSpans(index, row, parts).map((span) => {
    const view = viewOfSpan(index, span, parts, checksum, bad);
    return span.role === 'nonce' ? { ...view, text: encodeHex(nonce, ' ') } : view;
  });
  return { fields, omitted: 0, elements: null };
}

/** What is known of a plaintext record's checksum: from its fault, or that it holds. */
export async function checksumFacts(
  source: ByteSource,
  index: FileIndex,
  row: RowIndex,
): Promise<ChecksumFacts> {
  const status = index.rows.status(row);
  if (status !== RowStatus.badChecksum) return { holds: true, computed: null };
  const known = index.faultsOf(row).find(({ evidence }) => evidence.kind === 'bad-checksum')?.evidence;
  if (known?.kind === 'bad-checksum') return { holds: false, computed: known.computed };
  const at = index.rows.offset(row);
  const end = at + index.rows.size(row) - CRC_BYTES;
  return { holds: false, computed: crc32Finish(await crc32OfRange(source, at, end, CRC32_INIT)) };
}

/** Whether a row's content has fields of its own to show. */
export const hasContent = (index: FileIndex, row: RowIndex): boolean => {
  const kind = index.rows.kind(row);
  if (kind !== RowKind.record && kind !== RowKind.entry) return false;
  return isReadable(index.rows.status(row)) && !(index.isSealed(row) && index.cipher === null);
};
