/*
 * From a query to a test of rows. What the columns say is asked first; only where they can't decide is a row's content
 * needed. A key is looked at once, however many rows have it, and when the first of them comes, so the first hits
 * don't wait for the others.
 */

import { assertNever, type RowIndex, rowIndex } from '../../base/index.ts';
import { encodeUtf8 } from '../../codec/index.ts';
import type { KeyDictionary } from '../keyDictionary.ts';
import { NO_KEY } from '../keyDictionary.ts';
import type { Rows } from '../rows.ts';
import { EMBEDDED, RowKind, RowStatus, SALVAGED } from '../status.ts';
import type { Query, Term } from './query.ts';
import { type TextMatcher, textMatcher } from './textMatcher.ts';
import type { TextPattern } from './textPattern.ts';
import { ValueSearch, type WantedValue } from './valueSearch.ts';
import { type ContentValues, ValueWalk } from './valueWalk.ts';

/** When a key expires: milliseconds that are left, or Unix time; −1 for never. */
export interface Expiry {
  readonly ms: number;
  readonly absolute: boolean;
}

/** How a format's rows say when their keys expire. */
export interface Expiries {
  /** By the columns; NaN where they say nothing. */
  of(row: RowIndex): number;
  /** Whether that is Unix time. */
  isAbsolute(tag: number): boolean;
  /** By a row's content, where the columns don't have it; null where they do. */
  readonly inContent: ((tag: number, content: Uint8Array) => Expiry | null) | null;
}

/** What a query is asked of. */
export interface QueryTarget {
  readonly rows: Rows;
  readonly keys: KeyDictionary;
  readonly values: ContentValues;
  /** Rows have checksums of their own, or the file has one. */
  readonly hasChecksums: boolean;
  readonly expiries: Expiries;
  /** What a tag, or an entry's type, is called. */
  typeName(tag: number): string;
  statusOf(row: RowIndex): RowStatus;
  /** Null where the format has none, or the row is in none. */
  databaseOf(row: RowIndex): number | null;
  /** The kinds of the faults on a row. */
  faultKinds(row: RowIndex): readonly string[];
}

/** `unknown`: only the row's content tells. */
export const Answer = { no: 0, yes: 1, unknown: 2 } as const;
export type Answer = (typeof Answer)[keyof typeof Answer];

export interface CompiledQuery {
  /** Whether some rows can't be told without their content. */
  readonly needsContent: boolean;
  /** What the columns say of a row. */
  test(row: RowIndex): Answer;
  /** The same with the content as the codec reads it; null where it can't be opened. */
  testContent(row: RowIndex, content: Uint8Array | null): boolean;
  /** The same where the content, which has `length` bytes, comes in pieces. One row at a time. */
  testPieces(row: RowIndex, length: number): PiecesTest;
}

/** A test of one row's content that comes in pieces. */
export interface PiecesTest {
  /** The piece that comes next. @returns whether another may tell more */
  feed(piece: Uint8Array): boolean;
  /** The answer, once all pieces were fed or no more are wanted. */
  end(): boolean;
}

type Test = (row: RowIndex) => Answer;

/** A larger command is not asked for its time: it counts as one that says none. */
const MOST_TIMED_BYTES = 64 << 20;

/** The content of the row that is being tested; undefined while only the columns are asked. */
interface Content {
  bytes: Uint8Array | null | undefined;
  /** What a search in pieces has found, by the number of the value that is asked for. */
  found: readonly boolean[] | undefined;
}

interface Context {
  readonly target: QueryTarget;
  readonly ignoreCase: boolean;
  readonly content: Content;
  /** The values that are asked for. */
  readonly values: WantedValue[];
  /** A time to live is asked for that only the content tells. */
  needsTime: boolean;
}

