import type { ThreadTime } from './processorTime.ts';

/** What a browser's threads are there for, as far as it matters to opening a file. */
export type Role = 'page' | 'workers' | 'pool' | 'drawing' | 'reading' | 'rest' | 'browser' | 'services';

export const ROLES: Readonly<Record<Role, string>> = {
  page: 'the page',
  workers: 'its workers',
  pool: 'compiling, collecting garbage',
  drawing: 'drawing',
  rest: 'the page’s process: the rest',
  reading: 'the browser’s process: reading the file, handing it over',
  browser: 'the browser’s process: the rest',
  services: 'other processes',
};

/** By the names that Chromium gives its threads. */
export function roleOf({ process, thread, isMain }: Omit<ThreadTime, 'ran' | 'waited'>): Role {
  switch (process) {
    case 'renderer':
      if (isMain) return 'page';
      if (thread.startsWith('DedicatedWorker')) return 'workers';
      if (thread.startsWith('ThreadPool')) return 'pool';
      return thread.startsWith('Compositor') ? 'drawing' : 'rest';
    case 'browser':
      // Files are read in its thread pool and go through pipes that the other one serves.
      return /^(ThreadPool|Chrome_IOThread)/.test(thread) ? 'reading' : 'browser';
    case 'GPU':
      return 'drawing';
    default:
      return 'services';
  }
}

/** What each role took, in ms. */
export function ranByRole(threads: readonly ThreadTime[]): Readonly<Record<Role, number>> {
  const ran = { page: 0, workers: 0, pool: 0, drawing: 0, reading: 0, rest: 0, browser: 0, services: 0 };
  for (const thread of threads) ran[roleOf(thread)] += thread.ran;
  return ran;
}
