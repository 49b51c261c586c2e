/* The entry of a file's worker. */
import { expose } from 'comlink';
import { createShardService } from './shardService.ts';

expose(createShardService());
