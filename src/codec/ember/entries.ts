/* The table of a snapshot's entry types. An entry is `key str · type u8 · payload · expire_ms i64`. */
import {
  bytes,
  type Field,
  f64,
  key,
  many,
  str,
  u8,
  u32,
  type ValuesOf,
  vectorSet,
} from '../table/fields.ts';
import type { Family } from './records.ts';

export interface EntrySpec<T extends string = string, F extends readonly Field[] = readonly Field[]> {
  /** The byte on disk. */
  readonly tag: number;
  readonly type: T;
  readonly since: string;
  readonly family: Family;
  readonly fields: F;
  readonly doc: string;
}

const entry = <const T extends string, const F extends readonly Field[]>(
  tag: number,
  type: T,
  since: string,
  family: Family,
  fields: F,
  doc: string,
): EntrySpec<T, F> => ({ tag, type, since, family, fields, doc });

export const ENTRIES = [
  entry(0, 'string', '0.1.2', 'string', [bytes('value')], 'A string.'),
  entry(1, 'list', '0.1.2', 'list', [many('value', [bytes('item')], 'list')], 'The items, first to last.'),
  entry(
    2,
    'zset',
    '0.1.2',
    'zset',
    [many('value', [f64('score'), str('member')], 'sorted set')],
    'Members with their scores.',
  ),
  entry(
    3,
    'hash',
    '0.1.4',
    'hash',
    [many('value', [str('field', 'hash field'), bytes('value')], 'hash')],
    'Fields with their values, in no order; of a repeated field the last wins.',
  ),
  entry(
    4,
    'set',
    '0.1.4',
    'set',
    [many('value', [str('member', 'set member')], 'set')],
    'Members, in no order.',
  ),
  entry(
    5,
    'proto',
    '0.4.3',
    'proto',
    [str('type_name', 'proto type_name'), bytes('data')],
    'A protobuf message. Build feature protobuf.',
  ),
  entry(
    6,
    'vector',
    '0.4.4',
    'vector',
    [
      u8('metric', ['cosine', 'l2', 'inner product'], 'unknown vector metric: {n}'),
      u8('quantization', ['f32', 'f16', 'i8'], 'unknown vector quantization: {n}'),
      u32('connectivity'),
      u32('expansion_add'),
      vectorSet('value'),
    ],
    'A vector set: index settings, dimension, elements. Build feature vector.',
  ),
] as const;

type Specs = (typeof ENTRIES)[number];

/** The name of an entry type. */
export type EntryType = Specs['type'];

/** A decoded entry: key, type, the type's fields, remaining TTL (−1 for none). */
export type SnapshotEntry = {
  [S in Specs as S['type']]: {
    readonly type: S['type'];
    readonly key: Uint8Array;
    readonly expire_ms: bigint;
  } & ValuesOf<S['fields']>;
}[EntryType];

/** The highest type that ember 0.4.9 writes. */
export const MAX_ENTRY_TYPE = 6;

/** The field that begins every entry. */
export const ENTRY_KEY = key('key');

const byTag: readonly EntrySpec[] = ENTRIES;

/** The entry type that `tag` stands for; undefined when no known version writes it. */
export const entrySpec = (tag: number): EntrySpec | undefined => byTag[tag];
