import type { Range } from '../../base/index.ts';
import type { FieldView, RowDetail } from '../../workers/index.ts';

/** Where `field` lies in its detail's space: absolute in the file, or in the decrypted content. */
export function fieldSpan(detail: RowDetail, field: FieldView): Range {
  const from = (detail.space === 'file' ? detail.row.offset : 0) + field.offset;
  return { from, to: from + field.length };
}

/**
 * The smallest field that holds all of `[from, to)`, given in the detail's space; null when the bytes cross fields
 * or lie outside the row.
 */
export function fieldOfBytes(detail: RowDetail, range: Range): FieldView | null {
  let found: FieldView | null = null;
  for (const field of detail.fields) {
    const span = fieldSpan(detail, field);
    if (span.from > range.from || span.to < range.to || field.length === 0) continue;
    if (found === null || field.length < found.length) found = field;
  }
  return found;
}

export const fieldByPath = (detail: RowDetail, path: string | null): FieldView | null =>
  path === null ? null : (detail.fields.find((field) => field.path === path) ?? null);
