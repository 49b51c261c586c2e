import { decodeUtf8Lossy, encodeBase64, encodeHex } from '../../codec/index.ts';

export const COPY_FORMATS = ['hex', 'text', 'base64'] as const;

export type CopyFormat = (typeof COPY_FORMATS)[number];

/** More than this is for a file, not for the clipboard. */
export const COPY_LIMIT = 0x100000;

/** `bytes` as they go to the clipboard: hex with spaces between bytes, so that other tools take it. */
export function copyText(bytes: Uint8Array, format: CopyFormat): string {
  switch (format) {
    case 'hex':
      return encodeHex(bytes, ' ');
    case 'text':
      return decodeUtf8Lossy(bytes);
    case 'base64':
      return encodeBase64(bytes);
  }
}
