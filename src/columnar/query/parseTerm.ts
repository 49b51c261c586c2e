/* One term of a query: a field with what it is to be, or a word that keys are to contain. */
import { decodeUtf8Lossy } from '../../codec/index.ts';
import { isAffordable } from './automaton.ts';
import { NUMBER_FORMS, type NumberKind, parseMoment, parseNumber } from './parseNumber.ts';
import { parseRegex } from './parseRegex.ts';
import type { Place, Query, QueryError, Term } from './query.ts';
import { plainBytes, type QueryReader, type Word } from './queryReader.ts';
import { globPattern, type TextPattern } from './textPattern.ts';
import {
  CRC_WORDS,
  FAULT_WORDS,
  FIELDS,
  type FieldName,
  type FieldWord,
  fieldNamed,
  NO_CRC,
  nearest,
  TYPE_NAMES,
} from './vocabulary.ts';

type Operator = ':' | '<' | '<=' | '>' | '>=' | '=';

/** Notes what is wrong with a term; a term with an error is left out of the query. */
type Fail = (message: string, place: Place, unfinished?: boolean) => null;

interface TermContext {
  readonly reader: QueryReader;
  readonly field: FieldWord;
  readonly fail: Fail;
}

/** @returns null for a term with an error, which is then in `errors` */
export function parseTerm(reader: QueryReader, errors: QueryError[]): Query | null {
  const offset = reader.at;
  const fail: Fail = (message, place, unfinished = false) => {
    errors.push({ message, offset: place.offset, length: Math.max(1, place.length), unfinished });
    return null;
  };
  const term = readTerm(reader, offset, fail);
  return term === null ? null : { kind: 'term', term, offset, length: reader.at - offset };
}

