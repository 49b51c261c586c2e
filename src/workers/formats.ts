/* What is said about each format that can be recognised; the views know capabilities, never formats. */
import type { Detected } from '../codec/index.ts';
import { type Opened, typeNamesOf } from '../scan/index.ts';
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
  alsoOf: null,
  stateNote: null,
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
    typeNames: [],
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
    typeNames: typeNamesOf(format),
    capabilities: {
      checksums: encrypted ? 'record' : format.checksums,
      encrypted,
      clock: false,
      databases: format.databases,
      allOrNothing: format.allOrNothing,
      shards: format.sharded,
      rowNoun: format.kind === 'aof' ? 'record' : 'entry',
      history: format.kind === 'aof',
      readerChoice: format.readerChoice,
      alsoOf: format.alsoOf,
      stateNote: format.stateNote,
      repair: true,
      compact: format.sharded && format.kind === 'aof',
    },
    refusal: file.size === 0 && format.views.empty !== null ? { ...EMPTY, ...format.views.empty } : null,
  };
}

const EMPTY: Problem = {
  code: 'empty',
  what: 'The file is empty: 0 bytes.',
  where: null,
  meaning: 'There is no data in it, and nothing that tells what it was.',
  next: 'If it should hold data, look for another copy: a disk that ran full leaves files like this.',
};

const REDIS_NEXT =
  'What can be shown today: AiKv’s RDB files, and logs of plain commands (RESP), also those of Redis and Valkey: appendonly.aof, or the *.incr.aof files of its directory. redis-check-rdb and redis-check-aof check the others.';
const UNCHANGED = 'The file was not changed.';

function refusals(detected: Detected): { readonly label: string; readonly problem: Problem } {
  switch (detected.format) {
    case 'rdb':
      return {
        label: 'Redis RDB',
        problem: {
          code: 'recognised-only',
          what: 'This is an RDB snapshot of Redis or Valkey (its first bytes say REDIS or VALKEY).',
          where: null,
          meaning: `Its keys can’t be shown yet: of RDB only the strings of AiKv are read, not the encodings that Redis and Valkey use. ${UNCHANGED}`,
          next: REDIS_NEXT,
        },
      };
    case 'rdb-preamble':
      return {
        label: 'Redis AOF with RDB preamble',
        problem: {
          code: 'recognised-only',
          what: 'This is an append-only file of Redis or Valkey that begins with an RDB snapshot (a preamble).',
          where: 'Its first bytes say REDIS or VALKEY; the commands stand behind the snapshot’s end.',
          meaning: `Neither can be shown yet: where the commands begin only shows once the snapshot is read. ${UNCHANGED}`,
          next: REDIS_NEXT,
        },
      };
    case 'rdb-stream':
      return {
        label: 'RDB from a replication link',
        problem: {
          code: 'recognised-only',
          what: 'This is an RDB snapshot of Redis or Valkey as it is sent to a replica: a $ line stands before it.',
          where: 'The $ line at offset 0; REDIS or VALKEY behind it.',
          meaning: `Its keys can’t be shown yet, and no server loads it with that line. ${UNCHANGED}`,
          next: `Cut off everything before REDIS or VALKEY in a copy to get a plain RDB. ${REDIS_NEXT}`,
        },
      };
    case 'rdb-damaged':
      return {
        label: 'RDB, beginning damaged',
        problem: {
          code: 'recognised-only',
          what: 'This file is named .rdb, but its first bytes are none: REDIS and four digits, or VALKEY and three.',
          where: 'At offset 0.',
          meaning: `Its beginning is damaged, or it is something else. Redis and Valkey refuse it with “Wrong signature”. ${UNCHANGED}`,
          next: `If only its magic is damaged, write REDIS and the version over the first nine bytes of a copy. ${REDIS_NEXT}`,
        },
      };
    case 'resp':
      return {
        label: 'Redis AOF',
        problem: {
          code: 'recognised-only',
          what: 'This is an append-only file of Redis or Valkey with timestamps (#TS lines).',
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
