/*
 * JSON laid out for reading by moving white space only: every token stays as it was written, so numbers too long
 * for a float, repeated keys and the order of keys are shown as the file has them. (Parsing and printing again would
 * change all three.)
 */

export type JsonTokenKind = 'key' | 'string' | 'number' | 'word' | 'mark';

export interface JsonToken {
  readonly kind: JsonTokenKind;
  readonly text: string;
}

export interface JsonLine {
  readonly depth: number;
  readonly tokens: readonly JsonToken[];
}

export interface JsonLayout {
  readonly lines: readonly JsonLine[];
  /** The limit was reached; more would follow. */
  readonly more: boolean;
}

/** A longer string is cut: it has its own tab as text. */
const LONGEST_TOKEN = 2000;

/** The tokens of JSON; what a valid text has between them is white space. Unrolled, so that a long string costs no stack. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*|true|false|null|[{}[\],:]/g;

/**
 * Lays out `text`, which must be valid JSON.
 * @param limit the most lines to make
 */
export function formatJson(text: string, limit: number): JsonLayout {
  const lines: JsonLine[] = [];
  let tokens: JsonToken[] = [];
  let depth = 0;
  let lineDepth = 0;
  const endLine = (): void => {
    if (tokens.length > 0) lines.push({ depth: lineDepth, tokens });
    tokens = [];
    lineDepth = depth;
  };
  const matches = [...tokensOf(text, limit * 8)];
  for (const [i, token] of matches.entries()) {
    if (lines.length >= limit) return { lines, more: true };
    const next = matches[i + 1];
    if (token === '{' || token === '[') {
      tokens.push({ kind: 'mark', text: token });
      depth++;
      // An empty container stays on its line.
      if (next !== '}' && next !== ']') endLine();
    } else if (token === '}' || token === ']') {
      depth--;
      const previous = matches[i - 1];
      if (previous !== '{' && previous !== '[') endLine();
      tokens.push({ kind: 'mark', text: token });
    } else if (token === ',') {
      tokens.push({ kind: 'mark', text: token });
      endLine();
    } else if (token === ':') tokens.push({ kind: 'mark', text: ': ' });
    else tokens.push({ kind: kindOf(token, next), text: cutToken(token) });
  }
  endLine();
  return { lines: lines.slice(0, limit), more: lines.length > limit || matches.length >= limit * 8 };
}

/** At most `limit` tokens: no line needs more than eight. */
function* tokensOf(text: string, limit: number): Generator<string> {
  let count = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (count++ >= limit) return;
    yield match[0];
  }
}

function kindOf(token: string, next: string | undefined): JsonTokenKind {
  if (token.startsWith('"')) return next === ':' ? 'key' : 'string';
  return /^[-\d]/.test(token) ? 'number' : 'word';
}

const cutToken = (token: string): string =>
  token.length <= LONGEST_TOKEN
    ? token
    : `${token.slice(0, LONGEST_TOKEN)}… (${(token.length - LONGEST_TOKEN).toLocaleString('en')} more characters)`;
