export { type Applied, applyRecord } from './applyRecord.ts';
export { type Compacted, compactShard, entryOf } from './compact.ts';
export { Keyspace } from './keyspace.ts';
export {
  type Recovered,
  type RecoverOptions,
  recoverShard,
  type ShardFile,
  type ShardFiles,
} from './recover.ts';
export { compareText, heldToJson, isAlive, stateToJson } from './stateJson.ts';
export { cloneValue, type Held, sizeOf, type Value, type ValueType } from './value.ts';
