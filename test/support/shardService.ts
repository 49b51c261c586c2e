/* The service of a file's worker, for tests that run it in their own thread. */
export { createShardService } from '../../src/workers/shardService.ts';
