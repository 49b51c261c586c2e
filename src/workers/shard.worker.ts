/* The entry of a file's worker. */
import { expose } from 'comlink';
import { practise } from './practice.ts';
import { createShardService } from './shardService.ts';
import { SPARE } from './spare.ts';

expose(createShardService());
if (self.name === SPARE) void practise().catch(() => undefined);
