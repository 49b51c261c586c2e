/* The words of the query language: what the parser knows, completion offers and the documents list. */
import { COMMANDS, ENTRIES, FAULT_KINDS, RECORDS } from '../../codec/index.ts';
import { RowStatus } from '../status.ts';

export type FieldName =
  | 'type'
  | 'key'
  | 'value'
  | 'size'
  | 'db'
  | 'ttl'
  | 'crc'
  | 'fault'
  | 'salvaged'
  | 'embedded'
  | 'at'
  | '#';

export interface FieldWord {
  readonly name: FieldName;
  /** What else it may be called. */
  readonly aliases: readonly string[];
  readonly example: string;
  /** One line for a list. */
  readonly meaning: string;
}

export const FIELDS: readonly FieldWord[] = [
  {
    name: 'key',
    aliases: [],
    example: 'key:user:10*',
    meaning: 'the key; * and ? are wildcards, /…/ a pattern',
  },
  {
    name: 'type',
    aliases: ['op'],
    example: 'type:HSET,SADD',
    meaning: 'types of records or entries; gap, header',
  },
  { name: 'value', aliases: [], example: 'value:"text"', meaning: 'text in values; reads the file again' },
  { name: 'size', aliases: ['bytes'], example: 'size>1k', meaning: 'bytes of the whole record' },
  { name: 'ttl', aliases: [], example: 'ttl<60s', meaning: 'time to live, or a date; none, any' },
  { name: 'db', aliases: ['database'], example: 'db:0', meaning: 'the number of a database' },
  { name: 'crc', aliases: ['integrity'], example: 'crc:bad', meaning: 'ok, bad, unproven, locked, none' },
  { name: 'fault', aliases: [], example: 'fault:*', meaning: 'rows with a fault, of any kind or one' },
  { name: 'salvaged', aliases: [], example: 'salvaged:yes', meaning: 'found again behind damage' },
  {
    name: 'embedded',
    aliases: [],
    example: 'embedded:yes',
    meaning: 'may be part of a damaged record’s value',
  },
  { name: 'at', aliases: ['offset'], example: 'at:0x1000..0x2000', meaning: 'offsets in the file' },
  { name: '#', aliases: ['record'], example: '#:100..200', meaning: 'record numbers' },
];

/** Types that stand for rows which are no record. */
export const OTHER_ROWS = ['header', 'gap', 'footer'] as const;

/** What no filter takes for a slip, whatever the file: a filter outlives the file that it was made for. */
export const TYPE_NAMES: readonly string[] = [
  ...RECORDS.map(({ type }) => type),
  ...ENTRIES.map(({ type }) => type),
  ...COMMANDS.map(({ name }) => name),
  'command',
  ...OTHER_ROWS,
];

export const CRC_WORDS: Readonly<Record<string, readonly RowStatus[]>> = {
  ok: [RowStatus.ok],
  bad: [RowStatus.badChecksum, RowStatus.undecryptable],
  unproven: [RowStatus.unproven],
  locked: [RowStatus.locked],
  none: [],
};

/** The one word of {@link CRC_WORDS} that is no status. */
export const NO_CRC = 'none';

export const FAULT_WORDS: readonly string[] = FAULT_KINDS;

export const fieldNamed = (name: string): FieldWord | null => {
  const lower = name.toLowerCase();
  return FIELDS.find((field) => field.name === lower || field.aliases.includes(lower)) ?? null;
};

/** The word of `words` that `word` is one slip of the finger from; null when there is none. */
export function nearest(word: string, words: readonly string[]): string | null {
  const lower = word.toLowerCase();
  return words.find((known) => isOneSlip(lower, known.toLowerCase())) ?? null;
}

/** One letter more, less or other, or two neighbours exchanged. */
function isOneSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1 || Math.min(a.length, b.length) < 3) return false;
  let same = 0;
  while (same < a.length && a[same] === b[same]) same++;
  const restA = a.slice(same);
  const restB = b.slice(same);
  if (restA.slice(1) === restB.slice(1) || restA === restB.slice(1) || restA.slice(1) === restB) return true;
  return restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2);
}
