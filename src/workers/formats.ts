/* What is said about each format that can be recognised; the views know capabilities, never formats. */
import type { Detected } from '../codec/index.ts';
import type { Opened } from '../scan/index.ts';
import type { Capabilities, FileSummary } from './api.ts';
import type { Problem } from './told.ts';

/** Of a file that can’t be shown. */
export const NO_CAPABILITIES: Capabilities = {
  checksums: 'none',
  encrypted: false,
  clock: false,
  databases: false,
  allOrNothing: false,
  shards: false,
  rowNoun: 'record',
  history: false,
  readerChoice: false,
  repair: false,
  compact: false,
};

/** What is known of `file` from its first bytes. */
export function summarise(
  file: { readonly name: string; readonly size: number },
  opened: Opened,
): FileSummary {
  const { format, header, detected } = opened;
  const base = {
    name: file.name,
    size: file.size,
    version: null,
    shardId: null,
    claimedEntries: null,
    refusal: null,
  };
  if (format === null || header === null) {
    const told = refusals(detected);
    return {
      ...base,
      format: detected.format,
      formatLabel: told.label,
      capabilities: NO_CAPABILITIES,
      refusal: told.problem,
    };
  }
  const encrypted = header.outcome === 'ok' && header.encrypted;
  const version = header.outcome === 'ok' ? header.version : header.outcome === 'bad' ? header.version : null;
  const what = format.label.charAt(0).toUpperCase() + format.label.slice(1);
  const named = format.hasHeader ? `, version ${version}` : '';
  return {
    ...base,
    format: format.id,
    formatLabel:
      header.outcome === 'ok'
        ? `${what}${named}${encrypted ? ', encrypted' : ''}`
        : `${what}, header damaged`,
    version: format.hasHeader ? version : null,
    shardId: header.outcome === 'ok' ? header.shardId : null,
    claimedEntries: header.outcome === 'ok' ? header.entryCount : null,
    capabilities: {
      checksums: encrypted ? 'record' : format.checksums,
      encrypted,
      clock: false,
      databases: format.databases,
      allOrNothing: format.allOrNothing,
      shards: format.replays,
      rowNoun: format.kind === 'aof' ? 'record' : 'entry',
      history: format.replays && format.kind === 'aof',
      readerChoice: format.readerChoice,
      repair: true,
      compact: format.replays && format.kind === 'aof',
    },
    refusal: file.size === 0 && format.hasHeader ? EMPTY : null,
  };
}

const EMPTY: Problem = {
  code: 'empty',
  what: 'The file is empty: 0 bytes.',
  where: null,
  meaning:
    'There is no data in it. Ember answers “unexpected end of file” for such a file and starts the shard without it; when it next writes to an empty log it adds a header, and the file is fine again.',
  next: 'If it should hold data, look for another copy: a file system that ran full or a crash right after creating the file leaves it like this.',
};

const REDIS_NEXT =
  'What can be shown today: AiKv’s RDB files, and logs of plain commands (RESP), also those that Redis wrote before version 7. redis-check-rdb and redis-check-aof check Redis’s own files.';

function refusals(detected: Detected): { readonly label: string; readonly problem: Problem } {
  switch (detected.format) {
    case 'rdb':
      return {
        label: 'Redis RDB',
        problem: {
          code: 'recognised-only',
          what: 'This is an RDB snapshot of Redis or Valkey (its first bytes say REDIS or VALKEY).',
          where: null,
          meaning:
            'Its keys can’t be shown yet: of RDB only the strings of AiKv are read, not the encodings that Redis and Valkey use. The file was not changed.',
          next: REDIS_NEXT,
        },
      };
    case 'resp':
      return {
        label: 'Redis AOF',
        problem: {
          code: 'recognised-only',
          what: 'This is an append-only file of Redis with timestamps (#TS lines).',
          where: null,
          meaning:
            'Its commands can’t be shown yet: only logs of plain commands are read. The file was not changed.',
          next: REDIS_NEXT,
        },
      };
    case 'aof-manifest':
      return {
        label: 'Redis AOF manifest',
        problem: {
          code: 'recognised-only',
          what: 'This is the manifest of a Redis append-only directory: a list of files, no data.',
          where: null,
          meaning:
            'It names the base file and the incremental files of a log. A set of them can’t be shown as one yet.',
          next: REDIS_NEXT,
        },
      };
    case 'key-file':
      return {
        label: 'Key file',
        problem: {
          code: 'key-file',
          what: 'This looks like an encryption key, not like a data file.',
          where: null,
          meaning: 'It holds 32 bytes or 64 hexadecimal digits. Nothing was kept of it.',
          next: 'Open the encrypted file instead, then give this key when the page asks for it.',
        },
      };
    case 'empty':
      return { label: 'Empty file', problem: EMPTY };
    default:
      return {
        label: 'Unknown format',
        problem: {
          code: 'unknown-format',
          what: 'This is no file that Shardscope knows.',
          where:
            'Its first bytes are neither EAOF nor ESNP, neither REDIS nor a command, and its name doesn’t end in .aof or .snap.',
          meaning: 'Nothing can be shown of it. The file was not changed.',
          next: 'If it is an ember file whose beginning is damaged, rename a copy to shard-0.aof or shard-0.snap: the name then says how to read it.',
        },
      };
  }
}