/** @param query null takes every row */
export function compileQuery(query: Query | null, target: QueryTarget, ignoreCase: boolean): CompiledQuery {
  const content: Content = { bytes: undefined, found: undefined };
  const values: WantedValue[] = [];
  const context: Context = { target, ignoreCase, content, values, needsTime: false };
  const test: Test = query === null ? () => Answer.yes : compile(query, context);
  return {
    needsContent: values.length > 0 || context.needsTime,
    test,
    testContent: (row, bytes) => {
      content.bytes = bytes;
      const answer = test(row);
      content.bytes = undefined;
      return answer === Answer.yes;
    },
    testPieces: (row, length) => {
      const search = new ValueSearch(target.values, target.rows.tag(row), length, values);
      // Where a command says its time is behind its value: all of it is needed, up to a size.
      const whole = context.needsTime && length <= MOST_TIMED_BYTES ? new Uint8Array(length) : null;
      let at = 0;
      return {
        feed: (piece) => {
          whole?.set(piece, at);
          at += piece.length;
          return search.feed(piece) || whole !== null;
        },
        end: () => {
          content.found = search.found;
          content.bytes = whole;
          const answer = test(row);
          content.found = undefined;
          content.bytes = undefined;
          return answer === Answer.yes;
        },
      };
    },
  };
}

function compile(query: Query, context: Context): Test {
  switch (query.kind) {
    case 'term':
      return compileTerm(query.term, context);
    case 'not': {
      const of = compile(query.of, context);
      return (row) => {
        const answer = of(row);
        return answer === Answer.unknown ? answer : answer === Answer.yes ? Answer.no : Answer.yes;
      };
    }
    case 'and':
      return joined(query.of, context, Answer.no);
    case 'or':
      return joined(query.of, context, Answer.yes);
    default:
      return assertNever(query);
  }
}

/** @param decides the answer of one part that settles the whole */
function joined(of: readonly Query[], context: Context, decides: Answer): Test {
  const tests = of.map((each) => compile(each, context));
  const otherwise = decides === Answer.yes ? Answer.no : Answer.yes;
  return (row) => {
    let answer: Answer = otherwise;
    for (const test of tests) {
      const each = test(row);
      if (each === decides) return decides;
      if (each === Answer.unknown) answer = Answer.unknown;
    }
    return answer;
  };
}

const told = (holds: boolean): Answer => (holds ? Answer.yes : Answer.no);

function compileTerm(term: Term, context: Context): Test {
  const { rows } = context.target;
  switch (term.field) {
    case 'type':
      return typeTest(term.names, context);
    case 'key':
      return keyTest(textMatcher(term.text, context.ignoreCase), context);
    case 'value':
      return valueTest(term.text, context);
    case 'size': {
      const { from, to } = term;
      return (row) => {
        const size = rows.size(row);
        return told(size >= from && size <= to);
      };
    }
    case 'at': {
      const { from, to } = term;
      return (row) => told(rows.offset(row) <= to && rows.offset(rowIndex(row + 1)) > from);
    }
    case 'record': {
      const { from, to } = term;
      return (row) => {
        const record = rows.recordNumber(row);
        return told(record !== null && record >= from && record <= to);
      };
    }
    case 'db': {
      const { from, to } = term;
      return (row) => {
        const database = context.target.databaseOf(row);
        return told(database !== null && database >= from && database <= to);
      };
    }
    case 'ttl':
      return ttlTest(term, context);
    case 'crc': {
      const { statuses, none } = term;
      const { statusOf, hasChecksums } = context.target;
      return (row) => {
        if (!isRecord(rows, row)) return Answer.no;
        const status = statusOf(row);
        return told(status === RowStatus.ok && !hasChecksums ? none : statuses.includes(status));
      };
    }
    case 'fault': {
      const { kinds } = term;
      return (row) => {
        const found = context.target.faultKinds(row);
        return told(found.length > 0 && (kinds === null || found.some((kind) => kinds.includes(kind))));
      };
    }
    case 'salvaged':
    case 'embedded': {
      const flag = term.field === 'salvaged' ? SALVAGED : EMBEDDED;
      return (row) => told(isRecord(rows, row) && rows.hasFlag(row, flag) === term.wanted);
    }
    default:
      return assertNever(term);
  }
}

