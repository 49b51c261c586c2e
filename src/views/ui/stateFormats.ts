import type { StateFormat } from '../../replay/index.ts';

/** The forms in which a state is written out. */
export const STATE_FORMATS: Readonly<
  Record<StateFormat, { readonly label: string; readonly ending: string; readonly note: string }>
> = {
  json: {
    label: 'JSON lines',
    ending: 'jsonl',
    note: 'One line a key, exactly as “shardscope recover” prints it.',
  },
  csv: {
    label: 'CSV',
    ending: 'csv',
    note: 'One line a key; collections as JSON, bytes that are no text as Base64.',
  },
  resp: {
    label: 'Commands',
    ending: 'resp',
    note: 'For “redis-cli --pipe”, into a server that does not hold these keys.',
  },
  snap: {
    label: 'Snapshot',
    ending: 'snap',
    note: 'A plaintext snapshot that the chosen reader loads. Put an empty log beside it, or none.',
  },
};
