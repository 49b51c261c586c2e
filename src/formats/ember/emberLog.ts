import { CRC_BYTES, type Format } from '../../codec/index.ts';
import { emberLogRepair } from '../../repair/index.ts';
import { emberLogReplay } from '../../replay/index.ts';
import { emberLogScan } from '../../scan/index.ts';
import { EMBER_TRAITS } from './emberTraits.ts';
import { emberLogViews } from './emberViews.ts';

/** Ember's append-only log. */
export const emberLog: Format = {
  ...EMBER_TRAITS,
  id: 'ember-aof',
  kind: 'aof',
  label: 'ember log',
  checksums: 'record',
  countsEntries: false,
  trailerBytes: CRC_BYTES,
  allOrNothing: false,
  ...emberLogScan,
  replay: emberLogReplay,
  repair: emberLogRepair,
  views: emberLogViews,
};
