/* What the keys view asks for. It is kept while the page is open, so that the view comes back as it was left. */
import { createStore, useStore } from 'zustand';
import { KeyFate, Taint, type ValueType } from '../../replay/index.ts';
import type { FileId } from '../../state/index.ts';
import type { KeyColumn, KeyQuery } from '../../workers/index.ts';
import { FATES, TAINTS } from '../ui/keyTexts.ts';
import { parseKeyFilter } from './keyFilter.ts';

export interface KeysLook {
  readonly filter: string;
  readonly type: ValueType | null;
  /** `gone` stands for all but those that are there. */
  readonly fate: KeyFate | 'gone' | null;
  /** `doubtful` stands for all but the exact ones. */
  readonly taint: Taint | 'doubtful' | null;
  readonly prefix: Uint8Array;
  readonly sort: KeyColumn;
  readonly descending: boolean;
  readonly mode: 'table' | 'groups';
  /** Null: the one that was guessed. */
  readonly separator: string | null;
  readonly measure: 'bytes' | 'operations';
}

const GONE = FATES.filter((fate) => fate !== KeyFate.alive);
const DOUBTFUL = TAINTS.filter((taint) => taint !== Taint.exact);

export const NO_PREFIX = new Uint8Array(0);

const FRESH: KeysLook = {
  filter: '',
  type: null,
  fate: null,
  taint: null,
  prefix: NO_PREFIX,
  sort: 'bytes',
  descending: true,
  mode: 'table',
  separator: null,
  measure: 'bytes',
};

const looks = createStore<ReadonlyMap<FileId, KeysLook>>(() => new Map());

export const useKeysLook = (id: FileId): KeysLook => useStore(looks, (all) => all.get(id) ?? FRESH);

export function changeLook(id: FileId, change: Partial<KeysLook>): void {
  const all = looks.getState();
  looks.setState(new Map(all).set(id, { ...(all.get(id) ?? FRESH), ...change }), true);
}

/** Whether anything is left out. */
export const isFiltered = ({ filter, type, fate, taint, prefix }: KeysLook): boolean =>
  filter !== '' || type !== null || fate !== null || taint !== null || prefix.length > 0;

export function clearFilters(id: FileId): void {
  changeLook(id, { filter: '', type: null, fate: null, taint: null, prefix: NO_PREFIX });
}

export function queryOf(look: KeysLook): KeyQuery {
  const { text, ranges } = parseKeyFilter(look.filter);
  return {
    text,
    caseSensitive: false,
    prefix: look.prefix,
    types: look.type === null ? [] : [look.type],
    fates: look.fate === null ? [] : look.fate === 'gone' ? GONE : [look.fate],
    taints: look.taint === null ? [] : look.taint === 'doubtful' ? DOUBTFUL : [look.taint],
    ranges,
    sort: look.sort,
    descending: look.descending,
  };
}
