import type { Format } from '../../codec/index.ts';
import { plainRepair } from '../../repair/index.ts';
import { redisReplay } from '../../replay/index.ts';
import { aikvLogScan } from '../../scan/index.ts';
import { AIKV_TRAITS } from './aikvTraits.ts';
import { respLogViews } from './aikvViews.ts';

const NOTHING = new Uint8Array(0);

/** A log of plain commands: AiKv's, or Redis's and Valkey's. */
export const respLog: Format = {
  ...AIKV_TRAITS,
  id: 'aikv-aof',
  kind: 'aof',
  label: 'RESP log',
  alsoOf: 'Redis and Valkey',
  stateNote: 'AiKv only lists a log’s commands. The keys are those that they lead to by the rules of Redis.',
  hasHeader: false,
  ...aikvLogScan,
  replay: redisReplay,
  repair: plainRepair({ header: NOTHING, end: NOTHING }),
  views: respLogViews,
};
