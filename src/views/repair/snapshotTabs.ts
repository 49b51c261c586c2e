import { shardOfName } from '../../codec/index.ts';
import type { OpenFile } from '../../state/index.ts';

/** An open snapshot that a log may go on from. */
export interface SnapshotTab {
  readonly file: OpenFile;
  /** Its name says that it is of the same shard as the log, or one of the two names says nothing. */
  readonly isSame: boolean;
}

/** The snapshots in other tabs, those of the log's own shard first. */
export function snapshotTabs(log: OpenFile, files: readonly OpenFile[]): readonly SnapshotTab[] {
  const shard = shardOfName(log.name);
  return files
    .filter(({ id, summary }) => id !== log.id && summary !== null && summary.claimedEntries !== null)
    .map((file) => {
      const other = file.summary?.shardId ?? shardOfName(file.name);
      return { file, isSame: shard === null || other === null || shard === other };
    })
    .sort((a, b) => Number(b.isSame) - Number(a.isSame));
}
