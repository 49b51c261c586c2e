import { readFile } from 'node:fs/promises';
import { SourceMap } from 'node:module';
import { join } from 'node:path';
import type { CDPSession } from '@playwright/test';
import { ROOT } from '../scripts/project.mjs';
import { type CallFrame, type CpuProfile, timeByGroup } from './functionGroups.ts';
import { attachToWorkers, type WorkerSession } from './workerSessions.ts';

const SAMPLE_MICROSECONDS = 500;

/**
 * What the page's workers do while `work` is done, by layers of the source, in ms. One that ends meanwhile takes its
 * profile with it.
 * @param cdp of the page, which hasn't attached to its workers yet
 */
export async function profileWorkers(
  cdp: CDPSession,
  work: () => Promise<unknown>,
): Promise<ReadonlyMap<string, number>> {
  const profiled: WorkerSession[] = [];
  const starting: Promise<unknown>[] = [];
  const workers = await attachToWorkers(cdp, (worker) => {
    // It may end before it has begun.
    const started = startProfile(worker).then(() => profiled.push(worker));
    starting.push(started.catch(() => undefined));
  });
  await Promise.all(starting);
  await work();
  const sum = new Map<string, number>();
  for (const worker of profiled.filter((each) => workers.includes(each))) {
    for (const [group, ms] of await stopProfile(worker)) sum.set(group, (sum.get(group) ?? 0) + ms);
  }
  return sum;
}

async function startProfile(worker: WorkerSession): Promise<void> {
  await worker.ask('Profiler.enable');
  await worker.ask('Profiler.setSamplingInterval', { interval: SAMPLE_MICROSECONDS });
  await worker.ask('Profiler.start');
}

async function stopProfile(worker: WorkerSession): Promise<ReadonlyMap<string, number>> {
  const { profile } = (await worker.ask('Profiler.stop')) as { readonly profile: CpuProfile };
  const maps = await sourceMapsOf(worker);
  return timeByGroup(profile, (frame) => sourceOf(frame, maps.get(frame.scriptId)));
}

/** The maps of a worker's scripts. Asked for when the measuring is over: the debugger slows down what it watches. */
async function sourceMapsOf(worker: WorkerSession): Promise<ReadonlyMap<string, SourceMap>> {
  const names = new Map<string, string>();
  worker.on('Debugger.scriptParsed', (params) => {
    const { scriptId, sourceMapURL = '' } = params as { scriptId: string; sourceMapURL?: string };
    // A name beside the script; not the map of a module that carries its own.
    if (/^[\w.-]+\.js\.map$/.test(sourceMapURL)) names.set(scriptId, sourceMapURL);
  });
  await worker.ask('Debugger.enable');
  const maps = new Map<string, SourceMap>();
  for (const [scriptId, name] of names) {
    const text = await readFile(join(ROOT, 'dist', 'assets', name), 'utf8');
    maps.set(scriptId, new SourceMap(JSON.parse(text)));
  }
  return maps;
}

function sourceOf({ lineNumber, columnNumber }: CallFrame, map: SourceMap | undefined): string | null {
  const entry = map?.findEntry(lineNumber, columnNumber);
  if (entry === undefined || !('originalSource' in entry)) return null;
  return entry.originalSource.replace(/^(\.\.\/)+/, '');
}
