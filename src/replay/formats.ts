/*
 * THE registry of formats in the replay: how the keys of a file of each are worked out, and what its rows do to their
 * own key. One line a format.
 */
import type { FormatId } from '../codec/index.ts';
import type { FileIndex } from '../scan/index.ts';
import { effectOfTag, type KeyAct } from './keyEffects.ts';
import { type KeyFacts, type KeyFactsFiles, type KeyFactsOptions, outlinedFacts } from './keyFacts.ts';
import { type KeyLoss, recordLosses } from './losses.ts';
import type { ShardFile } from './recover.ts';
import { actOfCommand } from './redis/commandActs.ts';
import { commandLosses } from './redis/commandLosses.ts';
import { replayedFacts } from './redis/replayedFacts.ts';

interface ReplayFormat {
  /** What is known of every key; null when it was cancelled. */
  readonly keyFacts: (files: KeyFactsFiles, options: KeyFactsOptions) => Promise<KeyFacts | null>;
  /** What a file has lost that may have changed keys. */
  readonly losses: (file: ShardFile) => Promise<readonly KeyLoss[]>;
  /** What a log's record with this tag does to its key. */
  readonly actOf: (tag: number) => KeyAct;
}

const EMBER: ReplayFormat = {
  keyFacts: outlinedFacts,
  losses: recordLosses,
  actOf: (tag) => effectOfTag(tag)?.act ?? 'none',
};
const REDIS: ReplayFormat = {
  keyFacts: ({ log, snapshot }, options) => {
    const file = log ?? snapshot;
    return file === null ? Promise.resolve(null) : replayedFacts(file, options);
  },
  losses: commandLosses,
  actOf: actOfCommand,
};

const REGISTRY: Readonly<Record<FormatId, ReplayFormat>> = {
  'ember-aof': EMBER,
  'ember-snapshot': EMBER,
  'aikv-aof': REDIS,
  'aikv-rdb': REDIS,
};

/** Works out what became of every key. @returns null when it was cancelled */
export function computeKeyFacts(files: KeyFactsFiles, options: KeyFactsOptions): Promise<KeyFacts | null> {
  const format = (files.log ?? files.snapshot)?.index.format.id;
  if (format === undefined) throw new Error('internal error: neither log nor snapshot');
  return REGISTRY[format].keyFacts(files, options);
}

/** What a file has lost, in its order. */
export const findLosses = (file: ShardFile): Promise<readonly KeyLoss[]> =>
  REGISTRY[file.index.format.id].losses(file);

/** What a record with this tag does to the key of its row. */
export const actOfTag = ({ format }: FileIndex, tag: number): KeyAct => REGISTRY[format.id].actOf(tag);
