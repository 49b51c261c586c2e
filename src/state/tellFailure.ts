import { problemFrom, ServiceError } from './problems.ts';
import { showToast } from './toasts.ts';

/**
 * Runs a task that nobody waits for; should it fail, a toast says so. It never rejects.
 * @param subject the file it is about
 */
export async function tellFailure(subject: string | null, task: () => Promise<unknown>): Promise<void> {
  try {
    await task();
  } catch (error) {
    announceFailure(error, subject);
  }
}

/** Says what failed, unless that has been shown already. */
export function announceFailure(error: unknown, subject: string | null): void {
  if (error instanceof ServiceError && error.announced) return;
  const problem = problemFrom(error, subject);
  showToast('bad', `${problem.what} ${problem.meaning} ${problem.next}`);
}
