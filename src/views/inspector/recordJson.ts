import type { Range } from '../../base/index.ts';
import { decodeUtf8, encodeBase64 } from '../../codec/index.ts';
import type { FieldView, RowDetail } from '../../workers/index.ts';

/** More of a record at once than this is not copied. */
const MOST_BYTES = 0x100000;

/** Bytes of a record, in the detail's space. */
export interface RecordPart {
  readonly at: number;
  readonly bytes: Uint8Array;
}

/** What to read of a record for its JSON: its beginning, and the elements that are listed, where they lie behind that. */
export function recordJsonParts({
  fields,
  spaceSize,
}: Pick<RowDetail, 'fields' | 'spaceSize'>): readonly Range[] {
  const first = { from: 0, to: Math.min(spaceSize, MOST_BYTES) };
  const behind = fields.filter(({ hasValue, offset, length }) => hasValue && offset + length > first.to);
  const listed = behind.filter(({ length }) => length <= MOST_BYTES);
  const from = listed[0]?.offset;
  const last = listed.at(-1);
  if (from === undefined || last === undefined) return [first];
  return [first, { from, to: Math.min(last.offset + last.length, from + MOST_BYTES) }];
}

/**
 * A record as JSON: where it is, and each field by its path. Content is text where it is valid UTF-8, else
 * `{"base64": …}`; what was left out says how long it is.
 * @param parts what {@link recordJsonParts} asks for
 */
export function recordJson(detail: RowDetail, parts: readonly RecordPart[]): string {
  const { row } = detail;
  const fields: Record<string, unknown> = {};
  for (const field of detail.fields) {
    if (!field.hasValue) fields[field.path] = field.text;
    else fields[field.path] = contentOf(parts, field);
  }
  const whole = {
    ...(row.record === null ? {} : { record: row.record }),
    type: row.type,
    offset: row.offset,
    size: row.size,
    fields,
    ...(detail.fieldsOmitted > 0 ? { omittedFields: detail.fieldsOmitted } : {}),
  };
  return JSON.stringify(whole, null, 2);
}

function contentOf(parts: readonly RecordPart[], { offset, length }: FieldView): unknown {
  const part = parts.find(({ at, bytes }) => offset >= at && offset + length <= at + bytes.length);
  if (part === undefined) return { omittedBytes: length };
  const bytes = part.bytes.subarray(offset - part.at, offset - part.at + length);
  return decodeUtf8(bytes) ?? { base64: encodeBase64(bytes) };
}
