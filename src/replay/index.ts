export { type Applied, applyRecord } from './applyRecord.ts';
export { type Compacted, compactShard, entryOf } from './compact.ts';
export {
  EXISTS,
  HAS_TTL,
  type HistoryOptions,
  isThere,
  KeyHistory,
  type LaneStates,
  type Moment,
} from './keyHistory.ts';
export { Keyspace } from './keyspace.ts';
export { type Lane, Lanes, MARK_KINDS, type MarkKind } from './lane.ts';
export { carriersAt, type Segment, segmentAt } from './lineage.ts';
export { type Move, Moves } from './moves.ts';
export {
  type Recovered,
  type RecoverOptions,
  recoverShard,
  type ShardFile,
  type ShardFiles,
} from './recover.ts';
export {
  commandsOf,
  commandsOfHeld,
  formatCommand,
  quoteArgument,
  type RedisCommand,
  type RedisCommands,
} from './redisCommands.ts';
export { type DiffRun, sequenceDiff } from './sequenceDiff.ts';
export { compareText, heldToJson, isAlive, stateToJson } from './stateJson.ts';
export { cloneValue, type Held, sizeOf, type Value, type ValueType } from './value.ts';
export { type DiffPiece, type DiffRow, diffHeld, type Element, type ValueDiff } from './valueDiff.ts';
