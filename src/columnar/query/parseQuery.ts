/*
 * The query language: terms side by side must all hold, "or" between them, "-" before one turns it round, parentheses
 * group. It never throws: what it can't take becomes an error with its place, and the rest is read all the same.
 */
import { parseTerm } from './parseTerm.ts';
import type { ParsedQuery, Query, QueryError } from './query.ts';
import { QueryReader } from './queryReader.ts';

const MAX_DEPTH = 50;
const MAX_LENGTH = 10_000;

/** @param types of the files that are asked, where their format has names of its own */
export function parseQuery(text: string, types: readonly string[] = []): ParsedQuery {
  if (text.length > MAX_LENGTH) {
    const message = `A filter takes ${MAX_LENGTH} characters at most.`;
    return {
      query: null,
      errors: [{ message, offset: MAX_LENGTH, length: text.length - MAX_LENGTH, unfinished: false }],
    };
  }
  const reader = new QueryReader(text, types);
  const errors: QueryError[] = [];
  const parts: Query[] = [];
  while (!reader.ended) {
    const part = readChoice(reader, errors);
    if (part !== null) parts.push(part);
    reader.skipSpace();
    const offset = reader.at;
    // At the outermost level words take their closing parentheses themselves, but for one that stands alone.
    if (reader.takes(')')) {
      errors.push({ message: 'This ) closes nothing.', offset, length: 1, unfinished: false });
    }
  }
  return { query: joined('and', parts), errors };
}

/** Whether an "or" stands here as a word of its own. */
const isOr = (reader: QueryReader): boolean =>
  /^or(?=[\s(]|$)/i.test(reader.text.slice(reader.at, reader.at + 3));

function readChoice(reader: QueryReader, errors: QueryError[]): Query | null {
  const ways: Query[] = [];
  for (;;) {
    const way = readAll(reader, errors);
    if (way !== null) ways.push(way);
    reader.skipSpace();
    if (!isOr(reader)) return joined('or', ways);
    const offset = reader.at;
    reader.at += 2;
    reader.skipSpace();
    const unfinished = reader.ended;
    if (way === null || unfinished || reader.peek() === ')' || isOr(reader)) {
      const message =
        way === null ? 'Before “or” something is missing.' : 'Behind “or” something is missing.';
      errors.push({ message, offset, length: 2, unfinished: unfinished && way !== null });
    }
  }
}

function readAll(reader: QueryReader, errors: QueryError[]): Query | null {
  const parts: Query[] = [];
  for (;;) {
    reader.skipSpace();
    if (reader.ended || reader.peek() === ')' || isOr(reader)) return joined('and', parts);
    const part = readOne(reader, errors);
    if (part !== null) parts.push(part);
  }
}

function readOne(reader: QueryReader, errors: QueryError[]): Query | null {
  const offset = reader.at;
  let negative = false;
  while (reader.peek() === '-' && reader.peek(1) !== '' && !/\s/.test(reader.peek(1))) {
    reader.at++;
    negative = !negative;
  }
  const of = reader.peek() === '(' ? readGroup(reader, errors) : parseTerm(reader, errors);
  if (of === null || !negative) return of;
  return { kind: 'not', of, offset, length: reader.at - offset };
}

function readGroup(reader: QueryReader, errors: QueryError[]): Query | null {
  const offset = reader.at;
  if (reader.depth >= MAX_DEPTH) {
    errors.push({
      message: 'Parentheses stand too deep in one another.',
      offset,
      length: reader.text.length - offset,
      unfinished: false,
    });
    reader.at = reader.text.length;
    return null;
  }
  reader.at++;
  reader.depth++;
  const inner = readChoice(reader, errors);
  reader.depth--;
  const closed = reader.takes(')');
  if (!closed) {
    errors.push({ message: 'This ( is not closed.', offset, length: 1, unfinished: true });
  } else if (inner === null) {
    errors.push({
      message: 'There is nothing between these.',
      offset,
      length: reader.at - offset,
      unfinished: false,
    });
  }
  return inner === null ? null : { ...inner, offset, length: reader.at - offset };
}

function joined(kind: 'and' | 'or', of: readonly Query[]): Query | null {
  const [first, ...others] = of;
  const last = of.at(-1);
  if (first === undefined || last === undefined) return null;
  if (others.length === 0) return first;
  return { kind, of, offset: first.offset, length: last.offset + last.length - first.offset };
}
