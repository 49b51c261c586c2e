import { RowKind } from '../../columnar/index.ts';
import type { RowView } from '../../workers/index.ts';
import { formatOffset } from '../ui/format.ts';
import { integrityOf } from '../ui/integrity.ts';
import { ttlText } from '../ui/ttlText.ts';
import type { ColumnId } from './columnIds.ts';

/** A cell as text, for other programs: numbers bare, without separators. */
export function cellText(view: RowView, column: ColumnId): string {
  switch (column) {
    case 'record':
      return view.record === null ? '' : String(view.record);
    case 'offset':
      return formatOffset(view.offset);
    case 'bytes':
      return String(view.size);
    case 'type':
      return view.type;
    case 'database':
      return view.database === null ? '' : String(view.database);
    case 'key':
      return view.key ?? '';
    case 'arguments':
      return view.summary;
    case 'ttl':
      return view.ttlMs === '-1' ? '' : (ttlText(view.ttlMs, view.ttlAbsolute)?.short ?? '');
    case 'integrity':
      // A gap that nothing explains has no such cell.
      return view.kind === RowKind.gap && view.fix === null ? '' : integrityOf(view, null).text;
  }
}

/** A row as text, its columns apart by tabs, so that a spreadsheet takes it. */
export function rowText(view: RowView, columns: readonly ColumnId[]): string {
  return columns.map((column) => cellText(view, column).replaceAll(/[\t\r\n]+/g, ' ')).join('\t');
}
