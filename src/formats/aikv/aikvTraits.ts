import type { FormatTraits } from '../../codec/index.ts';

/** What AiKv's log and RDB have in common. */
export const AIKV_TRAITS = {
  checksums: 'none',
  countsEntries: false,
  trailerBytes: 0,
  databases: true,
  server: 'AiKv',
  readerChoice: false,
  sharded: false,
  allOrNothing: true,
} as const satisfies Partial<FormatTraits>;
