/* Turns a plan into the output's pieces, and says in numbers what it does. */
import { mergeRanges, type Range, rowIndex } from '../base/index.ts';
import {
  ByteSink,
  type ByteSource,
  CRC32_INIT,
  crc32Finish,
  crc32Update,
  decodeBase64,
  ENTRY_COUNT_AT,
  readExactly,
  SNAPSHOT_HEADER_BYTES,
} from '../codec/index.ts';
import { crc32OfRange, type FileIndex, readContent } from '../scan/index.ts';
import { countRecords, droppedBy, keptEntries, keptSpans } from './keptRecords.ts';
import type { RepairPlan, RepairPreview, RepairStep } from './plan.ts';
import { transcodeRow } from './transcode.ts';

/** A stretch of the output: bytes of the input, or new ones. */
export type OutputPiece =
  | { readonly kind: 'copy'; readonly from: number; readonly to: number }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array };

/** What encrypting needs besides the key: 12 fresh random bytes a frame. */
export type NonceSource = () => Uint8Array;

const isOn = (plan: RepairPlan, kind: RepairStep['kind']): boolean =>
  plan.steps.some((step) => step.kind === kind && step.on);

/** What `plan` makes of the file, without reading it again. */
export function previewPlan(index: FileIndex, plan: RepairPlan): RepairPreview {
  const spans = keptSpans(index, plan.steps);
  const header = index.format.countsEntries ? SNAPSHOT_HEADER_BYTES : 0;
  const copied = spans.reduce((sum, span) => sum + span.to - span.from, header);
  const changed = plan.steps.reduce((sum, step) => sum + growth(index, step), 0);
  const kept = index.format.countsEntries ? keptEntries(index, plan.steps) : countRecords(index, spans);
  const appended = plan.steps.reduce((sum, step) => sum + (isAppended(index, step) ? step.records : 0), 0);
  const dropped = mergeRanges(
    plan.steps.map((step) => droppedBy(step, index.size)).filter((range) => range !== null),
  );
  return {
    plan,
    outputSize: copied + changed,
    recordsKept: kept + appended,
    recordsDropped: Math.max(0, index.rows.records - kept),
    bytesDropped: dropped.reduce((sum, range) => sum + range.to - range.from, 0),
    unchanged: !plan.steps.some((step) => step.on),
    impossible: null,
  };
}

/** Whether a step writes new records behind the input's. */
const isAppended = (index: FileIndex, step: RepairStep): boolean =>
  step.on && step.kind === 'replace' && index.kind === 'aof' && step.offset >= index.size;

/** A preview that says that there is no plan. */
export function impossiblePreview(index: FileIndex, plan: RepairPlan, why: string): RepairPreview {
  return {
    plan,
    outputSize: 0,
    recordsKept: 0,
    recordsDropped: index.rows.records,
    bytesDropped: 0,
    unchanged: false,
    impossible: why,
  };
}

/** By how many bytes a step makes the output longer than what is copied. */
function growth(index: FileIndex, step: RepairStep): number {
  if (!step.on) return 0;
  if (step.kind === 'recompute-footer') return 4;
  if (step.kind === 'replace') return (decodeBase64(step.replacement)?.length ?? 0) - step.length;
  if (step.kind !== 'transcode') return 0;
  // A frame has 16 bytes before its content and 16 behind, a plaintext record 4 behind.
  const records = countRecords(index, [{ from: step.offset, to: step.offset + step.length }]);
  return records * (step.to === 'plaintext' ? -28 : 28);
}

/**
 * The output of `plan`, as pieces in order. Reads the kept entries of a snapshot once, for its new footer.
 * @param nonces needed only where records are encrypted
 */
export async function outputPieces(
  source: ByteSource,
  index: FileIndex,
  plan: RepairPlan,
  nonces: NonceSource,
): Promise<OutputPiece[]> {
  const spans = keptSpans(index, plan.steps);
  const body = await bodyPieces(source, index, plan, spans, nonces);
  if (!index.format.countsEntries) return body;
  const header = await snapshotHeader(source, index, plan);
  if (!isOn(plan, 'recompute-footer')) return [...header, ...body];
  let crc = CRC32_INIT;
  for (const piece of body) {
    crc =
      piece.kind === 'bytes'
        ? crc32Update(crc, piece.bytes)
        : await crc32OfRange(source, piece.from, piece.to, crc);
  }
  return [...header, ...body, { kind: 'bytes', bytes: new ByteSink(4).u32(crc32Finish(crc)).copy() }];
}

