/* Plans as files, repairs in place, and rewrites for a reader. */
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { encodeUtf8 } from '../src/codec/index.ts';
import { buildLog, buildSnapshot } from '../test/support/buildFiles.ts';
import { fixturePath, type JsonLine, jsonLines, runCommand } from '../test/support/commandLine.ts';
import { readFixture } from '../test/support/emberFixtures.ts';
import { ExitCode } from './exitCode.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shardscope-plan-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const DAMAGED = fixturePath('damaged/flip-value.aof');
const inFolder = (name: string): string => join(folder, name);

interface SavedPlan {
  version: number;
  source: { name: string; size: number; sha256: string };
  steps: Record<string, unknown>[];
}

async function savedPlan(): Promise<SavedPlan> {
  const { code } = await runCommand(
    'repair',
    DAMAGED,
    '--preset',
    'salvage',
    '--save-plan',
    inFolder('plan.json'),
  );
  expect(code).toBe(ExitCode.damaged);
  return JSON.parse(await readFile(inFolder('plan.json'), 'utf8'));
}

const apply = async (file: string, plan: unknown) => {
  await writeFile(inFolder('edited.json'), typeof plan === 'string' ? plan : JSON.stringify(plan));
  return runCommand('repair', file, '--plan', inFolder('edited.json'), '-o', inFolder('out.aof'));
};

describe('a plan as a file', () => {
  test('carries what it is for, and does what the preset does', async () => {
    const plan = await savedPlan();
    expect(plan).toMatchObject({ version: 1, source: { name: 'flip-value.aof', size: 6010 } });
    expect((await apply(DAMAGED, plan)).code).toBe(ExitCode.damaged);
    await runCommand('repair', DAMAGED, '--preset', 'salvage', '-o', inFolder('direct.aof'));
    expect(await readFile(inFolder('out.aof'))).toEqual(await readFile(inFolder('direct.aof')));
  });

  test('may have steps switched off', async () => {
    const plan = await savedPlan();
    for (const step of plan.steps) if (step.optional === true) step.on = false;
    const { stdout } = await apply(DAMAGED, plan);
    expect(stdout).toContain('it holds what was promised; 1 fault left');
    expect(await readFile(inFolder('out.aof'))).toEqual(await readFile(DAMAGED));
  });

  test('is not saved over anything', async () => {
    await savedPlan();
    const again = await runCommand('repair', DAMAGED, '--save-plan', inFolder('plan.json'));
    expect(again).toMatchObject({ code: ExitCode.usage, stderr: expect.stringContaining('exists; --force') });
    const own = await runCommand('repair', DAMAGED, '--save-plan', DAMAGED, '--force');
    expect(own).toMatchObject({
      code: ExitCode.usage,
      stderr: expect.stringContaining('is the input itself'),
    });
  });

  test.each([
    ['another file of another size', 'damaged/flip-crc.aof', 'SHA-256'],
    ['another size', 'damaged/trunc-mid-value.aof', '6,010 bytes'],
    ['another format', 'damaged/snap-flip-value.snap', 'another format'],
  ])('is refused for %s', async (_, path, why) => {
    const { code, stderr } = await apply(fixturePath(path), await savedPlan());
    expect(code).toBe(ExitCode.usage);
    expect(stderr).toMatch(/^shardscope: .+edited\.json is refused\. [^\n]+\n$/);
    expect(stderr).toContain(why);
    expect(stderr).toContain('It was made for “flip-value.aof”.');
    expect(await readdir(folder)).toEqual(['edited.json', 'plan.json']);
  });

  test.each([
    ['no JSON', () => '{', 'not JSON'],
    ['a version from the future', (plan: SavedPlan) => ({ ...plan, version: 2 }), 'version 2'],
    [
      'a step without an offset',
      (plan: SavedPlan) => ({ ...plan, steps: [{ ...plan.steps[0], offset: null }] }),
      'steps[0].offset',
    ],
    ['no SHA-256', (plan: SavedPlan) => ({ ...plan, source: { ...plan.source, sha256: null } }), 'SHA-256'],
  ])('is refused with %s', async (_, change, why) => {
    const { code, stderr } = await apply(DAMAGED, change(await savedPlan()));
    expect(code).toBe(ExitCode.usage);
    expect(stderr).toContain(why);
  });

  test('whose output would not hold what it promises is not carried out', async () => {
    const plan = await savedPlan();
    // Half of a record that holds.
    const step = { ...plan.steps[0], id: 'mine', offset: 10, length: 10 };
    const { code, stdout, stderr } = await apply(DAMAGED, { ...plan, steps: [step, ...plan.steps] });
    expect({ code, stdout }).toEqual({ code: ExitCode.damaged, stdout: '' });
    expect(stderr).toMatch(/not written: read back it is not what the plan promised: [^\n]+\n$/);
    expect(await readdir(folder)).toEqual(['edited.json', 'plan.json']);
  });
});

