export {
  impossiblePreview,
  type NonceSource,
  type OutputPiece,
  outputPieces,
  previewPlan,
  writePieces,
} from './applyPlan.ts';
export {
  type CompactedFiles,
  type CompactOptions,
  type PreparedCompaction,
  prepareCompaction,
  type VerifiedCompaction,
  verifyCompaction,
} from './compaction.ts';
export { diagnose } from './diagnosis.ts';
export { emberLogRepair, emberSnapshotRepair } from './emberRepair.ts';
export type { RepairActs } from './format.ts';
export { joinedSource, piecesSource, type SourcePart } from './joinedSource.ts';
export type { KeySummary } from './keySummaries.ts';
export { type MadePlan, makePlan } from './makePlan.ts';
export { plainRepair } from './plainRepair.ts';
export type { RepairPlan, RepairPreset, RepairPreview, RepairStep } from './plan.ts';
export { type KeySample, type PlanEffect, planEffect, stepKeys } from './planEffect.ts';
export { formatPlan, type PlanSubject, parsePlan, planMismatch, type ReadPlan } from './planFile.ts';
export { plannedFile } from './plannedFile.ts';
export { PRESETS, proposedPreset } from './proposedPreset.ts';
export {
  compareRecovery,
  type RecoveredState,
  type RecoveryClock,
  type RecoveryComparison,
  type RecoveryStage,
} from './recoveryComparison.ts';
export { makeRewritePlan, type RewriteContext } from './rewritePlan.ts';
export {
  type HashOptions,
  PORTABLE_SHA256,
  type Sha256,
  type Sha256Stream,
  sha256OfSource,
} from './sha256.ts';
export { stateLog } from './stateLog.ts';
export {
  compareStates,
  EMPTY_STATE,
  type StateComparison,
  type StateSummary,
  summarizeState,
} from './stateSummary.ts';
export { oddsText } from './stepTexts.ts';
export { type VerifiedOutput, type VerifyOptions, verifyOutput } from './verifyOutput.ts';
