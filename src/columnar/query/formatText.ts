import { decodeUtf8Lossy, encodeHex, escapeInvisible, utf8Stretches } from '../../codec/index.ts';

/** What needs no quotes: nothing in it means anything to the language. */
const PLAIN = /^[\w:.@#{}[\]+$%&=!;~|^'-][\w:.@#{}[\]+$%&=!;~|^'/-]*$/;

/** Bytes as a query writes them so that exactly they are meant: bare where that is safe, otherwise in quotes. */
export function formatText(bytes: Uint8Array): string {
  const stretches = utf8Stretches(bytes);
  const isText = stretches.every(({ valid }) => valid);
  const text = isText ? decodeUtf8Lossy(bytes) : '';
  if (isText && PLAIN.test(text)) return text;
  const parts = stretches.map(({ from, to, valid }) => {
    const part = bytes.subarray(from, to);
    if (!valid) return `\\x${encodeHex(part, '\\x')}`;
    // A backslash is doubled wherever it stands, so that none is left to mean something.
    const doubled = decodeUtf8Lossy(part).split('\\').map(escapeInvisible);
    return doubled.join('\\\\').replaceAll('"', '\\"');
  });
  return `"${parts.join('')}"`;
}