describe('in place', () => {
  const repairHere = (...options: readonly string[]) =>
    runCommand('repair', inFolder('shard-0.aof'), '--in-place', '--json', ...options);

  test('the original stays as a backup, each time another one', async () => {
    const path = inFolder('shard-0.aof');
    await copyFile(DAMAGED, path);
    const { ino } = await stat(path);
    const { code, stdout } = await repairHere();
    expect(code).toBe(ExitCode.damaged);
    expect(jsonLines(stdout)[0]).toMatchObject({ output: path, backup: `${path}.backup` });
    expect((await stat(path)).size).toBe(5860);
    expect(await readFile(`${path}.backup`)).toEqual(await readFile(DAMAGED));
    expect((await stat(`${path}.backup`)).ino).toBe(ino);
    await copyFile(fixturePath('damaged/flip-crc.aof'), path);
    expect(jsonLines((await repairHere()).stdout)[0]).toMatchObject({ backup: `${path}.backup-2` });
    expect((await readdir(folder)).sort()).toEqual([
      'shard-0.aof',
      'shard-0.aof.backup',
      'shard-0.aof.backup-2',
    ]);
  });

  test('a file with nothing to change is left alone', async () => {
    await copyFile(fixturePath('intact/base-small.aof'), inFolder('shard-0.aof'));
    const before = await stat(inFolder('shard-0.aof'));
    const { code, stdout } = await repairHere();
    expect(code).toBe(ExitCode.clean);
    expect(jsonLines(stdout)[0]).toMatchObject({ unchanged: true, output: null, backup: null });
    expect(await readdir(folder)).toEqual(['shard-0.aof']);
    expect((await stat(inFolder('shard-0.aof'))).ino).toBe(before.ino);
  });

  test('behind a symbolic link it is the file itself that is repaired', async () => {
    await mkdir(inFolder('data'));
    await copyFile(DAMAGED, inFolder('data/shard-0.aof'));
    await symlink(inFolder('data/shard-0.aof'), inFolder('shard-0.aof'));
    await repairHere();
    expect(await readdir(inFolder('data'))).toEqual(['shard-0.aof', 'shard-0.aof.backup']);
    expect((await stat(inFolder('shard-0.aof'))).size).toBe(5860);
  });

  test('a dry run leaves it alone', async () => {
    await copyFile(DAMAGED, inFolder('shard-0.aof'));
    await repairHere('--dry-run');
    expect(await readdir(folder)).toEqual(['shard-0.aof']);
  });
});

