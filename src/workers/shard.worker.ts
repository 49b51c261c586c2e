/* The entry of a file's worker, and of those that help it. */
import { expose } from 'comlink';
import { createPartWorker, HELPER } from './partWorker.ts';
import { practise } from './practice.ts';
import { createShardService } from './shardService.ts';
import { SPARE } from './spare.ts';

if (self.name === HELPER) expose(createPartWorker());
else expose(createShardService());
if (self.name === SPARE) void practise().catch(() => undefined);
