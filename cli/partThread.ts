/* A thread that takes parts of a log for a scan: the whole program of `build/part-thread.mjs`. */
import { parentPort, workerData } from 'node:worker_threads';
import { expose, transfer } from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';
import { frameCipher } from '../src/codec/index.ts';
import { type PartService, partMemory, partService } from '../src/scan/index.ts';
import type { PartThreadData } from './fileHelpers.ts';
import { descriptorSource } from './fileSource.ts';

const { descriptor, size, key } = workerData as PartThreadData;
const parts = partService(descriptorSource(descriptor, size), {
  cipher: key === null ? null : frameCipher(key),
});
const service: PartService = {
  scan: async (task) => {
    const part = await parts.scan(task);
    return part === null ? null : transfer(part, partMemory(part));
  },
};
if (parentPort !== null) expose(service, nodeEndpoint(parentPort));