function readTerm(reader: QueryReader, offset: number, fail: Fail): Term | null {
  const head = /^(#|[a-z]+)(:|<=|>=|<|>|=)/i.exec(reader.text.slice(offset, offset + 24));
  const field = head === null ? null : fieldNamed(head[1] ?? '');
  if (head === null || field === null) {
    const slip =
      head?.[2] === ':'
        ? nearest(
            head[1] ?? '',
            FIELDS.flatMap(({ name, aliases }) => [name, ...aliases]),
          )
        : null;
    if (head !== null && slip !== null) {
      reader.skipWord();
      return fail(
        `There is no field “${head[1]}”. Is it ${slip}:? A key that looks like this goes in quotes.`,
        {
          offset,
          length: head[1]?.length ?? 1,
        },
      );
    }
    const text = readWord(reader, fail, 'contains');
    return text === null ? null : { field: 'key', text };
  }
  reader.at += head[0].length;
  const operator = (head[2] ?? ':') as Operator;
  if (reader.atWordEnd) {
    const place = { offset, length: reader.at - offset };
    return fail(`Behind ${head[0]} something is missing, as in ${field.example}`, place, reader.ended);
  }
  return readField({ reader, field, fail }, operator, { offset, length: head[0].length });
}

const NUMBERS: Partial<Readonly<Record<FieldName, NumberKind>>> = {
  size: 'size',
  ttl: 'ttl',
  db: 'db',
  at: 'at',
  '#': 'record',
};

function readField(context: TermContext, operator: Operator, head: Place): Term | null {
  const { reader, field, fail } = context;
  const number = NUMBERS[field.name];
  if (number !== undefined) return readNumbers(context, number, operator);
  if (operator !== ':' && operator !== '=') {
    reader.skipWord();
    return fail(`${field.name} takes a colon, as in ${field.example}`, head);
  }
  switch (field.name) {
    case 'key': {
      const text = readText(reader, fail, 'whole');
      return text === null ? null : { field: 'key', text };
    }
    case 'value': {
      const text = readText(reader, fail, 'contains');
      return text === null ? null : { field: 'value', text };
    }
    case 'type':
      return readTypes(context);
    case 'crc':
      return readIntegrity(context);
    case 'fault':
      return readFaults(context);
    default:
      return readFlag(context, field.name as 'salvaged' | 'embedded');
  }
}

/** A word, or a pattern between slashes. Without a field before it a slash is only a slash: keys may begin with one. */
const readText = (reader: QueryReader, fail: Fail, how: 'whole' | 'contains'): TextPattern | null =>
  reader.peek() === '/' ? readPattern(reader, fail) : readWord(reader, fail, how);

/** @param how what a word must do: be the whole text, or stand in it */
function readWord(reader: QueryReader, fail: Fail, how: 'whole' | 'contains'): TextPattern | null {
  const offset = reader.at;
  const word = reader.word();
  if (word === null) return failUnclosed(reader, fail, offset);
  if (word.quoted && !reader.atWordEnd) {
    reader.skipWord();
    return fail('Behind the closing quotes a space is missing.', { offset, length: reader.at - offset });
  }
  const plain = plainBytes(word.parts);
  if (plain !== null && how === 'contains') return { kind: 'contains', bytes: plain };
  const pattern = globPattern(word.parts);
  if (!isAffordable(pattern.pattern)) return fail('This is too long.', word);
  return how === 'whole' ? pattern : { ...pattern, whole: false };
}

function failUnclosed(reader: QueryReader, fail: Fail, offset: number): null {
  return fail('The quotes are not closed.', { offset, length: reader.text.length - offset }, true);
}

function readPattern(reader: QueryReader, fail: Fail): TextPattern | null {
  const from = reader.at;
  const slashed = reader.slashed();
  if (slashed === null) {
    return fail(
      'The pattern is not closed by a slash.',
      { offset: from, length: reader.text.length - from },
      true,
    );
  }
  const { offset, source, flags } = slashed;
  if (flags !== '' && flags !== 'i') {
    const place = { offset: offset + source.length + 1, length: flags.length };
    return fail('Behind a pattern only i may stand, for upper and lower case alike.', place);
  }
  const parsed = parseRegex(source);
  if ('error' in parsed) return fail(parsed.error, { offset: offset + parsed.at, length: 1 });
  if (!isAffordable(parsed.pattern))
    return fail('This pattern is too long.', { offset, length: source.length });
  return { kind: 'pattern', pattern: parsed.pattern, whole: false, ignoreCase: flags === 'i' };
}

/** Words with commas between them. */
function readList({ reader, fail }: TermContext): readonly Word[] | null {
  const words: Word[] = [];
  do {
    const offset = reader.at;
    const word = reader.word(',');
    if (word === null) return failUnclosed(reader, fail, offset);
    if (word.length === 0) {
      return fail(
        'Beside this comma something is missing.',
        { offset: Math.max(0, offset - 1), length: 1 },
        reader.ended,
      );
    }
    words.push(word);
  } while (reader.takes(','));
  if (reader.atWordEnd) return words;
  const offset = reader.at;
  reader.skipWord();
  return fail('A comma or a space is missing here.', { offset, length: reader.at - offset });
}

const textOf = ({ parts }: Word): string =>
  parts.map((part) => (typeof part === 'string' ? part : decodeUtf8Lossy(part))).join('');

function readTypes(context: TermContext): Term | null {
  const words = readList(context);
  if (words === null) return null;
  const names = [...TYPE_NAMES, ...context.reader.types];
  for (const word of words) {
    const name = textOf(word);
    const isWild = plainBytes(word.parts) === null;
    const isKnown = names.some((known) => known.toLowerCase() === name.toLowerCase());
    if (isWild || isKnown || /^tag \d+$/i.test(name)) continue;
    const slip = nearest(name, names);
    return context.fail(`There is no type “${name}”.${slip === null ? '' : ` Is it ${slip}?`}`, word);
  }
  return { field: 'type', names: words.map(({ parts }) => globPattern(parts, true)) };
}

function readIntegrity(context: TermContext): Term | null {
  const words = readList(context);
  if (words === null) return null;
  const known = words.map((word) => CRC_WORDS[textOf(word).toLowerCase()]);
  const wrong = words[known.indexOf(undefined)];
  if (wrong !== undefined) {
    return context.fail(`It is one of ${Object.keys(CRC_WORDS).join(', ')}.`, wrong);
  }
  const none = words.some((word) => textOf(word).toLowerCase() === NO_CRC);
  return { field: 'crc', statuses: known.flatMap((statuses) => statuses ?? []), none };
}

function readFaults(context: TermContext): Term | null {
  const words = readList(context);
  if (words === null) return null;
  const names = words.map((word) => textOf(word).toLowerCase());
  if (names.some((name) => name === '*' || name === 'yes' || name === 'any'))
    return { field: 'fault', kinds: null };
  const wrong = names.findIndex((name) => !FAULT_WORDS.includes(name));
  if (wrong >= 0) {
    const slip = nearest(names[wrong] ?? '', FAULT_WORDS);
    const hint = slip === null ? 'fault:* finds all of them.' : `Is it ${slip}?`;
    return context.fail(`There is no fault “${names[wrong]}”. ${hint}`, words[wrong] as Word);
  }
  return { field: 'fault', kinds: names };
}

function readFlag({ reader, fail }: TermContext, field: 'salvaged' | 'embedded'): Term | null {
  const offset = reader.at;
  const word = reader.word();
  if (word === null) return failUnclosed(reader, fail, offset);
  const text = textOf(word).toLowerCase();
  if (text !== 'yes' && text !== 'no') return fail('It is yes or no.', word);
  return { field, wanted: text === 'yes' };
}

function readNumbers({ reader, fail }: TermContext, kind: NumberKind, first: Operator): Term | null {
  let operator = first;
  if (operator === ':') {
    const second = /^(<=|>=|<|>|=)/.exec(reader.text.slice(reader.at, reader.at + 2))?.[0];
    if (second !== undefined) {
      reader.at += second.length;
      operator = second as Operator;
    }
  }
  const offset = reader.at;
  reader.skipWord();
  const text = reader.text.slice(offset, reader.at);
  const place = { offset, length: text.length };
  const form = NUMBER_FORMS[kind];
  if (text === '') return fail(`Here belongs ${form}.`, { offset: offset - 1, length: 1 }, reader.ended);
  if (kind === 'ttl' && operator === ':' && (text === 'none' || text === 'any' || text === '*')) {
    return { field: 'ttl', is: text === 'none' ? 'none' : 'any' };
  }
  const clock = kind === 'ttl' ? readDates(operator, text) : null;
  const bounds = clock ?? readBounds(kind, operator, text);
  if (bounds === null) return fail(`“${text}” is not ${form}.`, place, text.endsWith('.') && reader.ended);
  if (bounds.from > bounds.to) return fail('The range ends before it begins.', place);
  return { field: kind, ...bounds, ...(clock === null ? {} : { at: 'clock' }) } as Term;
}

interface Bounds {
  readonly from: number;
  readonly to: number;
}

/** Bounds between dates: a day is all of it. */
function readDates(operator: Operator, text: string): Bounds | null {
  const [first = '', second, ...more] = text.split('..');
  const [from, to] = [first, second ?? first].map((part) => (part === '' ? undefined : parseMoment(part)));
  if (from === null || to === null || (from ?? to) === undefined || more.length > 0) return null;
  const start = from?.first ?? 0;
  const end = to?.last ?? Number.MAX_SAFE_INTEGER;
  if (second !== undefined) return operator === ':' || operator === '=' ? { from: start, to: end } : null;
  switch (operator) {
    case '<':
      return { from: 0, to: start - 1 };
    case '<=':
      return { from: 0, to: end };
    case '>':
      return { from: end + 1, to: Number.MAX_SAFE_INTEGER };
    case '>=':
      return { from: start, to: Number.MAX_SAFE_INTEGER };
    default:
      return { from: start, to: end };
  }
}

function readBounds(kind: NumberKind, operator: Operator, text: string): Bounds | null {
  const [first = '', second, ...more] = text.split('..');
  const end = Number.MAX_SAFE_INTEGER;
  if (second !== undefined) {
    const from = first === '' ? 0 : parseNumber(kind, first);
    const to = second === '' ? end : parseNumber(kind, second);
    if (from === null || to === null || more.length > 0 || (operator !== ':' && operator !== '='))
      return null;
    // The end of a span of bytes is behind its last byte, as everywhere.
    return { from, to: kind === 'at' && second !== '' ? to - 1 : to };
  }
  const value = parseNumber(kind, first);
  if (value === null) return null;
  switch (operator) {
    case '<':
      return { from: 0, to: value - 1 };
    case '<=':
      return { from: 0, to: value };
    case '>':
      return { from: value + 1, to: end };
    case '>=':
      return { from: value, to: end };
    default:
      return { from: value, to: value };
  }
}
