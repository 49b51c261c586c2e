/* Failed reads and writes, told so that one knows what to do. */
import { isOutOfMemory, OutOfMemoryError } from '../base/index.ts';
import { formatOffset, groupDigits, SourceChangedError } from '../codec/index.ts';
import { StateTooLargeError } from '../replay/index.ts';
import type { Problem } from './told.ts';

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');
const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What the platform itself reports: everything else that is thrown is a fault of ours. */
const isFromPlatform = (error: unknown): boolean => error instanceof DOMException;

/** A read of the open file that failed. @param indexed how many rows are there all the same */
export function readProblem(error: unknown, indexed: number): Problem {
  const kept =
    indexed > 0
      ? `What was read before, ${groupDigits(indexed)} rows, stays on the page.`
      : 'Nothing could be read.';
  if (
    error instanceof SourceChangedError ||
    nameOf(error) === 'NotReadableError' ||
    nameOf(error) === 'NotFoundError'
  ) {
    return {
      code: 'file-changed',
      what: 'The file changed on disk, or is gone.',
      where: null,
      meaning: `The browser refuses to read on from a file that is not the one that was opened. ${kept}`,
      next: 'Reload it, or drop it on the page again.',
    };
  }
  if (nameOf(error) === 'NotAllowedError' || nameOf(error) === 'SecurityError') {
    return {
      code: 'permission',
      what: 'The permission to read this file was withdrawn.',
      where: null,
      meaning: kept,
      next: 'Open the file again, and allow it to be read.',
    };
  }
  if (error instanceof StateTooLargeError) {
    return {
      code: 'state-too-large',
      what: 'This shard holds more keys, or more items in them, than a page can replay.',
      where: null,
      meaning: `Replaying stopped at ${error.keys === 1 ? 'one key' : `${groupDigits(error.keys)} keys`}, before the browser would have ended the page for want of memory.`,
      next: 'Rows, faults, filters and the repair work as before. “shardscope recover” on the command line can be given more memory than a page has.',
    };
  }
  if (isOutOfMemory(error)) {
    return {
      code: 'memory',
      what: 'There was not enough memory for this file.',
      where: null,
      meaning: kept,
      next: 'Close other tabs of the browser, then reload the file. The command line can use more memory than a page.',
    };
  }
  if (!isFromPlatform(error)) return ourProblem(error, 'while it read this file', kept);
  return {
    code: 'read-failed',
    what: `The file could not be read: ${textOf(error)}`,
    where: null,
    meaning: kept,
    next: 'Open the file again. If it fails again, copy it to another disk first: the disk may be failing.',
  };
}

/** A file that is another one once it has been read to its end. @param size its bytes when it was opened */
export const changedProblem = (size: number): Problem => ({
  code: 'file-changed',
  what: 'The file changed on disk while it was read.',
  where: null,
  meaning: `What is shown is of the ${groupDigits(size)} bytes that it had when it was opened. What was added or changed since is not in it, and the browser does not let the page read on.`,
  next: 'Reload it, or drop it on the page again.',
});

/** A file with more keys than the index can hold. */
export const tooManyKeysProblem = (keys: number): Problem => ({
  code: 'keys-left-out',
  what: 'Not all keys of this file could be indexed.',
  where: null,
  meaning: `The names of the first ${groupDigits(keys)} keys take 1 GiB, which is the most. Rows of keys that only come later are here and were checked, but no filter by key, list of keys or timeline has them.`,
  next: 'Filters by place, type or size find those rows, and the command line prints every record with its key.',
});

/** A scan that failed. @param rows those that it has indexed */
export function scanProblem(
  error: unknown,
  { length, end }: { readonly length: number; readonly end: number },
): Problem {
  const problem = readProblem(error, length);
  if (problem.code !== 'memory' || length === 0) return problem;
  return {
    ...problem,
    what: 'There is not enough memory to index more of this file.',
    where: `Reading got as far as ${formatOffset(end)}.`,
    meaning: `The ${groupDigits(length)} rows up to there can be looked at and filtered; of what follows nothing is known, so there is no verdict.`,
    next:
      error instanceof OutOfMemoryError
        ? 'The page lets the index of one file take half of the computer’s memory, or less where that was too much. The command line may take all of it.'
        : problem.next,
  };
}

const NOTHING_WRITTEN = 'Nothing half-written remains, and the original is untouched.';

/** A write of the repaired file that failed. Nothing of it remains: the browser swaps a file in only when it is whole. */
export function writeProblem(error: unknown): Problem {
  const full = nameOf(error) === 'QuotaExceededError';
  // The input is read while the copy is written.
  const isUnread = error instanceof SourceChangedError || nameOf(error) === 'NotReadableError';
  if (isUnread || isOutOfMemory(error)) {
    return { ...readProblem(error, 0), meaning: `The copy could not be finished. ${NOTHING_WRITTEN}` };
  }
  if (!isFromPlatform(error)) return ourProblem(error, 'while it wrote the copy', NOTHING_WRITTEN);
  return {
    code: full ? 'disk-full' : 'write-failed',
    what: full
      ? 'There is no room left for the repaired file.'
      : `The repaired file could not be written: ${textOf(error)}`,
    where: null,
    meaning: NOTHING_WRITTEN,
    next: full ? 'Free some space, or save to another disk.' : 'Save it again, to another folder if need be.',
  };
}

/** A programming error: it says so, and blames neither the file nor the disk. */
function ourProblem(error: unknown, when: string, meaning: string): Problem {
  return {
    code: 'unexpected',
    what: `Something in Shardscope failed ${when}.`,
    where: null,
    meaning: `This is a fault of the page, not of your file or your disk: “${nameOf(error)}: ${textOf(error)}”. ${meaning}`,
    next: 'Reload the file. If it fails again, a report with this message helps to mend it.',
  };
}
