// npm run bench: takes the figures of this project on this machine. It never fails for being slow.
import { download } from './download.ts';
import { encryptedScan } from './encryptedScan.ts';
import { filterKeys } from './filterKeys.ts';
import { keyFacts } from './keyFacts.ts';
import { nodeScan } from './nodeScan.ts';
import { pageScan } from './pageScan.ts';
import { pageScroll } from './pageScroll.ts';
import { reopening } from './reopening.ts';
import { replayRate } from './replayRate.ts';
import { resyncNoise } from './resyncNoise.ts';
import { runMeasures } from './runMeasures.ts';
import { syndromeSearch } from './syndromeSearch.ts';
import { zeroScan } from './zeroScan.ts';

const MEASURES = [
  download,
  pageScan,
  pageScroll,
  filterKeys,
  reopening,
  nodeScan,
  encryptedScan,
  resyncNoise,
  zeroScan,
  syndromeSearch,
  replayRate,
  keyFacts,
];

await runMeasures('bench', MEASURES, 'bench/results.json');
