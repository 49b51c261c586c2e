import type { ForeignContent } from '../../codec/index.ts';

/** What foreign bytes look like. */
export function contentOf(bytes: Uint8Array): ForeignContent {
  if (bytes.every((byte) => byte === 0)) return 'zeros';
  if (bytes.length === 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)
    return 'byte-order-mark';
  const isText = bytes.every(
    (byte) => (byte >= 0x20 && byte < 0x7f) || byte === 9 || byte === 10 || byte === 13,
  );
  return isText ? 'text' : 'bytes';
}
