/* The rows of a file as CSV: what the table shows, with whole values. */
import { type RowIndex, rowIndex } from '../base/index.ts';
import { type ByteSource, csvLine, entryToJson, type Json, jsonText, recordToJson } from '../codec/index.ts';
import { EMBEDDED, RowKind, RowStatus, SALVAGED } from '../columnar/index.ts';
import type { FileIndex } from './fileIndex.ts';
import type { CancelSignal } from './options.ts';
import { type DecodedRow, decodeRow } from './rowContent.ts';

const COLUMNS = ['i', 'at', 'size', 'type', 'key', 'arguments', 'ttl', 'state'];

/**
 * One line a row, in file order, behind a line of names. `arguments` are the other fields as JSON, `ttl` is in the
 * record's own unit.
 * @param wants leaves rows out
 */
export async function* rowsCsv(
  source: ByteSource,
  index: FileIndex,
  wants: (row: RowIndex) => boolean,
  signal: CancelSignal = { aborted: false },
): AsyncGenerator<string> {
  yield csvLine(COLUMNS);
  for (let at = 0; at < index.rows.length; at++) {
    const row = rowIndex(at);
    if (!wants(row)) continue;
    if (signal.aborted) return;
    const { rows } = index;
    const decoded = await decodeRow(source, index, row);
    const { type, key, rest, ttl } = cellsOf(decoded, index, row);
    const number = rows.recordNumber(row);
    const place = [number === null ? '' : String(number), String(rows.offset(row)), String(rows.size(row))];
    yield csvLine([...place, type, key, rest, ttl, stateOf(index, row)]);
  }
}

/** Fields that say when a key goes. */
const TTLS = new Set(['expire_ms', 'seconds', 'milliseconds', 'timestamp_ms']);
const OWN_COLUMN = new Set(['tag', 'type_tag', 'type', 'key', 'key_base64', ...TTLS]);

function cellsOf(decoded: DecodedRow | null, index: FileIndex, row: RowIndex) {
  if (decoded === null) return { type: KINDS[index.rows.kind(row)] ?? '', key: '', rest: '', ttl: '' };
  const json = decoded.kind === 'record' ? recordToJson(decoded.record) : entryToJson(decoded.entry);
  const others = Object.entries(json).filter(([name]) => !OWN_COLUMN.has(name));
  const expiry = Object.entries(json).find(([name]) => TTLS.has(name))?.[1];
  return {
    type: String(json.type),
    key: String(json.key ?? json.key_base64 ?? ''),
    rest: others.length === 0 ? '' : jsonText(Object.fromEntries(others) as { [name: string]: Json }),
    ttl: expiry === undefined || expiry === '-1' ? '' : String(expiry),
  };
}

const KINDS: Readonly<Record<number, string>> = {
  [RowKind.header]: 'header',
  [RowKind.record]: 'record',
  [RowKind.entry]: 'entry',
  [RowKind.gap]: 'gap',
  [RowKind.footer]: 'footer',
};

/** What is to be known of a row before it is trusted. */
function stateOf(index: FileIndex, row: RowIndex): string {
  if (index.rows.hasFlag(row, EMBEDDED)) return 'in doubt';
  const status = index.statusOf(row);
  if (status === RowStatus.locked) return 'locked';
  if (status === RowStatus.unproven) return 'unproven';
  if (status !== RowStatus.ok) return 'damaged';
  return index.rows.hasFlag(row, SALVAGED) ? 'behind damage' : 'ok';
}
