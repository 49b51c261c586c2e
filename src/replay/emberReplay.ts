/* What the replay does with ember's files. */
import type { ReplayActs } from './format.ts';
import { effectOfTag } from './keyEffects.ts';
import { outlinedFacts } from './keyFacts.ts';
import { linkRows } from './keyLinks.ts';
import { recordLosses } from './losses.ts';
import { readRows } from './readRows.ts';
import { stringOfSet } from './stringOfSet.ts';

const BOTH: Omit<ReplayActs, 'stringIn' | 'logLine'> = {
  keyFacts: outlinedFacts,
  losses: recordLosses,
  actOf: (tag) => effectOfTag(tag)?.act ?? 'none',
  readMoves: (moves, source, index, signal) =>
    readRows({ source, index }, linkRows(index), signal, (row, decoded) => {
      if (decoded.kind === 'record') moves.add(row, decoded.record);
    }),
  effectsByTag: true,
};

export const emberLogReplay: ReplayActs = {
  ...BOTH,
  stringIn: stringOfSet,
  logLine: (error, shardId) =>
    `WARN failed to replay aof, using snapshot state only: ${error} shard_id=${shardId}`,
};

export const emberSnapshotReplay: ReplayActs = {
  ...BOTH,
  stringIn: () => null,
  logLine: (error, shardId) => `WARN failed to load snapshot, starting empty: ${error} shard_id=${shardId}`,
};
