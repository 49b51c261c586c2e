import { decodeUtf8, encodeBase64 } from '../../codec/index.ts';
import type { RowDetail } from '../../workers/index.ts';

/** More of a record than this is not copied. */
export const RECORD_JSON_LIMIT = 0x100000;

/**
 * A record as JSON: where it is, and each field by its path. Content is text where it is valid UTF-8, else
 * `{"base64": …}`; what was left out says how long it is.
 * @param bytes the record's first bytes, in the detail's space
 */
export function recordJson(detail: RowDetail, bytes: Uint8Array): string {
  const { row } = detail;
  const fields: Record<string, unknown> = {};
  for (const field of detail.fields) {
    const end = field.offset + field.length;
    if (!field.hasValue) fields[field.path] = field.text;
    else if (end > bytes.length) fields[field.path] = { omittedBytes: field.length };
    else fields[field.path] = contentOf(bytes.subarray(field.offset, end));
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

function contentOf(bytes: Uint8Array): string | { readonly base64: string } {
  return decodeUtf8(bytes) ?? { base64: encodeBase64(bytes) };
}
