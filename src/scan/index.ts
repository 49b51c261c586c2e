export { crc32OfRange } from './crc32OfRange.ts';
export { decodeAny, decodeAnyRow } from './decodeRow.ts';
export { eachListedRow } from './eachListedRow.ts';
export { contentLengthOf, eachRow, type RowSpan } from './eachRow.ts';
export { emberLogScan, emberSnapshotScan } from './emberScan.ts';
export { count, type FaultContext } from './faultPhrases.ts';
export type { FaultText } from './faultText.ts';
export { FileIndex, type PlacedFault } from './fileIndex.ts';
export { type FilterOptions, filterRows } from './filterRows.ts';
export type { ScanActs } from './format.ts';
export { type FrameLook, frameAt, openFrame, openLongFrame } from './frames.ts';
export {
  type Helpers,
  helperCounts,
  type PartScanner,
  type PartService,
  type PartTask,
} from './helpers.ts';
export { lookAt, type Opened, openAs, type Recognise, type ToOpen } from './openFormat.ts';
export type { CancelSignal, ScanEnd, ScanOptions } from './options.ts';
export type { Part } from './partRows.ts';
export { partMemory, partService } from './partService.ts';
export { holdsAt, probeRecord } from './probe.ts';
export { queryTarget, typeNameIn, typeNamesOf } from './queryTarget.ts';
export { aikvLogScan, aikvRdbScan } from './redis/aikvScan.ts';
export type { CommandRow, StringRow } from './redis/decodeRow.ts';
export {
  type AnyRow,
  type DecodedRow,
  decodeContent,
  decodeRow,
  decodeWhole,
  isWhole,
  readContent,
} from './rowContent.ts';
export { rowsCsv } from './rowsCsv.ts';
export { computeVerdict, createIndex, describeFault, scanFile } from './scanFile.ts';
export type { VerdictContext } from './verdict.ts';
export type { AbortRisk, Verdict } from './verdictTypes.ts';
export { DEFAULT_WINDOWS, type WindowOptions } from './windows.ts';
