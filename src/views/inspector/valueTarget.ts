import type { RowIndex } from '../../base/index.ts';
import { RowKind } from '../../columnar/index.ts';
import type { ByteSpace, FieldView, RowDetail } from '../../workers/index.ts';
import { fieldSpan } from '../ui/fieldOfBytes.ts';

/** Which bytes the value pane shows. */
export interface ValueTarget {
  /** The same for the same bytes of the same row. */
  readonly key: string;
  readonly row: RowIndex;
  readonly space: ByteSpace;
  readonly at: number;
  readonly length: number;
  /** "value", "members[3]", "bytes of the gap" */
  readonly name: string;
}

/** What the value pane shows for a row: the field named, or else the one that a reader will look for first. */
export function valueTarget(detail: RowDetail, field: FieldView | null): ValueTarget | null {
  const values = detail.fields.filter((one) => one.role === 'value' && one.hasValue);
  const chosen = field ?? values.find((one) => one.depth === 0) ?? values[0] ?? null;
  const { row, offset, size } = detail.row;
  if (chosen !== null) {
    if (chosen.length === 0 && !chosen.hasValue) return null;
    const { from } = fieldSpan(detail, chosen);
    return {
      key: `${row} ${chosen.path}`,
      row,
      space: detail.space,
      at: from,
      length: chosen.length,
      name: chosen.name,
    };
  }
  if (detail.row.kind !== RowKind.gap) return null;
  return { key: `${row}`, row, space: 'file', at: offset, length: size, name: 'bytes of the gap' };
}
