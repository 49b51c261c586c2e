import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../codec/index.ts';
import { visiblePieces, visibleText } from './visibleText.ts';

const flat = (bytes: Uint8Array, whole = true): string =>
  visibleText(bytes, whole)
    .pieces.map((piece) => (piece.escaped ? `<${piece.text}>` : piece.text))
    .join('');

describe('visibleText', () => {
  it('leaves readable text alone, emoji, tabs and new lines included', () => {
    const text = 'naïve\tcafé\n日本 ❤️ "q"';
    expect(flat(encodeUtf8(text))).toBe(text);
    expect(visibleText(encodeUtf8(text)).invalidAt).toBeNull();
  });

  it('shows controls, zero widths, overrides, odd spaces and the byte order mark', () => {
    expect(flat(encodeUtf8('a\0b\x1bc\rd'))).toBe('a<\\0>b<\\x1b>c<\\r>d');
    expect(flat(encodeUtf8('\ufeffx\u200by\u202ez\u00a0'))).toBe(
      '<\\u{feff}>x<\\u{200b}>y<\\u{202e}>z<\\u{a0}>',
    );
  });

  it('joins neighbouring escapes into one piece', () => {
    expect(visibleText(Uint8Array.of(0, 0, 1)).pieces).toEqual([{ text: '\\0\\0\\x01', escaped: true }]);
  });

  it('shows a broken byte as itself and says where the first is', () => {
    const broken = Uint8Array.of(0x61, 0xff, 0x62, 0xe2, 0x82, 0x63);
    expect(flat(broken)).toBe('a<\\xff>b<\\xe2\\x82>c');
    expect(visibleText(broken).invalidAt).toBe(1);
  });

  it('takes up again at a byte that breaks one character and begins another', () => {
    expect(flat(Uint8Array.of(0xe2, 0xc3, 0xa9))).toBe('<\\xe2>é');
    expect(flat(Uint8Array.of(0xc3, 0xc3, 0xa9))).toBe('<\\xc3>é');
  });

  it('calls overlong forms and surrogates broken', () => {
    expect(visibleText(Uint8Array.of(0xc0, 0x80)).invalidAt).toBe(0);
    expect(visibleText(Uint8Array.of(0xed, 0xa0, 0x80)).invalidAt).toBe(0);
  });

  it('waits for the rest of a character that the window cuts', () => {
    const cut = encodeUtf8('ab€').subarray(0, 4);
    expect(flat(cut, false)).toBe('ab');
    expect(visibleText(cut, false).invalidAt).toBeNull();
    expect(visibleText(cut, true).invalidAt).toBe(2);
  });

  it('loses no byte of any noise', () => {
    const noise = Uint8Array.from({ length: 4096 }, (_, i) => (i * 2654435761) >>> 24);
    const { pieces } = visibleText(noise);
    expect(pieces.length).toBeGreaterThan(0);
    const back = pieces.flatMap((piece) =>
      piece.escaped
        ? [...piece.text.matchAll(/\\x([0-9a-f]{2})|\\u\{([0-9a-f]+)\}|\\0|\\r/g)].flatMap((match) =>
            match[1] !== undefined
              ? [Number.parseInt(match[1], 16)]
              : match[2] !== undefined
                ? [...encodeUtf8(String.fromCodePoint(Number.parseInt(match[2], 16)))]
                : [match[0] === '\\0' ? 0 : 13],
          )
        : [...encodeUtf8(piece.text)],
    );
    expect(Uint8Array.from(back)).toEqual(noise);
  });
});

describe('visiblePieces', () => {
  it('escapes the same way', () => {
    expect(visiblePieces('a\u200b')).toEqual([
      { text: 'a', escaped: false },
      { text: '\\u{200b}', escaped: true },
    ]);
  });
});