async function snapshotHeader(
  source: ByteSource,
  index: FileIndex,
  plan: RepairPlan,
): Promise<OutputPiece[]> {
  const bytes = (await readExactly(source, 0, SNAPSHOT_HEADER_BYTES)).slice();
  for (const step of plan.steps) {
    const written =
      step.on && step.kind === 'replace' && step.offset === 0 ? decodeBase64(step.replacement) : null;
    if (written !== null) bytes.set(written);
  }
  if (isOn(plan, 'rewrite-count')) {
    new DataView(bytes.buffer).setUint32(ENTRY_COUNT_AT, keptEntries(index, plan.steps), true);
  }
  return [{ kind: 'bytes', bytes }];
}

/** The kept spans, with the bytes that steps replace put in their place. */
async function bodyPieces(
  source: ByteSource,
  index: FileIndex,
  plan: RepairPlan,
  spans: readonly Range[],
  nonces: NonceSource,
): Promise<OutputPiece[]> {
  const changes = plan.steps.filter(
    (step) =>
      step.on && (step.kind === 'replace' || step.kind === 'transcode') && !isSnapshotHeader(index, step),
  );
  const pieces: OutputPiece[] = [];
  let next = 0;
  for (const span of spans) {
    let at = span.from;
    for (; next < changes.length; next++) {
      const change = changes[next] as RepairStep;
      if (change.offset >= span.to) break;
      if (change.offset > at) pieces.push({ kind: 'copy', from: at, to: change.offset });
      pieces.push(...(await changedBytes(source, index, change, nonces)));
      at = change.offset + change.length;
    }
    if (at < span.to) pieces.push({ kind: 'copy', from: at, to: span.to });
  }
  // What is appended behind everything that is kept.
  for (const change of changes.slice(next))
    pieces.push(...(await changedBytes(source, index, change, nonces)));
  return pieces;
}

const isSnapshotHeader = (index: FileIndex, step: RepairStep): boolean =>
  index.format.countsEntries && step.offset < SNAPSHOT_HEADER_BYTES;

async function changedBytes(
  source: ByteSource,
  index: FileIndex,
  step: RepairStep,
  nonces: NonceSource,
): Promise<OutputPiece[]> {
  if (step.kind === 'replace')
    return [{ kind: 'bytes', bytes: decodeBase64(step.replacement) ?? new Uint8Array(0) }];
  if (step.kind !== 'transcode') return [];
  const pieces: OutputPiece[] = [];
  const end = step.offset + step.length;
  for (let row: number = index.rows.rowAt(step.offset); row < index.rows.length; row++) {
    const each = rowIndex(row);
    if (index.rows.offset(each) >= end) break;
    const content = await readContent(source, index, each);
    if (content !== null)
      pieces.push({ kind: 'bytes', bytes: transcodeRow(content, step.to, index.cipher, nonces) });
  }
  return pieces;
}

/** How large the reads of a copied piece are. */
const COPY_BYTES = 4 << 20;

/**
 * Streams `pieces` to `write`, in order, in chunks of at most 4 MiB.
 * @param onProgress called with the bytes written so far
 */
export async function writePieces(
  source: ByteSource,
  pieces: readonly OutputPiece[],
  write: (chunk: Uint8Array) => Promise<void>,
  onProgress: (written: number) => void = () => undefined,
): Promise<number> {
  let written = 0;
  for (const piece of pieces) {
    if (piece.kind === 'bytes') {
      await write(piece.bytes);
      written += piece.bytes.length;
      continue;
    }
    for (let at = piece.from; at < piece.to; at += COPY_BYTES) {
      const chunk = await readExactly(source, at, Math.min(COPY_BYTES, piece.to - at));
      await write(chunk);
      written += chunk.length;
      onProgress(written);
    }
  }
  return written;
}
