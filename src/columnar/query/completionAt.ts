/* What could go on at the caret of a query that is being typed. */
import type { Place } from './query.ts';
import {
  CRC_WORDS,
  FAULT_WORDS,
  FIELDS,
  type FieldWord,
  fieldNamed,
  NO_CRC,
  OTHER_ROWS,
  TYPE_NAMES,
} from './vocabulary.ts';

export interface Completion {
  /** What to write in the place. */
  readonly insert: string;
  readonly label: string;
  /** One line about it; empty where the label says it all. */
  readonly note: string;
}

export interface CompletionContext {
  /** What is written over. */
  readonly place: Place;
  readonly options: readonly Completion[];
  /** What a key of the file should begin with, where keys could stand here; null where not. */
  readonly keyPrefix: string | null;
}

/** What a file has to offer; the language itself is the same for all. */
export interface FileWords {
  /** The types that are in it: they are offered before others. */
  readonly types: readonly string[];
  /** The types that its format has. */
  readonly known: readonly string[];
  readonly databases: boolean;
  readonly checksums: boolean;
}

const ALL_WORDS: FileWords = { types: [], known: TYPE_NAMES, databases: true, checksums: true };

const WORDS: Readonly<Record<string, readonly string[]>> = {
  fault: ['*', ...FAULT_WORDS],
  salvaged: ['yes', 'no'],
  embedded: ['yes', 'no'],
  ttl: ['none', 'any'],
};

/** @returns null where nothing can be offered, as within quotes */
export function completionAt(
  text: string,
  caret: number,
  file: FileWords = ALL_WORDS,
): CompletionContext | null {
  const from = wordStart(text, caret);
  if (from === null) return null;
  const word = text.slice(from, caret);
  const [head = '', name = '', value = ''] = /^(#|[a-z]+)[:=](.*)$/is.exec(word) ?? [];
  const field = head === '' ? null : fieldNamed(name);
  if (field === null) {
    const offered = FIELDS.filter((each) => each.name.startsWith(word.toLowerCase()) && applies(each, file));
    return {
      place: { offset: from, length: word.length },
      options: offered.map((each) => ({
        insert: `${each.name}:`,
        label: `${each.name}:`,
        note: each.meaning,
      })),
      keyPrefix: word === '' ? null : word,
    };
  }
  const listed = value.slice(value.lastIndexOf(',') + 1);
  if (field.name === 'key') {
    return { place: { offset: caret - value.length, length: value.length }, options: [], keyPrefix: value };
  }
  const words = wordsOf(field, file);
  const wanted = listed.toLowerCase();
  const options = words
    .filter((each) => each.toLowerCase().startsWith(wanted) && each.toLowerCase() !== wanted)
    .map((each) => ({ insert: each, label: each, note: '' }));
  return { place: { offset: caret - listed.length, length: listed.length }, options, keyPrefix: null };
}

const applies = ({ name }: FieldWord, { databases }: FileWords): boolean => name !== 'db' || databases;

function wordsOf({ name }: FieldWord, { types, known, checksums }: FileWords): readonly string[] {
  switch (name) {
    case 'type':
      return [...new Set([...types, ...known, ...OTHER_ROWS])];
    case 'crc':
      return checksums ? Object.keys(CRC_WORDS).filter((word) => word !== NO_CRC) : [NO_CRC, 'unproven'];
    default:
      return WORDS[name] ?? [];
  }
}

/** Where the word before the caret begins, without the signs that may stand before it; null within quotes. */
function wordStart(text: string, caret: number): number | null {
  let start = 0;
  let quoted = false;
  for (let at = 0; at < caret; at++) {
    const next = text[at];
    if (next === '\\') at++;
    else if (next === '"') quoted = !quoted;
    else if (!quoted && (/\s/.test(next ?? '') || (next === '(' && at === start))) start = at + 1;
    else if (!quoted && next === '-' && at === start) start = at + 1;
  }
  return quoted ? null : start;
}
