import type { Format } from '../../codec/index.ts';
import { emberSnapshotRepair } from '../../repair/index.ts';
import { emberSnapshotReplay } from '../../replay/index.ts';
import { emberSnapshotScan } from '../../scan/index.ts';
import { EMBER_TRAITS } from './emberTraits.ts';
import { emberSnapshotViews } from './emberViews.ts';

/** Ember's snapshot of one shard. */
export const emberSnapshot: Format = {
  ...EMBER_TRAITS,
  id: 'ember-snapshot',
  kind: 'snapshot',
  label: 'ember snapshot',
  checksums: 'file',
  countsEntries: true,
  trailerBytes: 0,
  allOrNothing: true,
  ...emberSnapshotScan,
  replay: emberSnapshotReplay,
  repair: emberSnapshotRepair,
  views: emberSnapshotViews,
};
