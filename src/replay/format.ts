/* What the replay asks of a format: how its keys are worked out, and what its rows do to them. */
import type { Range, RowIndex } from '../base/index.ts';
import type { ByteSource } from '../codec/index.ts';
import type { CancelSignal, FileIndex } from '../scan/index.ts';
import type { KeyAct } from './keyEffects.ts';
import type { KeyFacts, KeyFactsFiles, KeyFactsOptions } from './keyFacts.ts';
import type { KeyLoss } from './losses.ts';
import type { Moves } from './moves.ts';
import type { ShardFile } from './shardFile.ts';

export interface ReplayActs {
  /** What is known of every key; null when it was cancelled. */
  readonly keyFacts: (files: KeyFactsFiles, options: KeyFactsOptions) => Promise<KeyFacts | null>;
  /** What a file has lost that may have changed keys, in its order. */
  readonly losses: (file: ShardFile) => Promise<readonly KeyLoss[]>;
  /** What a log's record with this tag does to the key of its row. */
  readonly actOf: (tag: number) => KeyAct;
  /**
   * Where in the content of a row the string stands that its key holds from then on, with the expiry that the index has
   * and whatever was there before; null for rows of which the index tells less.
   */
  readonly stringIn: (index: FileIndex, row: RowIndex) => Range | null;
  /** Tells `moves` of the rows of a log that change another key than their own. */
  readonly readMoves: (
    moves: Moves,
    source: ByteSource,
    index: FileIndex,
    signal: CancelSignal | undefined,
  ) => Promise<void>;
  /**
   * What a record does to the certainty of keys follows from its type, and all records are replayed. Elsewhere only
   * applying it tells, and one that is not replayed leaves its key uncertain.
   */
  readonly effectsByTag: boolean;
  /** The line that the server logs where it goes on without such a file; null where it logs none. */
  readonly logLine: ((error: string, shardId: number) => string) | null;
}

declare module '../codec/index.ts' {
  interface Format {
    readonly replay: ReplayActs;
  }
}

/** Works out what became of every key. @returns null when it was cancelled */
export function computeKeyFacts(files: KeyFactsFiles, options: KeyFactsOptions): Promise<KeyFacts | null> {
  const format = (files.log ?? files.snapshot)?.index.format;
  if (format === undefined) throw new Error('internal error: neither log nor snapshot');
  return format.replay.keyFacts(files, options);
}

/** What a file has lost, in its order. */
export const findLosses = (file: ShardFile): Promise<readonly KeyLoss[]> =>
  file.index.format.replay.losses(file);
