export type * from './api.ts';
export { forwardCalls, type ShardClient, startShardWorker, WorkerLostError } from './client.ts';
export type * from './keyApi.ts';
export { holdWorkerScript } from './workerScript.ts';
