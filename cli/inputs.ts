import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { shardOfName } from '../src/codec/index.ts';
import { CommandError, describeFailure, ExitCode } from './exitCode.ts';

/** A file to look at. */
export interface Input {
  readonly path: string;
  /** Stands for the file's own name where it has another one for the moment. */
  readonly name?: string;
  /** What it is called in the output; null where there is only one and it was named itself. */
  readonly label: string | null;
}

/** One named argument: the files it stands for, or why there are none. */
export type Expanded = { readonly inputs: readonly Input[] } | { readonly failure: CommandError };

/**
 * The files that the arguments stand for, in order: a file itself, the shards of a directory sorted by number. With
 * one directory its files are called by their names, with several arguments by their whole paths.
 */
export async function expandInputs(paths: readonly string[]): Promise<readonly Expanded[]> {
  const single = paths.length === 1;
  return Promise.all(paths.map((path) => expand(path, single)));
}

async function expand(path: string, single: boolean): Promise<Expanded> {
  try {
    if (!(await stat(path)).isDirectory()) return { inputs: [{ path, label: single ? null : path }] };
    const names = (await readdir(path)).filter((name) => shardOfName(name) !== null).sort(byShard);
    if (names.length === 0) {
      const manifest = (await readdir(path)).find((name) => name.endsWith('.manifest'));
      return {
        failure: unreadable(
          path,
          manifest === undefined
            ? 'holds no shard-N.aof and no shard-N.snap'
            : `is an append-only directory of Redis or Valkey (${manifest}); its files can’t be read as one yet, those of plain commands (*.incr.aof) can by themselves`,
        ),
      };
    }
    return {
      inputs: names.map((name) => ({ path: join(path, name), label: single ? name : join(path, name) })),
    };
  } catch (error) {
    return { failure: unreadable(path, describeFailure(error)) };
  }
}

/** The error that one file, of maybe several, can't be read. */
export const unreadable = (path: string, why: string): CommandError =>
  new CommandError(ExitCode.unreadable, `${path}: ${why}`);

const byShard = (a: string, b: string): number =>
  (shardOfName(a) ?? 0) - (shardOfName(b) ?? 0) || (a < b ? -1 : 1);

/** The name that a format's rules about names look at. */
export const nameOf = (input: Input): string => input.name ?? basename(input.path);
