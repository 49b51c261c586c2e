import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { findBrowser } from '../scripts/browser.mjs';

/** What the figures were taken on. Nothing that tells one machine of a kind from another. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  /** GiB. */
  readonly memory: number;
  readonly system: string;
  readonly node: string;
  readonly chromium: string;
}

export async function describeMachine(): Promise<Machine> {
  const browser = await findBrowser();
  const version =
    browser === undefined
      ? ''
      : String(execFileSync(browser, ['--version'], { stdio: ['ignore', 'pipe', 'ignore'] }));
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memory: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${process.arch}`,
    node: process.versions.node,
    chromium: /\d+(\.\d+)+/.exec(version)?.[0] ?? 'none',
  };
}

/** "Intel Xeon, 2 cores, 24 GiB, linux x64; Node 20.20.2, Chromium 156.0.8078.79" */
export const machineText = ({ cpu, cores, memory, system, node, chromium }: Machine): string =>
  `${cpu}, ${cores} cores, ${memory} GiB, ${system}; Node ${node}, Chromium ${chromium}`;
