import { RowKind } from '../../columnar/index.ts';
import type { RowView } from '../../workers/index.ts';
import { formatCount } from '../ui/index.ts';

/** "Record 1,204,119", "Entry 3", "Gap", "Header". */
export function rowTitle(row: RowView): string {
  switch (row.kind) {
    case RowKind.header:
      return 'Header';
    case RowKind.footer:
      return 'Footer';
    case RowKind.gap:
      return 'Gap';
    case RowKind.record:
      return row.record === null ? 'Record' : `Record ${formatCount(row.record)}`;
    case RowKind.entry:
      return row.record === null ? 'Entry' : `Entry ${formatCount(row.record)}`;
  }
}
