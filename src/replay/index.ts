export { type Applied, applyRecord } from './applyRecord.ts';
export { applyRow } from './applyRow.ts';
export { Compaction, type CompactTarget, entryOf } from './compact.ts';
export { editedKeys } from './editedValues.ts';
export { emberLogReplay, emberSnapshotReplay } from './emberReplay.ts';
export { type Chunk, exportState, type StateExport, type StateFormat } from './exportState.ts';
export { type Bytes, FarBytes } from './farBytes.ts';
export { computeKeyFacts, findLosses, type ReplayActs } from './format.ts';
export { heldLine } from './heldLine.ts';
export { ItemDeque } from './itemDeque.ts';
export { effectOfTag, KEY_EFFECTS, type KeyAct, type KeyEffect, type TaintEffect } from './keyEffects.ts';
export type { Basis, KeyFacts, KeyFactsOptions } from './keyFacts.ts';
export {
  EXISTS,
  HAS_TTL,
  type HistoryOptions,
  isThere,
  KeyHistory,
  type LaneStates,
  type Moment,
} from './keyHistory.ts';
export { findKeyName, keyLabel, keyName, nameOfKey, parseKeyName } from './keyName.ts';
export { KeyFate, type KeyOutline, VALUE_TYPES } from './keyOutline.ts';
export { AnyKeyspace, Keyspace } from './keyspace.ts';
export { type KeyValue, type KeyValueOptions, valueOfKey } from './keyValue.ts';
export { type Lane, Lanes, MARK_KINDS, type MarkKind } from './lane.ts';
export type { LaneDoubt } from './laneTaint.ts';
export { carriersAt, type Segment, segmentAt } from './lineage.ts';
export { counts, type KeyLoss } from './losses.ts';
export { type Move, Moves } from './moves.ts';
export { eachHeld, inFileOrder, nearHeld, nearKeyspace } from './nearValues.ts';
export { RangedKeyspace } from './rangedKeyspace.ts';
export { recordCommand } from './recordCommand.ts';
export {
  type Recovered,
  type RecoverOptions,
  recoverShard,
} from './recover.ts';
export { redisReplay } from './redis/redisReplay.ts';
export {
  commandsOf,
  formatCommand,
  quoteArgument,
  type RedisCommands,
} from './redisCommands.ts';
export { sameValue } from './sameValue.ts';
export { type DiffRun, sequenceDiff } from './sequenceDiff.ts';
export type { ShardFile, ShardFiles } from './shardFile.ts';
export { type KeyCommands, stateCommands, type Unexpressed } from './stateCommands.ts';
export {
  aliveKeys,
  compareText,
  heldToJson,
  isAlive,
  type KeyNotes,
  sortedKeys,
  stateToJson,
  unclearToJson,
} from './stateJson.ts';
export { allowStates, StateTooLargeError, stateAllowance } from './stateWeight.ts';
export { Taint } from './taint.ts';
export { cloneValue, type Held, sizeOf, type Value, type ValueType } from './value.ts';
export { type DiffPiece, type DiffRow, diffHeld, type Element, type ValueDiff } from './valueDiff.ts';
