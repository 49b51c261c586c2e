import type { ExportOutcome } from '../../workers/index.ts';
import { downloadBlob, pickSaveTarget } from './saveTarget.ts';

/** A file that was written. */
export interface Exported {
  readonly outcome: ExportOutcome;
  readonly name: string;
  readonly verb: 'Saved' | 'Downloaded';
}

/**
 * Asks where to, and has the worker write there. Call it inside a click.
 * @returns null when the user thinks better of it
 */
export async function exportFile(
  suggestedName: string,
  write: (target: FileSystemFileHandle | null) => Promise<ExportOutcome>,
): Promise<Exported | null> {
  const target = await pickSaveTarget(suggestedName);
  if (target === 'cancelled') return null;
  if (target !== 'download') return { outcome: await write(target), name: target.name, verb: 'Saved' };
  const outcome = await write(null);
  if (outcome.blob !== null && outcome.problem === null) downloadBlob(outcome.blob, suggestedName);
  return { outcome, name: suggestedName, verb: 'Downloaded' };
}
