/* Reads the words of a query: bare, in quotes, or a pattern between slashes. Knows nothing of fields. */
import { decodeHex, encodeUtf8 } from '../../codec/index.ts';
import type { WordPart } from './textPattern.ts';

/** A word as it was written and as it is meant. */
export interface Word {
  readonly offset: number;
  readonly length: number;
  /** As it stands in the query. */
  readonly raw: string;
  readonly parts: readonly WordPart[];
  readonly quoted: boolean;
}

const CONTROLS: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, 0: 0 };

export class QueryReader {
  readonly text: string;
  /** Names of types that may be asked for besides those that are always known. */
  readonly types: readonly string[];
  at = 0;
  /** Parentheses that are open: a word ends at what closes them. */
  depth = 0;

  constructor(text: string, types: readonly string[]) {
    this.text = text;
    this.types = types;
  }

  get ended(): boolean {
    return this.at >= this.text.length;
  }

  peek(ahead = 0): string {
    return this.text.charAt(this.at + ahead);
  }

  /** Goes over `wanted` if it stands here. */
  takes(wanted: string): boolean {
    if (!this.text.startsWith(wanted, this.at)) return false;
    this.at += wanted.length;
    return true;
  }

  skipSpace(): void {
    while (/\s/.test(this.peek())) this.at++;
  }

  /** Whether a word can't go on here. */
  get atWordEnd(): boolean {
    const next = this.peek();
    return next === '' || /\s/.test(next) || (next === ')' && this.depth > 0);
  }

  /**
   * The word here. @param separators characters that end it as well
   * @returns null where quotes are not closed
   */
  word(separators = ''): Word | null {
    const offset = this.at;
    const quoted = this.takes('"');
    const parts: WordPart[] = [];
    let bytes: number[] = [];
    const put = (wild: '*' | '?'): void => {
      if (bytes.length > 0) parts.push(Uint8Array.from(bytes));
      bytes = [];
      parts.push(wild);
    };
    while (quoted ? this.peek() !== '"' : !this.atWordEnd && !separators.includes(this.peek())) {
      if (this.ended) return null;
      const next = this.peek();
      if (next === '\\') bytes.push(...this.#escape());
      else if (!quoted && (next === '*' || next === '?')) {
        put(next);
        this.at++;
      } else {
        const character = String.fromCodePoint(this.text.codePointAt(this.at) ?? 0);
        bytes.push(...encodeUtf8(character));
        this.at += character.length;
      }
    }
    if (quoted) this.at++;
    if (bytes.length > 0) parts.push(Uint8Array.from(bytes));
    const length = this.at - offset;
    return { offset, length, raw: this.text.slice(offset, this.at), parts, quoted };
  }

  /** What a backslash stands for; itself where it stands for nothing. */
  #escape(): Uint8Array | readonly number[] {
    this.at++;
    const next = this.peek();
    const control = CONTROLS[next];
    if (control !== undefined) {
      this.at++;
      return [control];
    }
    const byte = /^x([0-9a-f]{2})/i.exec(this.text.slice(this.at, this.at + 3));
    if (byte !== null) {
      this.at += 3;
      return decodeHex(byte[1] ?? '') ?? [];
    }
    const code = /^u\{([0-9a-f]{1,6})\}/i.exec(this.text.slice(this.at, this.at + 9));
    const point = Number.parseInt(code?.[1] ?? '', 16);
    if (code !== null && point <= 0x10_ffff) {
      this.at += code[0].length;
      return encodeUtf8(String.fromCodePoint(point));
    }
    if (next !== '' && '\\"*?(),:-'.includes(next)) {
      this.at++;
      return encodeUtf8(next);
    }
    return encodeUtf8('\\');
  }

  /** What stands between slashes here; null where they are not closed. */
  slashed(): { readonly offset: number; readonly source: string; readonly flags: string } | null {
    this.at++;
    const offset = this.at;
    let inSet = false;
    while (!this.ended && (inSet || this.peek() !== '/')) {
      if (this.peek() === '\\') this.at++;
      else if (this.peek() === '[') inSet = true;
      else if (this.peek() === ']') inSet = false;
      this.at++;
    }
    if (this.ended) {
      this.at = this.text.length;
      return null;
    }
    const source = this.text.slice(offset, this.at);
    this.at++;
    const from = this.at;
    while (!this.atWordEnd) this.at++;
    return { offset, source, flags: this.text.slice(from, this.at) };
  }

  /** Goes on behind whatever stands here up to the next space. */
  skipWord(): void {
    while (!this.atWordEnd) this.at++;
  }
}

/** The characters of a word that has no wildcards. */
export function plainBytes(parts: readonly WordPart[]): Uint8Array | null {
  if (parts.some((part) => typeof part === 'string')) return null;
  return (parts[0] as Uint8Array | undefined) ?? new Uint8Array(0);
}
