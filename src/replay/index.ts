export { type Applied, applyRecord } from './applyRecord.ts';
export { type Compacted, compactShard, entryOf } from './compact.ts';
export { type Chunk, exportState, type StateExport, type StateFormat } from './exportState.ts';
export { heldLine } from './heldLine.ts';
export { Keyspace } from './keyspace.ts';
export { recordCommand } from './recordCommand.ts';
export {
  type Recovered,
  type RecoverOptions,
  recoverShard,
  type ShardFile,
  type ShardFiles,
} from './recover.ts';
export { type KeyCommands, stateCommands, type Unexpressed } from './stateCommands.ts';
export { compareText, heldToJson, isAlive, sortedKeys, stateToJson } from './stateJson.ts';
export { cloneValue, type Held, sizeOf, type Value, type ValueType } from './value.ts';
