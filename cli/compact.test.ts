import { createHash } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fixturePath, jsonLines, runCommand } from '../test/support/commandLine.ts';
import { ExitCode } from './exitCode.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shardscope-compact-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const PLAIN = fixturePath('intact/data-plain');
const SEALED = fixturePath('intact/data-enc');
const KEY = ['--key-file', fixturePath('keys/key.hex')];
const compact = (...args: readonly string[]) => runCommand('repair', '--preset', 'compact', ...args);
const keysOf = async (...args: readonly string[]) =>
  jsonLines((await runCommand('recover', ...args)).stdout).map(({ key, type, value }) => ({
    key,
    type,
    value,
  }));
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('a shard in a directory', () => {
  test.each([0, 1, 2, 3])(
    'shard %i becomes a snapshot and an empty log with the same keys',
    async (shard) => {
      const out = join(folder, 'out');
      const ran = await compact(PLAIN, '--shard', String(shard), '-o', out, '--json');
      expect(ran.code).toBe(ExitCode.clean);
      expect((await readdir(out)).sort()).toEqual([`shard-${shard}.aof`, `shard-${shard}.snap`]);
      expect(await keysOf(out)).toEqual(await keysOf(PLAIN, '--shard', String(shard), '--salvage'));
      const [report] = jsonLines(ran.stdout);
      expect(report).toMatchObject({ preset: 'compact', shard, verified: true, left_out: { count: 0 } });
      const outputs = report?.outputs as readonly { readonly path: string; readonly sha256: string }[];
      for (const file of outputs) expect(sha256(await readFile(file.path))).toBe(file.sha256);
      expect((await runCommand('check', out)).code).toBe(ExitCode.clean);
    },
  );

  test('encrypted files stay encrypted, under the same key', async () => {
    const out = join(folder, 'out');
    expect((await compact(SEALED, '--shard', '0', '-o', out, ...KEY)).code).toBe(ExitCode.clean);
    for (const name of ['shard-0.aof', 'shard-0.snap']) expect((await readFile(join(out, name)))[4]).toBe(3);
    expect(await keysOf(out, ...KEY)).toEqual(await keysOf(SEALED, '--shard', '0', '--salvage', ...KEY));
  });

  test('without the key nothing is written', async () => {
    const ran = await compact(SEALED, '--shard', '0', '-o', join(folder, 'out'));
    expect(ran.code).toBe(ExitCode.unreadable);
    expect(ran.stderr).toContain('give its key');
    expect(await readdir(folder)).toEqual([]);
  });

  test('a dry run writes nothing and says the same', async () => {
    const dry = jsonLines((await compact(PLAIN, '--shard', '0', '--dry-run', '--json')).stdout)[0];
    const out = join(folder, 'out');
    const done = jsonLines((await compact(PLAIN, '--shard', '0', '-o', out, '--json')).stdout)[0];
    expect({ ...done, outputs: null }).toEqual(dry);
    expect(await readdir(folder)).toEqual(['out']);
  });

  test('keys that the reader can’t load are left out, and named', async () => {
    const ran = await compact(PLAIN, '--shard', '0', '--dry-run', '--reader', '0.1.2');
    expect(ran.code).toBe(ExitCode.damaged);
    expect(ran.stdout).toContain('"hash:0"');
    expect(ran.stdout).toContain('1 protobuf schema');
  });

  test('the inputs are never written to, nor other files without being asked', async () => {
    for (const name of ['shard-0.aof', 'shard-0.snap']) await copyFile(join(PLAIN, name), join(folder, name));
    const before = await readFile(join(folder, 'shard-0.aof'));
    const over = await compact(folder, '-o', folder, '--force');
    expect([over.code, over.stderr]).toEqual([
      ExitCode.usage,
      expect.stringContaining('is the input itself'),
    ]);
    expect(await readFile(join(folder, 'shard-0.aof'))).toEqual(before);
    const out = join(folder, 'out');
    await mkdir(out);
    await writeFile(join(out, 'shard-0.aof'), 'precious');
    expect((await compact(folder, '-o', out)).code).toBe(ExitCode.usage);
    expect(await readFile(join(out, 'shard-0.aof'), 'utf8')).toBe('precious');
    expect(await readdir(out)).toEqual(['shard-0.aof']);
    expect((await compact(folder, '-o', out, '--force')).code).toBe(ExitCode.clean);
    expect((await readFile(join(out, 'shard-0.aof'))).subarray(0, 4).toString()).toBe('EAOF');
  });
});

describe('a log', () => {
  const LOG = join(PLAIN, 'shard-0.aof');

  test('is compacted with the snapshot beside it', async () => {
    const out = join(folder, 'out');
    expect((await compact(LOG, '-o', out)).code).toBe(ExitCode.clean);
    expect(await keysOf(out)).toEqual(await keysOf(PLAIN, '--shard', '0', '--salvage'));
  });

  test('that goes on from a snapshot which is not there is refused, unless there is none', async () => {
    const alone = join(folder, 'shard-0.aof');
    await copyFile(LOG, alone);
    const ran = await compact(alone, '-o', join(folder, 'out'));
    expect(ran.code).toBe(ExitCode.usage);
    expect(ran.stderr).toContain('--no-snapshot');
    expect((await compact(alone, '-o', join(folder, 'out'), '--no-snapshot')).code).toBe(ExitCode.clean);
    const named = await compact(alone, '-o', join(folder, 'with'), '--snapshot', join(PLAIN, 'shard-0.snap'));
    expect(named.code).toBe(ExitCode.clean);
    expect(await keysOf(join(folder, 'with'))).toEqual(await keysOf(PLAIN, '--shard', '0', '--salvage'));
  });

  test('that is damaged gives everything that holds, and the exit code says so', async () => {
    const damaged = join(folder, 'shard-0.aof');
    await copyFile(fixturePath('damaged/flip-value.aof'), damaged);
    const ran = await compact(damaged, '-o', join(folder, 'out'), '--no-snapshot');
    expect(ran.code).toBe(ExitCode.damaged);
    expect(ran.stderr).toContain('is damaged');
    expect(await keysOf(join(folder, 'out'))).toEqual(await keysOf(damaged, '--salvage'));
  });
});

test.each([
  [['x.aof'], 'needs -o DIR'],
  [['x.aof', '-o', 'y', '--plan', 'p.json'], 'no plan describes'],
  [['x.aof', '-o', 'y', '--in-place'], 'directory of its own'],
  [['x.aof', '-o', 'y', '--snapshot', 's', '--no-snapshot'], 'either --snapshot or --no-snapshot'],
])('%s is refused', async (args, why) => {
  const ran = await compact(...args);
  expect(ran.code).toBe(ExitCode.usage);
  expect(ran.stderr).toContain(why);
});
