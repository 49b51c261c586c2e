/* Runs the command line in this process, and gathers what it writes. */
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { runCommandLine } from '../../cli/commandLine.ts';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The lines of a JSON lines output, parsed. */
export type JsonLine = Readonly<Record<string, unknown>>;

const gather = (chunks: string[]): Writable =>
  new Writable({
    decodeStrings: false,
    write(chunk: string, _, done) {
      chunks.push(chunk);
      done();
    },
  });

export async function runCommand(...args: readonly string[]): Promise<Ran> {
  const stdout: string[] = [];
  const stderr: string[] = [];
  const code = await runCommandLine(args, { stdout: gather(stdout), stderr: gather(stderr) });
  return { code, stdout: stdout.join(''), stderr: stderr.join('') };
}

export const jsonLines = (text: string): readonly JsonLine[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as JsonLine);

/** Where a fixture lies on the disk. @param path below test/fixtures/ember, such as "damaged/flip-value.aof" */
export const fixturePath = (path: string): string =>
  fileURLToPath(new URL(`../fixtures/ember/${path}`, import.meta.url));

/** The options that give a fixture's key. */
export const keyOptions = (keyFile: string | null): readonly string[] =>
  keyFile === null ? [] : ['--key-file', fixturePath(keyFile)];
