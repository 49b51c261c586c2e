/*
 * The hooks that bind a command to a component, useShortcut and useCommand, are in views/ui: this layer knows
 * nothing of React's life cycle.
 */

export { holdWorkerScript, warmUpWorker } from '../workers/index.ts';
export { actions } from './actions.ts';
export { followAddress, linkToView } from './address.ts';
export { appStore, useApp } from './appStore.ts';
export { firstHit, followArrangements } from './arrange.ts';
export { getSource, partnerFile, recoveryRequest, repairRequest, service } from './fileSessions.ts';
export {
  type FolderShard,
  findingsOf,
  isReadable,
  missingShards,
  othersOf,
  type ShardFinding,
  shardsOf,
} from './folderShards.ts';
export { isLocked, withLockedFile } from './folderSurvey.ts';
export { guardWindow } from './guardWindow.ts';
export { listenToKeys } from './listenToKeys.ts';
export type * from './model.ts';
export { hasAside, VIEWS } from './model.ts';
export { DEFAULT_PREFERENCES } from './preferences.ts';
export { PROBLEM, problemFrom, ServiceError, whyUnread } from './problems.ts';
export { forgetAllRecents, loadRecents } from './recentFiles.ts';
export { getRowLists, RowList } from './rowLists.ts';
export {
  getActiveFile,
  getActiveFolder,
  getFaultCount,
  getFile,
  getFolder,
  getGeneration,
  getHealth,
  getPartner,
  getReaderName,
  getScanPhase,
  getSelection,
  getTypeNames,
  type Health,
  type ScanPhase,
} from './selectors.ts';
export { COMMAND_GROUPS, type Command, type CommandGroup, formatKeys, shortcuts } from './shortcuts.ts';
export { announceFailure, tellFailure } from './tellFailure.ts';
export { watchSources } from './watchSources.ts';