describe('rewritten for a reader', () => {
  const statesOf = async (directory: string, ...options: readonly string[]) =>
    jsonLines((await runCommand('recover', directory, '--shard', '0', '--at', '0', ...options)).stdout);

  test('the shard then comes to the state that it should have', async () => {
    for (const place of ['before', 'after']) {
      await mkdir(inFolder(place));
      await copyFile(fixturePath('intact/data-plain/shard-0.snap'), inFolder(`${place}/shard-0.snap`));
    }
    await copyFile(fixturePath('intact/base-small-all-tags.aof'), inFolder('before/shard-0.aof'));
    const { code, stdout, stderr } = await runCommand(
      'repair',
      inFolder('before/shard-0.aof'),
      '--preset',
      'rewrite',
      '--reader',
      '0.4.9',
      '-o',
      inFolder('after/shard-0.aof'),
    );
    expect(code).toBe(ExitCode.clean);
    expect(stdout).toMatch(/Write the state of \d+ keys at the end/);
    expect(stderr).toMatch(/note: .+shard-0\.snap is taken for what the log goes on from/);
    const wanted = await statesOf(inFolder('before'), '--salvage');
    const found = await statesOf(inFolder('after'));
    expect((await statesOf(inFolder('before'))).length).toBeLessThan(wanted.length);
    // An absolute expiry has become a time left.
    const withoutClock = (line: JsonLine) => ({ ...line, ttl_ms: null, expire_at_ms: null });
    const alive = wanted.filter((line) => line.expire_at_ms === undefined).map(withoutClock);
    expect(found.map(withoutClock)).toEqual(expect.arrayContaining(alive));
    expect(found.length).toBeLessThanOrEqual(wanted.length);
    const checked = jsonLines((await runCommand('check', '--json', inFolder('after/shard-0.aof'))).stdout)[0];
    expect(checked).toMatchObject({ verdict: { error: null, silently_dropped: 0 } });
  });

  test('a snapshot that the server would not load is told, and not built on', async () => {
    await copyFile(fixturePath('intact/base-small-all-tags.aof'), inFolder('shard-0.aof'));
    await copyFile(fixturePath('damaged/snap-footer-wrong.snap'), inFolder('broken.snap'));
    await copyFile(fixturePath('intact/data-plain/shard-1.snap'), inFolder('shard-0.snap'));
    const repair = (...options: readonly string[]) =>
      runCommand('repair', inFolder('shard-0.aof'), '--dry-run', ...options);
    const other = await repair('--preset', 'rewrite');
    expect(other).toMatchObject({ code: ExitCode.usage, stdout: '' });
    expect(other.stderr).toContain('snapshot shard_id 1 does not match expected 0');
    expect((await repair('--preset', 'rewrite', '--no-snapshot')).code).toBe(ExitCode.clean);
    const plain = await repair('--preset', 'salvage', '--snapshot', inFolder('broken.snap'));
    expect(plain.code).toBe(ExitCode.clean);
    expect(plain.stderr).toMatch(
      /note: ember 0\.4\.9 does not load .+broken\.snap: .+; the log goes on from nothing/,
    );
  });

  test('a log that changes what only a snapshot can have held is not rewritten without one', async () => {
    const value = encodeUtf8('new');
    const log = buildLog([
      { type: 'RPUSH', key: encodeUtf8('here'), values: [value] },
      { type: 'LSET', key: encodeUtf8('here'), index: 0n, value },
      { type: 'LSET', key: encodeUtf8('elsewhere'), index: 0n, value },
    ]);
    await writeFile(inFolder('moved.aof'), log.bytes);
    const rewrite = (...options: readonly string[]) =>
      runCommand('repair', inFolder('moved.aof'), '--preset', 'rewrite', '--json', ...options);
    const refused = await rewrite('-o', inFolder('out.aof'));
    expect(refused).toMatchObject({ code: ExitCode.usage, stdout: '' });
    expect(refused.stderr).toContain('changes the key "elsewhere", which nothing in it made');
    expect(await readdir(folder)).toEqual(['moved.aof']);
    // With the snapshot the list keeps what the log did not touch.
    const items = [encodeUtf8('old'), encodeUtf8('kept')];
    const entry = { type: 'list', key: encodeUtf8('elsewhere'), value: items, expire_ms: -1n } as const;
    await writeFile(inFolder('its.snap'), buildSnapshot([entry]).bytes);
    const { code, stdout } = await rewrite('--snapshot', inFolder('its.snap'), '-o', inFolder('shard-0.aof'));
    expect(code).toBe(ExitCode.clean);
    expect(jsonLines(stdout)[0]).toMatchObject({
      snapshot: inFolder('its.snap'),
      keys: { before: 2, after: 2 },
    });
    const base64 = (text: string): string => Buffer.from(text).toString('base64');
    const [first] = await statesOf(folder);
    expect(first).toMatchObject({ key: 'elsewhere', value: [base64('new'), base64('kept')] });
    expect((await rewrite('--no-snapshot', '--dry-run')).code).toBe(ExitCode.clean);
  });

  test('an encrypted log needs none, and a snapshot takes none', async () => {
    const rewrite = (path: string, ...options: readonly string[]) =>
      runCommand('repair', fixturePath(path), '--preset', 'rewrite', '--dry-run', ...options);
    const key = ['--key-file', fixturePath('keys/key.hex')];
    expect(await rewrite('intact/enc-base.aof', ...key)).toMatchObject({ code: ExitCode.unreadable });
    expect(await rewrite('intact/base.snap')).toMatchObject({ code: ExitCode.unreadable });
    const named = await rewrite('intact/base.snap', '--snapshot', fixturePath('intact/base.snap'));
    expect(named).toMatchObject({ code: ExitCode.usage });
  });
});

test('a flipped bit is flipped back', async () => {
  await runCommand('repair', DAMAGED, '--preset', 'fix-bits', '-o', inFolder('out.aof'));
  expect(new Uint8Array(await readFile(inFolder('out.aof')))).toEqual(readFixture('intact/base-small.aof'));
});
