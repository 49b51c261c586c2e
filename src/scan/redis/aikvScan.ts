/* What the scan does with AiKv's files. */
import { commandSpec } from '../../codec/index.ts';
import { commandValues, NO_EXPIRY, stringValues } from '../../columnar/index.ts';
import type { ScanActs } from '../format.ts';
import { describeAikvFault } from './aikvFaultText.ts';
import { aikvLogVerdict, aikvRdbVerdict } from './aikvVerdict.ts';
import { decodeCommand, decodeString } from './decodeRow.ts';
import { recogniseCommands, recogniseRdb } from './openRedis.ts';
import { scanRdb } from './rdbScan.ts';
import { commandExpiry } from './redisValues.ts';
import { scanResp } from './respScan.ts';

export const aikvLogScan: ScanActs = {
  recognise: recogniseCommands,
  scan: scanResp,
  verdict: aikvLogVerdict,
  decode: decodeCommand,
  describe: describeAikvFault,
  typeName: (tag) => commandSpec(tag)?.name ?? 'command',
  values: () => commandValues,
  expiries: () => ({ of: () => NO_EXPIRY, isAbsolute: () => false, inContent: commandExpiry }),
};

export const aikvRdbScan: ScanActs = {
  recognise: recogniseRdb,
  scan: scanRdb,
  verdict: aikvRdbVerdict,
  decode: decodeString,
  describe: describeAikvFault,
  typeName: () => 'string',
  values: () => stringValues,
  expiries: ({ rows }) => ({
    // The column is silent where an entry has none.
    of: (row) => (Number.isNaN(rows.expiry(row)) ? -1 : rows.expiry(row)),
    isAbsolute: () => true,
    inContent: null,
  }),
};
