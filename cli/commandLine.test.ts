import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fixturePath, jsonLines, runCommand } from '../test/support/commandLine.ts';
import { ExitCode } from './exitCode.ts';
import { COMMANDS, GENERAL_HELP, HELP } from './help.ts';

const INTACT = fixturePath('intact/data-plain/shard-0.aof');
const ENCRYPTED = fixturePath('damaged/enc-no-key.aof');

describe('help and version', () => {
  test.each([['--help'], ['-h'], ['help']])('%s', async (option) => {
    expect(await runCommand(option)).toEqual({ code: ExitCode.clean, stdout: GENERAL_HELP, stderr: '' });
  });

  test.each(COMMANDS.map((name) => [name] as const))(
    '%s --help, with anything else beside it',
    async (name) => {
      expect(await runCommand(name, '--nonsense', '--help')).toMatchObject({
        code: ExitCode.clean,
        stdout: HELP[name],
      });
      expect(await runCommand('help', name)).toMatchObject({ stdout: HELP[name] });
    },
  );

  test('no line is longer than a terminal is wide', () => {
    for (const text of [GENERAL_HELP, ...Object.values(HELP)]) {
      for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(120);
    }
  });

  test('--version', async () => {
    expect((await runCommand('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('wrong usage is one line and exit code 2', () => {
  test.each([
    [[]],
    [['chekc', INTACT]],
    [['check']],
    [['check', '--jsonn', INTACT]],
    [['check', INTACT, '--reader']],
    [['check', INTACT, '--reader', '1.0.0']],
    [['check', INTACT, '--reader', '0.4.9+magic']],
    [['records', '--json', INTACT]],
    [['repair', INTACT, INTACT, '-o', 'x']],
    [['check', ENCRYPTED, '--key', 'abc']],
    [['check', ENCRYPTED, '--key', 'x'.repeat(64)]],
    [['check', ENCRYPTED, '--key', 'a'.repeat(64), '--key-file', 'b']],
  ])('%j', async (args) => {
    const { code, stdout, stderr } = await runCommand(...args);
    expect({ code, stdout }).toEqual({ code: ExitCode.usage, stdout: '' });
    expect(stderr).toMatch(/^shardscope: [^\n]+\n$/);
  });
});

describe('keys', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shardscope-key-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test.each(['key.hex', 'key.raw', 'key-upper-crlf.hex'])('%s opens the file', async (name) => {
    const ran = await runCommand('records', ENCRYPTED, '--key-file', fixturePath(`keys/${name}`));
    expect(ran).toMatchObject({ code: ExitCode.clean, stderr: '' });
    expect(jsonLines(ran.stdout)).toHaveLength(112);
  });

  test.each([
    ['bad-33-bytes.raw', 'encryption key file is not valid UTF-8 or raw 32 bytes'],
    ['bad-short.key', 'encryption key file must be 32 raw bytes or 64 hex characters, got '],
    ['bad-nothex.hex', 'encryption key file contains invalid hex characters'],
  ])('%s is refused in ember’s words', async (name, message) => {
    const { code, stderr } = await runCommand(
      'records',
      ENCRYPTED,
      '--key-file',
      fixturePath(`keys/${name}`),
    );
    expect(code).toBe(ExitCode.usage);
    expect(stderr).toContain(message);
  });

  test('a “+” is taken, and told', async () => {
    const { stderr } = await runCommand(
      'records',
      ENCRYPTED,
      '--key-file',
      fixturePath('keys/odd-plus-sign.hex'),
    );
    expect(stderr).toMatch(/^shardscope: note: the key holds a “\+”/);
  });

  test('a key file that is not there, and one that is far too large', async () => {
    const missing = await runCommand('check', ENCRYPTED, '--key-file', join(folder, 'none'));
    expect(missing).toMatchObject({ code: ExitCode.unreadable });
    const large = join(folder, 'large');
    await writeFile(large, new Uint8Array(70_000));
    const refused = await runCommand('check', ENCRYPTED, '--key-file', large);
    expect(refused).toMatchObject({ code: ExitCode.usage });
    expect(refused.stderr).toContain('got 70000 bytes');
  });
});

describe('files and directories', () => {
  test('one file is not named, several are by their paths', async () => {
    const one = jsonLines((await runCommand('records', INTACT)).stdout);
    expect(one.some((line) => 'file' in line)).toBe(false);
    const snapshot = fixturePath('intact/data-plain/shard-0.snap');
    const two = jsonLines((await runCommand('records', snapshot, INTACT)).stdout);
    expect([...new Set(two.map((line) => line.file))]).toEqual([snapshot, INTACT]);
    expect(two.every((line) => Object.keys(line)[0] === 'file')).toBe(true);
  });

  test('the files of a directory are named within it, also when there is but one', async () => {
    const lines = jsonLines((await runCommand('records', fixturePath('damaged/data-only-aof'))).stdout);
    expect([...new Set(lines.map((line) => line.file))]).toEqual(['shard-0.aof']);
  });

  test('a directory without shards, and a path that is not there', async () => {
    for (const path of [fixturePath('keys'), fixturePath('none')]) {
      const { code, stderr } = await runCommand('check', path);
      expect(code).toBe(ExitCode.unreadable);
      expect(stderr).toMatch(/^shardscope: [^\n]+\n$/);
    }
  });
});
