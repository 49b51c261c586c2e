import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../test/support/propertyRuns.ts';
import { encodeUtf8 } from './bytes/utf8.ts';
import { escapeInvisible, previewBytes, readableText } from './display.ts';

/** Reads an escaped text back. */
const back = (shown: string): string =>
  shown.replace(
    /\\(?:([\\nrt0])|u\{([0-9a-f]+)\})/g,
    (_, letter: string | undefined, code: string | undefined) =>
      code !== undefined
        ? String.fromCodePoint(Number.parseInt(code, 16))
        : ({ n: '\n', r: '\r', t: '\t', 0: '\0' }[letter ?? ''] ?? '\\'),
  );

test('texts that differ look different: what is shown can be read back', () => {
  const pieces = fc.oneof(
    fc.constantFrom(
      '\\',
      '\\\\',
      '\n',
      'n',
      'r',
      't',
      '0',
      'u',
      '{',
      '}',
      'u{41}',
      '\u200b',
      '\u00a0',
      '\0',
      'a',
    ),
    fc.string({ unit: 'binary', maxLength: 3 }),
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
      const text = parts.join('');
      expect(back(escapeInvisible(text))).toBe(text);
    }),
    runs(10),
  );
});

/** Reads a text with broken bytes back, as bytes. */
function bytesBack(shown: string): Uint8Array {
  const parts = shown.matchAll(
    /\\x([89a-f][0-9a-f])|(?:\\(?:[\\nrt0]|u\{[0-9a-f]+\})|(?!\\x[89a-f][0-9a-f])[\s\S])+?/gu,
  );
  return Uint8Array.from(
    [...parts].flatMap(([text, broken]) =>
      broken === undefined ? [...encodeUtf8(back(text))] : [Number.parseInt(broken, 16)],
    ),
  );
}

test('bytes that differ look different where they are shown as text, broken ones too', () => {
  const pieces = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.constantFrom('plain text', 'naïve', '\\', 'x', '80', 'ff', 'x80', '\\xff', '\n'),
    },
    { weight: 1, arbitrary: fc.constantFrom(0x80, 0xff, 0xc3, 0xe2) },
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
      const bytes = Uint8Array.from(
        parts.flatMap((part) => (typeof part === 'number' ? [part] : [...encodeUtf8(part)])),
      );
      const shown = readableText(bytes);
      if (shown !== null) expect(bytesBack(shown)).toEqual(bytes);
    }),
    runs(10),
  );
});

test('nothing invisible is left', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(escapeInvisible(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u00a0\u3000]/u);
    }),
  );
});

test('previewBytes never throws and stays short, whatever the bytes', () => {
  const length = 40;
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat({ max: 1000 }), (value, more) => {
      const shown = previewBytes(value, length, value.length + more);
      expect(shown.length).toBeLessThan(length + 30);
      expect(shown).not.toMatch(/[\n\r\0]/);
    }),
  );
});
