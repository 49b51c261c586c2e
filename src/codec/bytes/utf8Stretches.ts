import { isUtf8, UTF8_ACCEPT, UTF8_REJECT, utf8Update } from './utf8.ts';

/** A run of bytes, `to` exclusive, that is valid UTF-8 or belongs to no character. */
export interface Utf8Stretch {
  readonly from: number;
  readonly to: number;
  readonly valid: boolean;
}

/**
 * Cuts `bytes` into stretches of valid UTF-8 and of broken bytes, in turn and without gaps. A byte that breaks a
 * character may begin the next one, so no more is called broken than has to be; a character that the end cuts is.
 */
export function utf8Stretches(bytes: Uint8Array): readonly Utf8Stretch[] {
  if (bytes.length > 0 && isUtf8(bytes)) return [{ from: 0, to: bytes.length, valid: true }];
  const stretches: { from: number; to: number; valid: boolean }[] = [];
  const push = (from: number, to: number, valid: boolean): void => {
    if (from === to) return;
    const last = stretches.at(-1);
    if (last?.valid === valid) last.to = to;
    else stretches.push({ from, to, valid });
  };
  let runStart = 0;
  let characterStart = 0;
  let state = UTF8_ACCEPT;
  for (let i = 0; i < bytes.length; i++) {
    state = utf8Update(state, bytes, i, i + 1);
    if (state === UTF8_ACCEPT) characterStart = i + 1;
    if (state !== UTF8_REJECT) continue;
    push(runStart, characterStart, true);
    const end = Math.max(i, characterStart + 1);
    push(characterStart, end, false);
    runStart = end;
    characterStart = end;
    state = UTF8_ACCEPT;
    i = end - 1;
  }
  push(runStart, characterStart, true);
  push(characterStart, bytes.length, false);
  return stretches;
}
