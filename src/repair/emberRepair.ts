/* How ember's files are repaired. */
import { rowIndex } from '../base/index.ts';
import { AOF_HEADER_BYTES, AOF_MAGIC, SNAPSHOT_MAGIC } from '../codec/index.ts';
import { countAndFooter } from './countAndFooter.ts';
import { diagnoseEmber } from './diagnosis.ts';
import type { RepairActs } from './format.ts';
import { isRecord, isSealedFile } from './keptRecords.ts';

const BOTH: Pick<RepairActs, 'diagnose' | 'provenBy' | 'rewrites'> = {
  diagnose: diagnoseEmber,
  provenBy: 'state',
  rewrites: true,
};

export const emberLogRepair: RepairActs = {
  ...BOTH,
  newHeader: (index) => ({
    bytes: Uint8Array.from([...AOF_MAGIC, isSealedFile(index) ? 3 : 2]),
    replaces: isRecord(index, rowIndex(0)) ? 0 : index.rows.size(rowIndex(0)),
  }),
  complete: (_, steps) => steps,
};

export const emberSnapshotRepair: RepairActs = {
  ...BOTH,
  // Shard id and count stay; the count is then put right like in any other.
  newHeader: (index) => ({
    bytes: Uint8Array.from([...SNAPSHOT_MAGIC, index.layout]),
    replaces: AOF_HEADER_BYTES,
  }),
  complete: countAndFooter,
};
