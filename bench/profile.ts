// npm run bench:profile: what the time of a scan goes into, and what therefore bounds it on this machine.
import { pageProcessors } from './pageProcessors.ts';
import { runMeasures } from './runMeasures.ts';
import { scanStages } from './scanStages.ts';

await runMeasures('bench:profile', [scanStages, pageProcessors], 'bench/profile.json');
