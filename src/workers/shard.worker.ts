/* The entry of a file's worker. */
import { expose } from 'comlink';
import { ShardSession } from './shardSession.ts';

expose(new ShardSession());
