/*
 * The formats that can be scanned, and what each of them has. Everything above asks for a capability, never for a
 * format by name; what a format does is registered in one place of the scan.
 */
import { AOF_MAGIC, CRC_BYTES } from './ember/aof.ts';
import type { EmberKind } from './ember/header.ts';
import { SNAPSHOT_MAGIC } from './ember/snapshot.ts';
import { writeRdbEnd, writeRdbHeader } from './redis/rdb.ts';

/** The name of a format in plans and in machine-readable output. */
export type FormatId = 'ember-aof' | 'ember-snapshot' | 'aikv-aof' | 'aikv-rdb';

export interface FormatTraits {
  readonly id: FormatId;
  /** What its rows are: a log's records (`aof`) or a snapshot's entries. */
  readonly kind: EmberKind;
  /** For people, in front of a version: "ember log". */
  readonly label: string;
  /** Where checksums are: one a record, one for the whole file, or nowhere. */
  readonly checksums: 'record' | 'file' | 'none';
  /** Bytes of a plaintext row behind its content. */
  readonly trailerBytes: number;
  /** Bytes before the first row that can hold data. */
  readonly hasHeader: boolean;
  readonly databases: boolean;
  /** Expiries are absolute Unix times. */
  readonly absoluteExpiry: boolean;
  /** The server, as a sentence names it. */
  readonly server: string;
  /** Versions of its server differ in what they read. */
  readonly readerChoice: boolean;
  /** Its header counts the entries, and a footer holds a checksum over them. */
  readonly countsEntries: boolean;
  /** The magic and version of its header; empty where a file has none. */
  readonly headerBytes: readonly number[];
  /** What every file ends in; empty where it just ends. */
  readonly endBytes: readonly number[];
  /** Its log can be replayed over its snapshot. */
  readonly replays: boolean;
  /** Any error makes the reader drop all of the file. */
  readonly allOrNothing: boolean;
}

const EMBER = {
  databases: false,
  absoluteExpiry: false,
  server: 'ember',
  readerChoice: true,
  replays: true,
  hasHeader: true,
} as const;

const AIKV = {
  checksums: 'none',
  countsEntries: false,
  trailerBytes: 0,
  databases: true,
  absoluteExpiry: true,
  server: 'AiKv',
  readerChoice: false,
  replays: false,
  allOrNothing: true,
} as const;

export const FORMATS: Readonly<Record<FormatId, FormatTraits>> = {
  'ember-aof': {
    ...EMBER,
    id: 'ember-aof',
    kind: 'aof',
    label: 'ember log',
    checksums: 'record',
    countsEntries: false,
    headerBytes: AOF_MAGIC,
    endBytes: [],
    trailerBytes: CRC_BYTES,
    allOrNothing: false,
  },
  'ember-snapshot': {
    ...EMBER,
    id: 'ember-snapshot',
    kind: 'snapshot',
    label: 'ember snapshot',
    checksums: 'file',
    countsEntries: true,
    headerBytes: SNAPSHOT_MAGIC,
    endBytes: [],
    trailerBytes: 0,
    allOrNothing: true,
  },
  'aikv-aof': {
    ...AIKV,
    id: 'aikv-aof',
    kind: 'aof',
    label: 'AiKv log',
    hasHeader: false,
    headerBytes: [],
    endBytes: [],
  },
  'aikv-rdb': {
    ...AIKV,
    id: 'aikv-rdb',
    kind: 'snapshot',
    label: 'AiKv RDB',
    hasHeader: true,
    headerBytes: [...writeRdbHeader()],
    endBytes: [...writeRdbEnd()],
  },
};

/** The format of ember's files of this kind. */
export const emberFormat = (kind: EmberKind): FormatTraits =>
  FORMATS[kind === 'aof' ? 'ember-aof' : 'ember-snapshot'];
