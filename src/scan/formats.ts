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
  type ReaderId,
  recordSpec,
} from '../codec/index.ts';
import type { ContentForm } from '../columnar/index.ts';
import type { FaultContext } from './faultPhrases.ts';
import { describeEmberFault, type FaultText } from './faultText.ts';
import type { FileIndex } from './fileIndex.ts';
import { scanLog } from './logScan.ts';
import type { ScanEnd, ScanOptions } from './options.ts';
import { describeAikvFault } from './redis/aikvFaultText.ts';
import { aikvLogVerdict, aikvRdbVerdict } from './redis/aikvVerdict.ts';
import { decodeCommand, decodeString } from './redis/decodeRow.ts';
import { scanRdb } from './redis/rdbScan.ts';
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
}

const REGISTRY: Readonly<Record<FormatId, Format>> = {
  'ember-aof': {
    scan: scanLog,
    verdict: computeEmberVerdict,
    decode: decodeContent,
    describe: describeEmberFault,
    content: 'records',
    typeName: (tag) => recordSpec(tag)?.type,
  },
  'ember-snapshot': {
    scan: scanSnapshot,
    verdict: computeEmberVerdict,
    decode: decodeContent,
    describe: describeEmberFault,
    content: 'entries',
    typeName: (tag) => entrySpec(tag)?.type,
  },
  'aikv-aof': {
    scan: scanResp,
    verdict: aikvLogVerdict,
    decode: decodeCommand,
    describe: describeAikvFault,
    content: 'commands',
    typeName: (tag) => commandSpec(tag)?.name ?? 'command',
  },
  'aikv-rdb': {
    scan: scanRdb,
    verdict: aikvRdbVerdict,
    decode: decodeString,
    describe: describeAikvFault,
    content: 'strings',
    typeName: () => 'string',
  },
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
