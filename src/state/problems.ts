import { isOutOfMemory } from '../base/index.ts';
import { type Problem, WorkerLostError } from '../workers/index.ts';

/** A call that failed, with what there is to tell the user. `announced`: it has been shown already. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  readonly problem: Problem;
  readonly announced: boolean;

  constructor(problem: Problem, options: { readonly announced: boolean; readonly cause?: unknown }) {
    super(problem.what, { cause: options.cause });
    this.problem = problem;
    this.announced = options.announced;
  }
}

/** The codes of the problems that the page itself finds; a worker has its own besides. */
export const PROBLEM = {
  fileChanged: 'file-changed',
  workerLost: 'worker-lost',
  memory: 'memory',
  unexpected: 'unexpected',
} as const;

/**
 * What a failure means for the user. The one place where an error becomes a {@link Problem}.
 * @param subject the file's name, or null when no file is concerned
 */
export function problemFrom(error: unknown, subject: string | null): Problem {
  if (error instanceof ServiceError) return error.problem;
  if (error instanceof WorkerLostError) return workerLost(error.message, subject);
  if (isOutOfMemory(error)) return tooLarge(subject);
  const { name, message } = describeError(error);
  const file = subject ?? 'the file';
  switch (name) {
    // The browser's own word for it, and the codec's for a file that got shorter.
    case 'NotReadableError':
    case 'SourceChangedError':
      return {
        code: PROBLEM.fileChanged,
        what: `${sentenceCase(file)} has changed on the disk since it was opened.`,
        where: null,
        meaning:
          'The browser no longer lets this page read the version it was looking at. What is shown may be out of date.',
        next: 'Reload it to read the present version.',
      };
    case 'NotFoundError':
      return {
        code: PROBLEM.fileChanged,
        what: `${sentenceCase(file)} is no longer where it was.`,
        where: null,
        meaning:
          'It was moved, renamed or deleted after it was opened. Nothing in it was touched by this page.',
        next: 'Open it from its new place.',
      };
    case 'NotAllowedError':
    case 'SecurityError':
      return {
        code: 'not-allowed',
        what: `The browser does not let this page read ${file}.`,
        where: null,
        meaning: 'Permission was not given, or has run out. The file is untouched.',
        next: 'Open the file again and allow reading.',
      };
    case 'QuotaExceededError':
      return {
        code: 'no-space',
        what: 'There is not enough space to write this.',
        where: null,
        meaning: 'Nothing was kept of what was written. The file that was read is untouched.',
        next: 'Free some space on the disk, or save to another one.',
      };
    default:
      return {
        code: PROBLEM.unexpected,
        what: `Something in Shardscope failed${subject === null ? '' : ` while it worked on ${subject}`}.`,
        where: null,
        meaning: `This is a fault of the page, not of your data. The file is only read, never changed. The error was “${message}”.`,
        next: 'Try again. If it happens again, close the tab and open the file anew.',
      };
  }
}

function workerLost(message: string, subject: string | null): Problem {
  return {
    code: PROBLEM.workerLost,
    what: `The part of the page that reads ${subject ?? 'the file'} stopped (${message}).`,
    where: null,
    meaning: 'What it had read is gone from memory. The file itself is untouched.',
    next: 'Reload the file to start it again. If it keeps stopping, close other tabs: the browser may be short of memory.',
  };
}

/** Something that was asked of a file needs more memory than there is. */
const tooLarge = (subject: string | null): Problem => ({
  code: PROBLEM.memory,
  what: `There is not enough memory for this${subject === null ? '' : ` in ${subject}`}.`,
  where: null,
  meaning: 'It was not finished. The file is untouched, and everything else that is known of it stays.',
  next: 'Close other tabs of the browser and try again, or ask for less of it.',
});

/** Why a part of a file can't be shown, where what happened to the whole of it is told elsewhere. */
export function whyUnread(failure: unknown): string {
  switch (problemFrom(failure, null).code) {
    case PROBLEM.workerLost:
      return 'The part of the page that reads the file has stopped.';
    case PROBLEM.memory:
      return 'There was not enough memory for it.';
    default:
      return 'The file may have changed or moved since it was opened.';
  }
}

/** The name and message of anything that can be thrown. */
export function describeError(error: unknown): { readonly name: string; readonly message: string } {
  if (error instanceof Error || error instanceof DOMException) {
    return { name: error.name, message: error.message || error.name };
  }
  return { name: '', message: String(error) };
}

function sentenceCase(text: string): string {
  return text.startsWith('the ') ? `The ${text.slice(4)}` : text;
}
