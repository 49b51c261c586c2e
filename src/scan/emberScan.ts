/* What the scan does with ember's files. */
import { entrySpec, RECORDS, recordSpec } from '../codec/index.ts';
import { type Expiries, entryValues, recordValues } from '../columnar/index.ts';
import { describeEmberFault } from './faultText.ts';
import type { FileIndex } from './fileIndex.ts';
import type { ScanActs } from './format.ts';
import { scanLog } from './logScan.ts';
import { recogniseEmber } from './openEmber.ts';
import { decodeContent } from './rowContent.ts';
import { scanSnapshot } from './snapshotScan.ts';
import { computeEmberVerdict } from './verdict.ts';

/** Ember's one record whose expiry is a time of the clock. */
const PEXPIREAT = RECORDS.find(({ type }) => type === 'PEXPIREAT')?.tag;

const inColumn =
  (isAbsolute: (tag: number) => boolean) =>
  (index: FileIndex): Expiries => ({
    of: (row) => index.rows.expiry(row),
    isAbsolute,
    inContent: null,
  });

const BOTH = { verdict: computeEmberVerdict, decode: decodeContent, describe: describeEmberFault } as const;

export const emberLogScan: ScanActs = {
  ...BOTH,
  recognise: recogniseEmber('aof'),
  scan: scanLog,
  typeName: (tag) => recordSpec(tag)?.type,
  values: () => recordValues,
  expiries: inColumn((tag) => tag === PEXPIREAT),
};

export const emberSnapshotScan: ScanActs = {
  ...BOTH,
  recognise: recogniseEmber('snapshot'),
  scan: scanSnapshot,
  typeName: (tag) => entrySpec(tag)?.type,
  values: (index) => (content, type) => entryValues(content, type, index.layout),
  expiries: inColumn(() => false),
};
