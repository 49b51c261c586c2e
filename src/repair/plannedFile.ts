import type { ShardFile } from '../replay/index.ts';
import { type CancelSignal, FileIndex, openFile, scanFile } from '../scan/index.ts';
import { type NonceSource, outputPieces } from './applyPlan.ts';
import { piecesSource } from './joinedSource.ts';
import type { RepairPlan } from './plan.ts';

/**
 * The file that `plan` would write, read and scanned as if it were written already. A plan that changes nothing gives
 * the file itself.
 * @param name what the output is called, which says whose it is
 * @returns null when `signal` asked to stop
 */
export async function plannedFile(
  file: ShardFile,
  plan: RepairPlan,
  name: string,
  nonces: NonceSource,
  signal: CancelSignal,
): Promise<ShardFile | null> {
  if (!plan.steps.some((step) => step.on)) return file;
  const { index } = file;
  const source = piecesSource(file.source, await outputPieces(file.source, index, plan, nonces));
  const { kind, header } = await openFile(source, name);
  // Every plan leaves a header, which says what the file is.
  if (kind === null || header === null) throw new Error('internal error: a plan left no file of its format');
  const planned = new FileIndex(kind, source.size(), header, index.cipher);
  return (await scanFile(source, planned, { signal })) === 'done' ? { source, index: planned } : null;
}
