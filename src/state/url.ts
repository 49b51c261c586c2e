/*
 * What the address says, in its hash, which is never sent: a table of keys, each with how it is read, how it is
 * written and what it is when it is missing. A value that can't be read falls back for its key alone.
 */
import { type RowIndex, rowIndex } from '../base/index.ts';
import { DEFAULT_READER, formatReader, parseReader, type ReaderId } from '../codec/index.ts';
import type { SortBy, SortOrder } from '../columnar/index.ts';
import { VIEWS, type ViewName } from './model.ts';

/** Raised when a link of before would be read wrongly; older ones are then brought up to date step by step. */
export const ADDRESS_VERSION = 1;

/** What of a file's state a link carries. The file itself is not in it. */
export interface AddressState {
  readonly view: ViewName;
  readonly filter: string;
  readonly caseSensitive: boolean;
  readonly findOnly: boolean;
  readonly sort: SortOrder | null;
  readonly row: RowIndex | null;
  readonly reader: ReaderId;
}

interface AddressKey<T> {
  readonly name: string;
  readonly missing: T;
  /** Undefined for what can't be read. */
  readonly parse: (text: string) => T | undefined;
  /** Called for other values than the missing one. */
  readonly format: (value: T) => string;
}

const MAX_FILTER = 4000;
const SORTS: readonly SortBy[] = ['offset', 'size', 'type', 'key'];

const flag = (name: string): AddressKey<boolean> => ({
  name,
  missing: false,
  parse: (text) => (text === '1' ? true : text === '0' ? false : undefined),
  format: (value) => (value ? '1' : '0'),
});

/** In the order in which they stand in the address. */
const KEYS: { readonly [K in keyof AddressState]: AddressKey<AddressState[K]> } = {
  view: {
    name: 'view',
    missing: 'records',
    parse: (text) => VIEWS.find((view) => view === text),
    format: (view) => view,
  },
  filter: {
    name: 'filter',
    missing: '',
    parse: (text) => (text.length <= MAX_FILTER ? text : undefined),
    format: (text) => text,
  },
  caseSensitive: flag('case'),
  findOnly: flag('find'),
  sort: { name: 'sort', missing: null, parse: parseSort, format: formatSort },
  row: {
    name: 'row',
    missing: null,
    parse: (text) => (/^\d{1,10}$/.test(text) ? rowIndex(Number(text)) : undefined),
    format: String,
  },
  reader: {
    name: 'reader',
    missing: DEFAULT_READER,
    parse: (text) => parseReader(text) ?? undefined,
    format: formatReader,
  },
};

function parseSort(text: string): SortOrder | undefined {
  const descending = text.startsWith('-');
  const by = SORTS.find((known) => known === text.replace(/^-/, ''));
  return by === undefined ? undefined : { by, descending };
}

function formatSort(sort: SortOrder | null): string {
  return sort === null ? '' : `${sort.descending ? '-' : ''}${sort.by}`;
}

export type ReadAddress =
  /** It says nothing of a file's state. */
  | { readonly outcome: 'none' }
  /** @property newer it was written by a later version, which may mean more than was understood */
  | { readonly outcome: 'state'; readonly state: AddressState; readonly newer: boolean };

/** @param hash with or without its # */
export function readAddress(hash: string): ReadAddress {
  const values = new URLSearchParams(hash.replace(/^#/, ''));
  const version = values.get('v');
  if (version === null || !/^\d{1,6}$/.test(version)) return { outcome: 'none' };
  const read = <T>({ name, parse, missing }: AddressKey<T>): T => {
    const text = values.get(name);
    return text === null ? missing : (parse(text) ?? missing);
  };
  const state: AddressState = {
    view: read(KEYS.view),
    filter: read(KEYS.filter),
    caseSensitive: read(KEYS.caseSensitive),
    findOnly: read(KEYS.findOnly),
    sort: read(KEYS.sort),
    row: read(KEYS.row),
    reader: read(KEYS.reader),
  };
  return { outcome: 'state', state, newer: Number(version) > ADDRESS_VERSION };
}

/** The hash for a state, with its #; what is as it would be anyway is left out. */
export function formatAddress(state: AddressState): string {
  const values = new URLSearchParams({ v: String(ADDRESS_VERSION) });
  const write = <T>({ name, missing, format }: AddressKey<T>, value: T): void => {
    if (value === missing || value === null) return;
    const text = format(value);
    if (missing === null || text !== format(missing)) values.set(name, text);
  };
  write(KEYS.view, state.view);
  write(KEYS.filter, state.filter);
  write(KEYS.caseSensitive, state.caseSensitive);
  write(KEYS.findOnly, state.findOnly);
  write(KEYS.sort, state.sort);
  write(KEYS.row, state.row);
  write(KEYS.reader, state.reader);
  return `#${values.toString()}`;
}
