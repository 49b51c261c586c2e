export type * from './api.ts';
export { forwardCalls, type ShardClient, startShardWorker, WorkerLostError } from './client.ts';
export type * from './compactApi.ts';
export type * from './keyApi.ts';
export type * from './recoveryApi.ts';
export type * from './told.ts';
export { holdWorkerScript } from './workerScript.ts';
