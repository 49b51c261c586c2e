export type * from './api.ts';
export { forwardCalls, type ShardClient, startShardWorker, WorkerLostError } from './client.ts';
export type * from './compactApi.ts';
export { NO_CAPABILITIES } from './formats.ts';
export type * from './keyApi.ts';
export type * from './recoveryApi.ts';
export type * from './timelineApi.ts';
export type * from './told.ts';
export { holdWorkerScript } from './workerScript.ts';
