import {
  type Basis,
  computeKeyFacts,
  findKeyName,
  findLosses,
  KeyFate,
  type KeyLoss,
  type ShardFiles,
  Taint,
} from '../replay/index.ts';

/** How certain the state of a shard's keys is: that of all records that hold, but for what is dropped. */
export interface KeyCertainty {
  /** How many keys that are there in the end are how certain. */
  readonly counts: Readonly<Record<Taint, number>>;
  readonly of: (key: string) => Taint;
}

/**
 * @param dropped what a repair leaves out of the log although it holds
 * @returns null when it was cancelled
 */
export async function keyCertainty(
  { log, snapshot }: ShardFiles,
  basis: Basis,
  dropped: readonly KeyLoss[],
  nowMs: bigint,
  signal: { readonly aborted: boolean },
): Promise<KeyCertainty | null> {
  const counts = { [Taint.exact]: 0, [Taint.stale]: 0, [Taint.unknown]: 0 };
  const isWhole =
    snapshot === null || snapshot.index.snapshot.footerHolds || snapshot.index.snapshot.correctedHolds;
  const replaysAll = (log ?? snapshot)?.index.format.replay.effectsByTag === true;
  const isExact =
    replaysAll &&
    basis !== 'lost' &&
    isWhole &&
    dropped.length === 0 &&
    (log === null || (await findLosses(log)).length === 0);
  if (isExact || (log === null && snapshot === null)) return { counts, of: () => Taint.exact };
  const facts = await computeKeyFacts({ log, snapshot }, { nowMs, basis, dropped, signal });
  if (facts === null) return null;
  const { keys, taint, outline } = facts;
  for (let key = 0; key < taint.length; key++) {
    if (outline.fate[key] === KeyFate.alive) counts[taint[key] as Taint]++;
  }
  return {
    counts,
    of(name) {
      const key = findKeyName(keys, name);
      return key === null ? Taint.exact : ((taint[key] ?? Taint.exact) as Taint);
    },
  };
}
