/* The built program, as a shell runs it. */
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { CLI, ensureBuilt } from '../scripts/targets.mjs';
import { encodeUtf8, writeAofHeader, writeRecord } from '../src/codec/index.ts';
import { fixturePath, jsonLines, type Ran } from '../test/support/commandLine.ts';

const PROGRAM = fileURLToPath(new URL('../build/shardscope.mjs', import.meta.url));

beforeAll(async () => {
  // Built already when all tests run; this is for running this file on its own.
  expect(await ensureBuilt(CLI)).toBe(true);
}, 120_000);

/** @param node options of Node itself */
const runUnder =
  (...node: readonly string[]) =>
  (...args: readonly string[]): Promise<Ran> =>
    new Promise((resolve) => {
      const all = [...node, PROGRAM, ...args];
      execFile(process.execPath, all, { maxBuffer: 64 << 20 }, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
      });
    });

const run = runUnder();

/** Closes the pipe after the first bytes, as `| head -1` does. */
const runBriefly = (
  ...args: readonly string[]
): Promise<{ readonly code: number | null; readonly stderr: string }> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.stdout.once('data', () => child.stdout.destroy());
    child.on('close', (code) => resolve({ code, stderr }));
  });

test('prints the version of the package', async () => {
  expect(await run('--version')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
  });
});

test.each([
  ['a clean file', 0, ['check', 'intact/data-plain/shard-0.aof']],
  ['a damaged one', 1, ['check', 'damaged/flip-value.aof']],
  ['a damaged directory', 1, ['records', 'damaged/data-aof-flip']],
  ['a shard that is loaded whole', 0, ['recover', 'damaged/data-leftover-tmp']],
  ['one of which something is lost', 1, ['recover', 'damaged/data-aof-flip']],
  ['a repair that was only tried', 1, ['repair', 'damaged/flip-value.aof', '--dry-run']],
  ['a missing file', 3, ['records', 'nothing-here.aof']],
  ['a file of no known format', 3, ['check', 'README.md']],
  ['an encrypted file with a wrong key', 3, ['records', 'damaged/enc-no-key.aof', '--key', 'ab'.repeat(32)]],
])('%s: exit code %i', async (_, code, [command = '', path = '', ...options]) => {
  expect((await run(command, fixturePath(path), ...options)).code).toBe(code);
});

test('wrong usage: exit code 2, one line of error, nothing else', async () => {
  expect(await run('check')).toEqual({
    code: 2,
    stdout: '',
    stderr: 'shardscope: check needs a file; "shardscope check --help" says more\n',
  });
});

test('standard output holds JSON lines only', async () => {
  const { stdout, stderr } = await run('records', '--salvage', fixturePath('damaged/multi-1.aof'));
  expect(jsonLines(stdout).length).toBeGreaterThan(300);
  expect(stderr).toBe('');
});

/** More lines than fit into a pipe before it is closed. */
function largeLog(records: number): Uint8Array {
  const record = writeRecord({
    type: 'SET',
    key: encodeUtf8('key'),
    value: new Uint8Array(100),
    expire_ms: -1n,
  });
  return Buffer.concat([writeAofHeader(2), ...Array.from({ length: records }, () => record)]);
}

describe('a reader that closes the pipe ends the program quietly, with the exit code of the file', () => {
  test.each([
    ['clean', 0, 0],
    ['damaged', 1, 1],
  ])('%s', async (_, missing, code) => {
    const folder = await mkdtemp(join(tmpdir(), 'shardscope-pipe-'));
    try {
      const path = join(folder, 'large.aof');
      const log = largeLog(20_000);
      await writeFile(path, log.subarray(0, log.length - missing));
      expect(await runBriefly('records', path)).toEqual({ code, stderr: '' });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe('a shard that holds more than there is memory for', () => {
  const ITEMS = 700_000;
  const IN_RECORD = 1000;
  const MIB = 200;

  /** With less memory than so many items take. */
  const runShort = runUnder(`--max-old-space-size=${MIB}`);

  const inFolder = async (use: (log: string, folder: string) => Promise<void>): Promise<void> => {
    const folder = await mkdtemp(join(tmpdir(), 'shardscope-'));
    try {
      const log = join(folder, 'shard-0.aof');
      const values = Array.from({ length: IN_RECORD }, (_, i) => encodeUtf8(`item ${i}`));
      const record = writeRecord({ type: 'RPUSH', key: encodeUtf8('list'), values });
      const bytes = Buffer.concat([writeAofHeader(2), ...new Array(ITEMS / IN_RECORD).fill(record)]);
      // One flipped bit, in an item.
      const damaged = 9 * record.length + 100;
      bytes[damaged] = (bytes[damaged] ?? 0) ^ 1;
      await writeFile(log, bytes);
      await use(log, folder);
    } finally {
      await rm(folder, { recursive: true });
    }
  };

  test(
    'a recovery says so, and how there is more',
    () =>
      inFolder(async (log) => {
        const { code, stdout, stderr } = await runShort('recover', log, '--shard', '0', '--salvage');
        expect(stderr).toMatch(
          /^shardscope: there is not enough memory for what the shard holds: replaying stopped at 1 key; NODE_OPTIONS=--max-old-space-size=\d+ gives Node twice the \d+ MiB that it may use now\n$/,
        );
        expect([code, stdout]).toEqual([3, '']);
        expect(await run('recover', log, '--shard', '0', '--salvage')).toMatchObject({ code: 1, stderr: '' });
      }),
    120_000,
  );

  test(
    'a repair compares records in place of keys, and is done all the same',
    () =>
      inFolder(async (log, folder) => {
        const output = join(folder, 'repaired.aof');
        const { code, stdout, stderr } = await runShort('repair', log, '-o', output, '--preset', 'fix-bits');
        expect([code, stderr]).toEqual([1, '']);
        expect(stdout).toContain('The keys are too many to be compared before and after');
        expect(stdout).toContain('it holds what was promised');
        expect(await run('check', output)).toMatchObject({ code: 0 });
      }),
    120_000,
  );
});
