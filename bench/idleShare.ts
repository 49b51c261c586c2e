import { cpus } from 'node:os';

const SAMPLE_MS = 2000;

/**
 * How much of the processors nobody uses, 0 … 1, over two seconds. Asked while nothing is measured: what is missing
 * is somebody else's work, and makes the figures worse than the machine's.
 */
export async function idleShare(): Promise<number> {
  const before = totals();
  await new Promise((resolve) => setTimeout(resolve, SAMPLE_MS));
  const after = totals();
  return (after.idle - before.idle) / (after.all - before.all);
}

function totals(): { readonly idle: number; readonly all: number } {
  let idle = 0;
  let all = 0;
  for (const { times } of cpus()) {
    idle += times.idle;
    all += times.user + times.nice + times.sys + times.idle + times.irq;
  }
  return { idle, all };
}
