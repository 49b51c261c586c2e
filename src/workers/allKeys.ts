import type { KeyQuery } from './keyApi.ts';

/** Asks for every key, in the order of their names. */
export const ALL_KEYS: KeyQuery = {
  text: '',
  caseSensitive: false,
  prefix: new Uint8Array(0),
  types: [],
  fates: [],
  taints: [],
  ranges: [],
  sort: 'key',
  descending: false,
};
