/*
 * Processor time of a browser, process by process as Chromium tells it, and on Linux thread by thread as the system does.
 * Times count from a process's start: what something took is the difference of two looks.
 */
import { readdir, readFile } from 'node:fs/promises';
import type { CDPSession } from '@playwright/test';

/** What a thread took, in ms. */
export interface ThreadTime {
  /** The process's type: 'browser', 'renderer', 'GPU' or the name of a service. */
  readonly process: string;
  /** As the system cuts it, to 15 characters; '' for what a process took outside the threads that can be told apart. */
  readonly thread: string;
  /** The first of its process. */
  readonly isMain: boolean;
  readonly ran: number;
  /** Ready to run, but without a processor. */
  readonly waited: number;
}

/** By process and thread. */
export type ProcessorTimes = ReadonlyMap<string, ThreadTime>;

/** Where threads can be told apart. */
export const TELLS_THREADS: boolean = process.platform === 'linux';

/** @param cdp the browser's own session */
export async function lookAtProcessors(cdp: CDPSession): Promise<ProcessorTimes> {
  const { processInfo } = await cdp.send('SystemInfo.getProcessInfo');
  const times = new Map<string, ThreadTime>();
  for (const { id, type, cpuTime } of processInfo) {
    const threads = TELLS_THREADS ? await threadsOf(id, type) : [];
    let told = 0;
    for (const [thread, time] of threads) {
      times.set(`${id} ${thread}`, time);
      told += time.ran;
    }
    // A thread that has ended is in its process's time alone.
    const ran = cpuTime * 1000 - told;
    times.set(`${id}`, { process: type, thread: '', isMain: false, ran, waited: 0 });
  }
  return times;
}

/** What was taken from one look to another. */
export const spentBetween = (before: ProcessorTimes, after: ProcessorTimes): ThreadTime[] =>
  [...after].map(([thread, time]) => {
    const { ran, waited } = before.get(thread) ?? { ran: 0, waited: 0 };
    return { ...time, ran: time.ran - ran, waited: time.waited - waited };
  });

async function threadsOf(id: number, type: string): Promise<[thread: string, time: ThreadTime][]> {
  const folder = `/proc/${id}/task`;
  // Threads end while they are looked at, and so do processes.
  const names = await readdir(folder).catch(() => []);
  const found = await Promise.all(
    names.map(async (thread): Promise<[string, ThreadTime][]> => {
      const [name, schedule] = await Promise.all(
        ['comm', 'schedstat'].map((file) => readFile(`${folder}/${thread}/${file}`, 'utf8').catch(() => '')),
      );
      const times = parseSchedstat(schedule ?? '');
      if (times === null) return [];
      return [[thread, { process: type, thread: name?.trim() ?? '', isMain: thread === `${id}`, ...times }]];
    }),
  );
  return found.flat();
}

const NANOSECONDS_IN_MS = 1e6;

/** A line of /proc/PID/task/TID/schedstat: nanoseconds run, nanoseconds waited, turns. Null when it is none. */
export function parseSchedstat(line: string): Pick<ThreadTime, 'ran' | 'waited'> | null {
  const match = /^(\d+) (\d+) \d+$/.exec(line.trim());
  if (match === null) return null;
  return { ran: Number(match[1]) / NANOSECONDS_IN_MS, waited: Number(match[2]) / NANOSECONDS_IN_MS };
}
