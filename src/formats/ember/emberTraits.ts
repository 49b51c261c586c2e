import type { FormatTraits } from '../../codec/index.ts';

/** What ember's log and snapshot have in common. */
export const EMBER_TRAITS = {
  databases: false,
  server: 'ember',
  readerChoice: true,
  sharded: true,
  hasHeader: true,
  alsoOf: null,
  stateNote: null,
} as const satisfies Partial<FormatTraits>;
