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
  rdb: {
    label: 'RDB',
    ending: 'rdb',
    note: 'For AiKv, which keeps strings alone in it; a time that is left becomes the time when it is over.',
  },
  snap: {
    label: 'Snapshot',
    ending: 'snap',
    note: 'A plaintext snapshot that the chosen reader loads. Put an empty log beside it, or none.',
  },
};

/** What an export of a file's state is called. @param what "keys", "recovered" */
export const stateFileName = (file: string, what: string, format: StateFormat): string =>
  `${file.replace(/\.(aof|snap|rdb)(\.tmp)?$/, '')}.${what}.${STATE_FORMATS[format].ending}`;
