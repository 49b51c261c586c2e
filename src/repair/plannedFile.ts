import type { ShardFile } from '../replay/index.ts';
import { type CancelSignal, FileIndex, lookAt, scanFile } from '../scan/index.ts';
import { type NonceSource, outputPieces } from './applyPlan.ts';
import { piecesSource } from './joinedSource.ts';
import type { RepairPlan } from './plan.ts';

/**
 * The file that `plan` would write, read and scanned as if it were written already. A plan that changes nothing gives
 * the file itself.
 * @param name what the output is called
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
  const { format } = index;
  // A plan leaves the header where the format has one; what it leaves of another may be too little to tell.
  const header = (await format.recognise(await lookAt(source, name))) ?? index.header;
  const planned = new FileIndex(format, source.size(), header, index.cipher);
  return (await scanFile(source, planned, { signal })) === 'done' ? { source, index: planned } : null;
}