function isRecord(rows: Rows, row: RowIndex): boolean {
  const kind = rows.kind(row);
  return kind === RowKind.record || kind === RowKind.entry;
}

/** Whether the row's own content can be looked into. */
function isOpen(status: RowStatus): boolean {
  return status !== RowStatus.locked && status !== RowStatus.undecryptable;
}

const OTHER: Readonly<Record<RowKind, string>> = {
  [RowKind.header]: 'header',
  [RowKind.record]: '',
  [RowKind.entry]: '',
  [RowKind.gap]: 'gap',
  [RowKind.footer]: 'footer',
};

/** One table for the tags and one for rows that are no record. */
function typeTest(names: readonly TextPattern[], { target }: Context): Test {
  const matchers = names.map((name) => textMatcher(name, true));
  const matches = (name: string): boolean => {
    const bytes = encodeUtf8(name);
    return matchers.some((matcher) => matcher(bytes, 0, bytes.length));
  };
  const byTag = Array.from({ length: 256 }, (_, tag) => matches(target.typeName(tag)));
  const byKind = Object.values(OTHER).map((name) => name !== '' && matches(name));
  const { rows } = target;
  return (row) => {
    const kind = rows.kind(row);
    if (kind !== RowKind.record && kind !== RowKind.entry) return told(byKind[kind] === true);
    return told(byTag[rows.tag(row)] === true && isOpen(rows.status(row)));
  };
}

/** By key: 0 not looked at, 1 no, 2 yes. */
function keyTest(matcher: TextMatcher, { target }: Context): Test {
  const { rows, keys } = target;
  let known = new Uint8Array(Math.max(1024, keys.size));
  return (row) => {
    const key = rows.key(row);
    if (key === NO_KEY) return Answer.no;
    if (key >= known.length) {
      const larger = new Uint8Array(Math.max(keys.size, known.length * 2));
      larger.set(known);
      known = larger;
    }
    let state = known[key] as number;
    if (state === 0) {
      const bytes = keys.bytesOf(key);
      state = matcher(bytes, 0, bytes.length) ? 2 : 1;
      known[key] = state;
    }
    return state === 2 ? Answer.yes : Answer.no;
  };
}

function valueTest(text: TextPattern, context: Context): Test {
  const { target, content, ignoreCase, values } = context;
  const matcher = textMatcher(text, ignoreCase);
  const number = values.length;
  values.push({ text, ignoreCase, matcher });
  return (row) => {
    if (!isRecord(target.rows, row) || !isOpen(target.rows.status(row))) return Answer.no;
    const { bytes, found } = content;
    if (found !== undefined) return told(found[number] === true);
    if (bytes === undefined) return Answer.unknown;
    if (bytes === null) return Answer.no;
    const walk = new ValueWalk(target.values, target.rows.tag(row), bytes.length, matcher);
    walk.feed(bytes);
    return told(walk.hit);
  };
}

function ttlTest(term: Extract<Term, { field: 'ttl' }>, context: Context): Test {
  const { target, content } = context;
  const { rows, expiries } = target;
  const { inContent } = expiries;
  const fits = (ms: number, absolute: boolean): Answer => {
    if (Number.isNaN(ms)) return Answer.no;
    if ('is' in term) return told((term.is === 'any') === ms >= 0);
    return told(ms >= 0 && absolute === (term.at === 'clock') && ms >= term.from && ms <= term.to);
  };
  if (inContent !== null) context.needsTime = true;
  return (row) => {
    if (!isRecord(rows, row) || !isOpen(rows.status(row))) return Answer.no;
    const tag = rows.tag(row);
    if (inContent === null) return fits(expiries.of(row), expiries.isAbsolute(tag));
    const { bytes } = content;
    if (bytes === undefined) return Answer.unknown;
    const expiry = bytes === null ? null : inContent(tag, bytes);
    return expiry === null ? Answer.no : fits(expiry.ms, expiry.absolute);
  };
}
