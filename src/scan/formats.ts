/*
 * THE registry of formats: what the engine does with a file of each. A format is its codec, its folder here, and one
 * line in this table.
 */
import {
  type ByteSource,
  commandSpec,
  type EmberKind,
  entrySpec,
  type Fault,
  type FormatId,
  RECORDS,
  type ReaderId,
  recordSpec,
} from '../codec/index.ts';
import { type ContentForm, type Expiries, NO_EXPIRY } from '../columnar/index.ts';
import type { FaultContext } from './faultPhrases.ts';
import { describeEmberFault, type FaultText } from './faultText.ts';
import type { FileIndex } from './fileIndex.ts';
import { scanLog } from './logScan.ts';
import { openEmber } from './openEmber.ts';
import type { Open } from './openFormat.ts';
import type { ScanEnd, ScanOptions } from './options.ts';
import { describeAikvFault } from './redis/aikvFaultText.ts';
import { aikvLogVerdict, aikvRdbVerdict } from './redis/aikvVerdict.ts';
import { decodeCommand, decodeString } from './redis/decodeRow.ts';
import { openRedis } from './redis/openRedis.ts';
import { scanRdb } from './redis/rdbScan.ts';
import { commandExpiry } from './redis/redisValues.ts';
import { scanResp } from './redis/respScan.ts';
import { type Decode, decodeContent } from './rowContent.ts';
import { scanSnapshot } from './snapshotScan.ts';
import { computeEmberVerdict, type VerdictContext } from './verdict.ts';
import type { Verdict } from './verdictTypes.ts';

/** What a format does. Whatever it has is in its {@link FORMATS traits}. */
export interface Format {
  /** Walks and checks the file, finds what holds behind damage, and fills the index. */
  readonly scan: (source: ByteSource, index: FileIndex, options: ScanOptions) => Promise<ScanEnd>;
  /** What its real reader makes of the file. */
  readonly verdict: (
    source: ByteSource,
    index: FileIndex,
    reader: ReaderId,
    context: VerdictContext,
  ) => Promise<Verdict>;
  /** Decodes one row's content; null where it is not whole. */
  readonly decode: Decode;
  /** The words for a fault. */
  readonly describe: (fault: Fault, context: FaultContext) => FaultText;
  /** What the content of a row is. */
  readonly content: ContentForm['kind'];
  /** The name of a record's or entry's type; undefined for a tag that it doesn't have. */
  readonly typeName: (tag: number) => string | undefined;
  readonly expiries: (index: FileIndex) => Expiries;
}

/** Ember's one record whose expiry is a time of the clock. */
const PEXPIREAT = RECORDS.find(({ type }) => type === 'PEXPIREAT')?.tag;

const inColumn =
  (isAbsolute: (tag: number) => boolean) =>
  (index: FileIndex): Expiries => ({
    of: (row) => index.rows.expiry(row),
    isAbsolute,
    inContent: null,
  });

const REGISTRY: Readonly<Record<FormatId, Format>> = {
  'ember-aof': {
    scan: scanLog,
    verdict: computeEmberVerdict,
    decode: decodeContent,
    describe: describeEmberFault,
    content: 'records',
    typeName: (tag) => recordSpec(tag)?.type,
    expiries: inColumn((tag) => tag === PEXPIREAT),
  },
  'ember-snapshot': {
    scan: scanSnapshot,
    verdict: computeEmberVerdict,
    decode: decodeContent,
    describe: describeEmberFault,
    content: 'entries',
    typeName: (tag) => entrySpec(tag)?.type,
    expiries: inColumn(() => false),
  },
  'aikv-aof': {
    scan: scanResp,
    verdict: aikvLogVerdict,
    decode: decodeCommand,
    describe: describeAikvFault,
    content: 'commands',
    typeName: (tag) => commandSpec(tag)?.name ?? 'command',
    expiries: () => ({ of: () => NO_EXPIRY, isAbsolute: () => false, inContent: commandExpiry }),
  },
  'aikv-rdb': {
    scan: scanRdb,
    verdict: aikvRdbVerdict,
    decode: decodeString,
    describe: describeAikvFault,
    content: 'strings',
    typeName: () => 'string',
    expiries: ({ rows }) => ({
      // The column is silent where an entry has none.
      of: (row) => (Number.isNaN(rows.expiry(row)) ? -1 : rows.expiry(row)),
      isAbsolute: () => true,
      inContent: null,
    }),
  },
};

/** Who recognises a file, in the order in which they are asked: a family of formats each. */
export const OPENERS: readonly Open[] = [openRedis, openEmber];

/** The types that rows of this format can have. */
export const typeNamesOf = (format: FormatId): readonly string[] => {
  const names = Array.from({ length: 256 }, (_, tag) => REGISTRY[format].typeName(tag) ?? []).flat();
  return [...new Set(names)];
};

/** What the format of `index` does. */
export const formatOf = (index: FileIndex): Format => REGISTRY[index.format.id];

/** Scans a file into `index`. What was indexed stays when the scan is cancelled or a read fails. */
export const scanFile = (source: ByteSource, index: FileIndex, options: ScanOptions = {}): Promise<ScanEnd> =>
  formatOf(index).scan(source, index, options);

/** Computes what `reader`, or the only reader of a format that has one, does with the file behind `source`. */
export const computeVerdict = (
  source: ByteSource,
  index: FileIndex,
  reader: ReaderId,
  context: VerdictContext = { shardInName: null },
): Promise<Verdict> => formatOf(index).verdict(source, index, reader, context);

/** The texts for `fault`. */
export const describeFault = (fault: Fault, context: FaultContext): FaultText =>
  REGISTRY[context.format?.id ?? defaultFormat(context.kind)].describe(fault, context);

const defaultFormat = (kind: EmberKind): FormatId => (kind === 'aof' ? 'ember-aof' : 'ember-snapshot');
