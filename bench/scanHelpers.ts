import { fileHelpers } from '../cli/fileHelpers.ts';
import type { FileSource } from '../cli/fileSource.ts';
import { CLI, ensureBuilt } from '../scripts/targets.mjs';
import type { Helpers } from '../src/scan/index.ts';

/** The threads that help the command line to scan a file, at least so many of each kind: they are of the built program. */
export async function scanHelpers(source: FileSource, key: Uint8Array | null, least = 0): Promise<Helpers> {
  if (!(await ensureBuilt(CLI))) throw new Error('the command line could not be built');
  const helpers = fileHelpers(source, key);
  return {
    ...helpers,
    plain: Math.max(least, helpers.plain),
    sealed: Math.max(least, helpers.sealed),
  };
}
