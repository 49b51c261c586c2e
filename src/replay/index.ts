export { type Applied, applyRecord } from './applyRecord.ts';
export { type Compacted, compactShard, entryOf } from './compact.ts';
export { effectOfTag, KEY_EFFECTS, type KeyAct, type KeyEffect, type TaintEffect } from './keyEffects.ts';
export { type Basis, computeKeyFacts, type KeyFacts, type KeyFactsOptions } from './keyFacts.ts';
export { KeyFate, type KeyOutline, VALUE_TYPES } from './keyOutline.ts';
export { Keyspace } from './keyspace.ts';
export { type KeyValue, type KeyValueOptions, valueOfKey } from './keyValue.ts';
export { counts, findLosses, type KeyLoss } from './losses.ts';
export {
  type Recovered,
  type RecoverOptions,
  recoverShard,
  type ShardFile,
  type ShardFiles,
} from './recover.ts';
export { compareText, heldToJson, isAlive, stateToJson } from './stateJson.ts';
export { Taint } from './taint.ts';
export { cloneValue, type Held, sizeOf, type Value, type ValueType } from './value.ts';
