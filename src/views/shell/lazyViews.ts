/*
 * The views that come after the first look at a file are scripts of their own, so that the page stands sooner. They are
 * fetched as soon as it does: a file can then be looked at without a network, and nothing is asked for when one is.
 */
import { lazy } from 'react';

const load = {
  keys: () => import('../keys/index.ts'),
  recovery: () => import('../recovery/index.ts'),
  repair: () => import('../repair/index.ts'),
  shards: () => import('../shards/index.ts'),
  stats: () => import('../stats/index.ts'),
  timeline: () => import('../timeline/index.ts'),
};

export const KeysView = lazy(async () => ({ default: (await load.keys()).KeysView }));
export const RecoveryView = lazy(async () => ({ default: (await load.recovery()).RecoveryView }));
export const RepairView = lazy(async () => ({ default: (await load.repair()).RepairView }));
export const ShardsView = lazy(async () => ({ default: (await load.shards()).ShardsView }));
export const StatsView = lazy(async () => ({ default: (await load.stats()).StatsView }));
export const TimelineView = lazy(async () => ({ default: (await load.timeline()).TimelineView }));

/** Fetches the scripts of all views. Call it once the page stands. */
export function holdViews(): void {
  // One that can't be had now is asked for again when its view is shown, and missed there.
  for (const fetchScript of Object.values(load)) void fetchScript().catch(() => undefined);
}
