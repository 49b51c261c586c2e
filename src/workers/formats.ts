/* What is said about each format that can be recognised; the views know capabilities, never formats. */
import type { Detected } from '../codec/index.ts';
import type { Opened } from '../scan/index.ts';
import type { Capabilities, FileSummary } from './api.ts';
import type { Problem } from './told.ts';

const NOTHING: Capabilities = {
  checksums: 'none',
  encrypted: false,
  clock: false,
  databases: false,
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
  const { kind, header, detected } = opened;
  const base = {
    name: file.name,
    size: file.size,
    version: null,
    shardId: null,
    claimedEntries: null,
    refusal: null,
  };
  if (kind === null || header === null) {
    const told = refusals(detected);
    return {
      ...base,
      format: detected.format,
      formatLabel: told.label,
      capabilities: NOTHING,
      refusal: told.problem,
    };
  }
  const encrypted = header.outcome === 'ok' && header.encrypted;
  const version = header.outcome === 'ok' ? header.version : header.outcome === 'bad' ? header.version : null;
  const what = kind === 'aof' ? 'Ember log' : 'Ember snapshot';
  return {
    ...base,
    format: kind === 'aof' ? 'ember-aof' : 'ember-snapshot',
    formatLabel:
      header.outcome === 'ok'
        ? `${what}, version ${version}${encrypted ? ', encrypted' : ''}`
        : `${what}, header damaged`,
    version,
    shardId: header.outcome === 'ok' ? header.shardId : null,
    claimedEntries: header.outcome === 'ok' ? header.entryCount : null,
    capabilities: {
      checksums: kind === 'aof' || encrypted ? 'record' : 'file',
      encrypted,
      clock: false,
      databases: false,
      rowNoun: kind === 'aof' ? 'record' : 'entry',
      history: kind === 'aof',
      readerChoice: true,
      repair: true,
      compact: kind === 'aof',
    },
    refusal: file.size === 0 ? EMPTY : null,
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
  'For now open ember’s shard-*.aof and shard-*.snap here; redis-check-rdb and redis-check-aof check Redis’s own files.';

function refusals(detected: Detected): { readonly label: string; readonly problem: Problem } {
  switch (detected.format) {
    case 'rdb':
      return {
        label: 'Redis RDB',
        problem: {
          code: 'recognised-only',
          what: 'This is a Redis RDB snapshot (its first bytes say REDIS or VALKEY).',
          where: null,
          meaning: 'Shardscope recognises it but doesn’t read this format yet. The file was not changed.',
          next: REDIS_NEXT,
        },
      };
    case 'resp':
      return {
        label: 'Redis AOF',
        problem: {
          code: 'recognised-only',
          what: 'This is a log of Redis commands (RESP).',
          where: null,
          meaning: 'Shardscope recognises it but doesn’t read this format yet. The file was not changed.',
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
          meaning: 'Shardscope recognises it but doesn’t read this format yet.',
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
          where: 'Its first bytes are neither EAOF nor ESNP, and its name doesn’t end in .aof or .snap.',
          meaning: 'Nothing can be shown of it. The file was not changed.',
          next: 'If it is an ember file whose beginning is damaged, rename a copy to shard-0.aof or shard-0.snap: the name then says how to read it.',
        },
      };
  }
}
