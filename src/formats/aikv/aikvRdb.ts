import { type Format, writeRdbEnd, writeRdbHeader } from '../../codec/index.ts';
import { plainRepair } from '../../repair/index.ts';
import { redisReplay } from '../../replay/index.ts';
import { aikvRdbScan } from '../../scan/index.ts';
import { AIKV_TRAITS } from './aikvTraits.ts';
import { aikvRdbViews } from './aikvViews.ts';

/** AiKv's snapshot: strings alone, in Redis's oldest layout. */
export const aikvRdb: Format = {
  ...AIKV_TRAITS,
  id: 'aikv-rdb',
  kind: 'snapshot',
  label: 'AiKv RDB',
  alsoOf: null,
  stateNote: null,
  hasHeader: true,
  ...aikvRdbScan,
  replay: redisReplay,
  repair: plainRepair({ header: writeRdbHeader(), end: writeRdbEnd() }),
  views: aikvRdbViews,
};
