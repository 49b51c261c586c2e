/* Rows as the table shows them: one line of text a row, made from the row's first bytes. */
import type { RowIndex } from '../base/index.ts';
import { hex32, previewText } from '../codec/index.ts';
import { EMBEDDED, NO_KEY, RowKind, RowStatus, SALVAGED, UNSURE } from '../columnar/index.ts';
import { FAMILIES, familyOf, type RowLine } from '../formats/index.ts';
import { count, describeFault, type FileIndex, typeNameIn } from '../scan/index.ts';
import type { RowView } from './api.ts';

/** How many of a record's bytes a line is made from. */
export const PREVIEW_BYTES = 1024;
const KEY_LENGTH = 120;

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
  const line: RowLine =
    content.length === 0
      ? { summary: plainSummary(index, row), ttlMs: null, ttlAbsolute: false, key: null, type: null }
      : index.format.views.line(index, row, content, whole);
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
    family: FAMILIES[familyOf(index.format, kind, tag, readable)] ?? 'none',
    key: known ?? line.key,
    // A damaged row that a correction explains is indexed as it would be without the damage.
    typeDerived: index.kind === 'aof' && fix !== null && content.length > 0 && content[0] !== tag,
    keyDerived: fix !== null && known !== null && line.key !== null && known !== line.key,
    summary: line.summary,
    database: index.format.databases && rows.recordNumber(row) !== null ? index.databases.of(row) : null,
    databaseCertain: index.databases.isCertain(row),
    ttlMs: line.ttlMs,
    ttlAbsolute: line.ttlAbsolute,
    finding:
      index.format.checksums === 'none' && status === RowStatus.unproven
        ? certainty(index, row)
        : FINDINGS[status],
    fix,
  };
}

/** How much speaks for a row that was found again, where no checksum does. */
const certainty = ({ rows }: FileIndex, row: RowIndex): string =>
  rows.hasFlag(row, UNSURE | EMBEDDED) ? 'possible' : 'likely';

/** What stands in the line of a row without readable content. */
function plainSummary(index: FileIndex, row: RowIndex): string {
  const { rows, header } = index;
  const faults = index.faultsOf(row);
  switch (rows.kind(row)) {
    case RowKind.header:
      return header.outcome === 'ok' ? index.format.views.header(index) : 'damaged header';
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
