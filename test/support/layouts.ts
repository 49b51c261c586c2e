/* The spans of a whole record or entry, as the inspector has them made. */
import { entrySpec, type FieldSpan, LayoutBuilder, recordSpec, wholeLayout } from '../../src/codec/index.ts';

/** No limit to the elements that are listed. */
export const ALL = Number.POSITIVE_INFINITY;

/** Of tag, payload and checksum. */
export function layoutOfRecord(bytes: Uint8Array, most = ALL, checksum = true): LayoutBuilder {
  const layout = new LayoutBuilder(wholeLayout(bytes), 0, most);
  layout.fixed('tag', 'tag', 'tag', 'u8', 1);
  layout.fields(recordSpec(bytes[0] ?? 0)?.fields ?? []);
  if (checksum) layout.fixed('crc32', 'crc32', 'checksum', 'checksum', 4);
  return layout;
}

/** Of a snapshot's entry. */
export function layoutOfEntry(bytes: Uint8Array, version: number, most = ALL): LayoutBuilder {
  const layout = new LayoutBuilder(wholeLayout(bytes), 0, most);
  layout.fields([{ kind: 'str', name: 'key', label: 'key', role: 'key' }]);
  const typeAt = layout.at;
  if (version !== 1) layout.fixed('type', 'type', 'tag', 'u8', 1);
  layout.fields(entrySpec(version === 1 ? 0 : (bytes[typeAt] ?? 255))?.fields ?? []);
  layout.fixed('expire_ms', 'expire_ms', 'number', 'i64', 8);
  return layout;
}

/** Why `spans` do not tile `length` bytes; null when they do. */
export function spansFault(spans: readonly FieldSpan[], length: number): string | null {
  let at = 0;
  for (const span of spans) {
    if (span.at !== at) return `${span.path} begins at ${span.at}, not ${at}`;
    if (span.cut) return `${span.path} is cut`;
    at += span.length;
  }
  return at === length ? null : `the spans end at ${at} of ${length}`;
}
