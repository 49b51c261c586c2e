import {
  decodeUtf8Lossy,
  escapeBroken,
  UTF8_ACCEPT,
  UTF8_REJECT,
  utf8Stretches,
  utf8Update,
} from '../../codec/index.ts';

/** A stretch of text: as it is, or standing for something that could not be seen. */
export interface TextPiece {
  readonly text: string;
  readonly escaped: boolean;
}

export interface VisibleText {
  readonly pieces: readonly TextPiece[];
  /** Where the first byte is that breaks UTF-8, null when none does. */
  readonly invalidAt: number | null;
}

/*
 * What would not be seen, or would change how its neighbours are seen: controls, format characters (bidirectional
 * overrides, zero widths, the byte order mark), separators, private, unassigned, every space but U+0020, fillers
 * that draw nothing, and variation selectors except the emoji one. New lines and tabs are let through.
 */
const INVISIBLE =
  /[\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Zl}\p{Zp}\u00a0\u115f\u1160\u1680\u17b4\u17b5\u2000-\u200a\u202f\u205f\u2800\u3000\u3164\uffa0]|\u034f|[\ufe00-\ufe0e]|[\u{e0100}-\u{e01ef}]/gu;

const NAMED: Readonly<Record<string, string>> = { '\0': '\\0', '\r': '\\r' };

/** `\x1b` for a control below 0x80, `\u{200b}` for any other; a broken byte is `\xNN` with NN of 80 or more. */
function escapeCharacter(character: string): string {
  const point = character.codePointAt(0) as number;
  return (
    NAMED[character] ??
    (point < 0x80 ? `\\x${point.toString(16).padStart(2, '0')}` : `\\u{${point.toString(16)}}`)
  );
}

/** Appends `text`, its invisible characters escaped; neighbours of a kind are joined. */
function pushText(pieces: TextPiece[], text: string): void {
  let from = 0;
  for (const match of text.matchAll(INVISIBLE)) {
    const character = match[0];
    if (character === '\n' || character === '\t') continue;
    push(pieces, text.slice(from, match.index), false);
    push(pieces, escapeCharacter(character), true);
    from = match.index + character.length;
  }
  push(pieces, text.slice(from), false);
}

function push(pieces: TextPiece[], text: string, escaped: boolean): void {
  if (text === '') return;
  const last = pieces.at(-1);
  if (last?.escaped === escaped) pieces[pieces.length - 1] = { text: last.text + text, escaped };
  else pieces.push({ text, escaped });
}

/**
 * `bytes` as text in which nothing hides.
 * @param whole false when more bytes follow: a character cut by the end is then left out, not called broken
 */
export function visibleText(bytes: Uint8Array, whole = true): VisibleText {
  const pieces: TextPiece[] = [];
  let invalidAt: number | null = null;
  for (const { from, to, valid } of utf8Stretches(bytes)) {
    const part = bytes.subarray(from, to);
    if (valid) pushText(pieces, decodeUtf8Lossy(part));
    else {
      const kept = whole || to < bytes.length ? part : brokenBeforeCut(part);
      if (kept.length === 0) continue;
      invalidAt ??= from;
      push(pieces, escapeBroken(kept), true);
    }
  }
  return { pieces, invalidAt };
}

/** Of broken bytes at the end, those before a character that the next bytes may complete. */
function brokenBeforeCut(bytes: Uint8Array): Uint8Array {
  for (let from = Math.max(0, bytes.length - 3); from < bytes.length; from++) {
    if (utf8Update(UTF8_ACCEPT, bytes, from, bytes.length) !== UTF8_REJECT) return bytes.subarray(0, from);
  }
  return bytes;
}

/** `text` with its invisible characters escaped, as {@link visibleText} does it. */
export function visiblePieces(text: string): readonly TextPiece[] {
  const pieces: TextPiece[] = [];
  pushText(pieces, text);
  return pieces;
}
