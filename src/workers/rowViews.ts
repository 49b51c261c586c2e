/* Rows as the table shows them: one line of text a row, made from the row's first bytes. */
import type { RowIndex } from '../base/index.ts';
import {
  entrySpec,
  type Field,
  type FieldSpan,
  f64FromBits,
  groupDigits,
  hex32,
  LayoutBuilder,
  previewBytes,
  previewText,
  readU32,
  recordSpec,
  wholeLayout,
} from '../codec/index.ts';
import { EMBEDDED, NO_KEY, RowKind, RowStatus, SALVAGED, UNSURE } from '../columnar/index.ts';
import { count, describeFault, type FileIndex, typeNameIn } from '../scan/index.ts';
import type { RowView } from './api.ts';
import { FAMILIES, familyOf } from './families.ts';
import { type RedisLine, redisLine } from './redis/redisRow.ts';

/** How many of a record's bytes a line is made from. */
export const PREVIEW_BYTES = 1024;
const SUMMARY_LENGTH = 160;
const KEY_LENGTH = 120;
const ELEMENTS = 6;

/** A record's type by its tag; "—" where the tag can't be read. */
export function typeOfRow(index: FileIndex, row: RowIndex): string {
  const { rows } = index;
  switch (rows.kind(row)) {
    case RowKind.header:
      return 'header';
    case RowKind.footer:
      return 'footer';
    case RowKind.gap:
      return 'gap';
    default: {
      if (!isReadable(rows.status(row))) return '—';
      return typeNameIn(index, rows.tag(row));
    }
  }
}

/** Whether the row's own content can be looked into. */
export const isReadable = (status: RowStatus): boolean =>
  status !== RowStatus.locked && status !== RowStatus.undecryptable && status !== RowStatus.gap;

const FINDINGS: Readonly<Record<RowStatus, string | null>> = {
  [RowStatus.ok]: null,
  [RowStatus.badChecksum]: 'CRC fails',
  [RowStatus.badBody]: 'bad content',
  [RowStatus.unknownTag]: 'unknown type',
  [RowStatus.undecryptable]: 'can’t decrypt',
  [RowStatus.locked]: 'locked',
  [RowStatus.unproven]: 'unproven',
  [RowStatus.gap]: null,
};

/**
 * @param content the row's first bytes as the codec reads them (from the tag, or from an entry's key); empty when the
 * row is no record or can't be opened
 * @param whole the content's full size
 */
export function viewRow(index: FileIndex, row: RowIndex, content: Uint8Array, whole: number): RowView {
  const { rows } = index;
  const kind = rows.kind(row);
  const status = index.statusOf(row);
  const readable = isReadable(status);
  const tag = rows.tag(row);
  const key = rows.key(row);
  const known = key === NO_KEY ? null : previewText(index.keys.bytesOf(key), KEY_LENGTH);
  const fix = index.faultsOf(row).find((fault) => fault.fix !== undefined)?.fix?.scope ?? null;
  const line: Omit<RedisLine, 'type'> & Partial<RedisLine> =
    content.length === 0
      ? { summary: plainSummary(index, row), ttlMs: null, ttlAbsolute: false, key: null }
      : isRedis(index)
        ? redisLine(index, row, content, whole)
        : summariseContent(index, rows.tag(row), content, whole);
  return {
    row,
    kind,
    status,
    salvaged: rows.hasFlag(row, SALVAGED),
    embedded: rows.hasFlag(row, EMBEDDED),
    sealed: index.isSealed(row),
    record: rows.recordNumber(row),
    offset: rows.offset(row),
    size: rows.size(row),
    type: line.type ?? typeOfRow(index, row),
    family: FAMILIES[familyOf(index.format.id, kind, tag, readable)] ?? 'none',
    key: known ?? line.key,
    // A damaged row that a correction explains is indexed as it would be without the damage.
    typeDerived: index.format.id === 'ember-aof' && fix !== null && content.length > 0 && content[0] !== tag,
    keyDerived: fix !== null && known !== null && line.key !== null && known !== line.key,
    summary: line.summary,
    database: index.format.databases && rows.recordNumber(row) !== null ? index.databases.of(row) : null,
    databaseCertain: index.databases.isCertain(row),
    ttlMs: line.ttlMs,
    ttlAbsolute: line.ttlAbsolute,
    finding: isRedis(index) && status === RowStatus.unproven ? certainty(index, row) : FINDINGS[status],
    fix,
  };
}

/** Whether the rows are commands, or items of an RDB. */
export const isRedis = ({ format }: FileIndex): boolean =>
  format.id === 'aikv-aof' || format.id === 'aikv-rdb';

/** How much speaks for a row that was found again, where no checksum does. */
const certainty = ({ rows }: FileIndex, row: RowIndex): string =>
  rows.hasFlag(row, UNSURE | EMBEDDED) ? 'possible' : 'likely';

/** What stands in the line of a row without readable content. */
function plainSummary(index: FileIndex, row: RowIndex): string {
  const { rows, header } = index;
  const faults = index.faultsOf(row);
  switch (rows.kind(row)) {
    case RowKind.header:
      if (header.outcome !== 'ok') return 'damaged header';
      return index.kind === 'aof'
        ? `EAOF version ${header.version}${header.encrypted ? ', encrypted' : ''}`
        : `ESNP version ${header.version}${header.encrypted ? ', encrypted' : ''} · shard ${header.shardId} · ${groupDigits(header.entryCount ?? 0)} entries`;
    case RowKind.footer: {
      if (index.format.checksums === 'none') return 'end of the file; no checksum exists in this format';
      const bad = faults.find((fault) => fault.evidence.kind === 'bad-footer');
      return bad?.evidence.kind === 'bad-footer' && bad.evidence.stored !== null
        ? `crc32 ${hex32(bad.evidence.stored)}, but the entries give ${hex32(bad.evidence.computed)}`
        : 'crc32 over all entries holds';
    }
    case RowKind.gap: {
      const fault = faults[0];
      const size = count(rows.size(row), 'byte');
      if (fault === undefined) return `${size}, no record`;
      const text = describeFault(fault, index);
      return `${size}: ${text.title}`;
    }
    default:
      return rows.status(row) === RowStatus.locked
        ? 'Encrypted; its key opens it'
        : rows.status(row) === RowStatus.undecryptable
          ? 'Its tag doesn’t hold under this key'
          : '';
  }
}

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
