export { Allowance, isOutOfMemory, OutOfMemoryError } from './allowance.ts';
export { assert, assertNever } from './assert.ts';
export {
  type Brand,
  type FileOffset,
  fileOffset,
  type KeyId,
  keyId,
  type RowIndex,
  rowIndex,
} from './brand.ts';
export { type Random, seededRandom } from './random.ts';
export { clamp, mergeRanges, type Range, subtractRanges, upperBound } from './ranges.ts';
export {
  call,
  type Expression,
  encodeWasmModule,
  f64,
  i32,
  i64,
  type Local,
  WasmFunction,
} from './wasmBuilder.ts';
