import { readdirSync, readFileSync } from 'node:fs';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { encodeUtf8 } from '../src/codec/index.ts';
import { buildLog, buildSnapshot } from '../test/support/buildFiles.ts';
import {
  fixturePath,
  type JsonLine,
  jsonLines,
  keyOptions,
  runCommand,
} from '../test/support/commandLine.ts';
import { ExitCode } from './exitCode.ts';

interface ExpectedShard {
  readonly loaded_snapshot: boolean;
  readonly replayed_aof: boolean;
  readonly logs: readonly string[];
  readonly entries?: readonly JsonLine[];
  readonly schemas?: readonly JsonLine[];
  readonly panic?: boolean;
}

interface ExpectedDirectory {
  readonly key_file: string | null;
  readonly shards: Readonly<Record<string, Readonly<Record<string, ExpectedShard>>>>;
}

const cases = ['intact', 'damaged'].flatMap((set) =>
  readdirSync(fixturePath(set))
    .filter((name) => name.startsWith('data-') && name.endsWith('.expected.json'))
    .flatMap((name) => {
      const expected = JSON.parse(readFileSync(fixturePath(`${set}/${name}`), 'utf8')) as ExpectedDirectory;
      const directory = `${set}/${name.replace('.expected.json', '')}`;
      return Object.entries(expected.shards).flatMap(([shard, outcomes]) =>
        Object.entries(outcomes).map(([who, outcome]) => ({
          directory,
          shard,
          who,
          outcome,
          keyFile: who === 'ember_without_key' ? null : expected.key_file,
        })),
      );
    }),
);

/** Members of a sorted set and elements of a vector set come in the order of insertion, which the server's lack. */
function sortMembers(line: JsonLine): JsonLine {
  if (line.type !== 'zset') return line;
  const members = [...(line.value as readonly { readonly member: string }[])];
  return {
    ...line,
    value: members.sort((a, b) => Buffer.compare(Buffer.from(a.member), Buffer.from(b.member))),
  };
}

describe('a shard holds what the real server holds', () => {
  test('every data directory is there', () => {
    expect(new Set(cases.map(({ directory }) => directory)).size).toBe(18);
  });

  test.each(cases)('$directory shard $shard: $who', async ({ directory, shard, who, outcome, keyFile }) => {
    const salvage = who === 'if_all_tags_were_readable' ? ['--salvage'] : [];
    const { code, stdout, stderr } = await runCommand(
      'recover',
      fixturePath(directory),
      '--shard',
      shard,
      '--at',
      '1790000000000',
      '--schemas',
      ...salvage,
      ...keyOptions(keyFile),
    );
    const notes = stderr.split('\n').filter((line) => line.startsWith('shardscope: '));
    if (outcome.panic === true) {
      expect({ code, stdout }).toEqual({ code: ExitCode.damaged, stdout: '' });
      expect(notes.join()).toContain('the server goes down while it replays shard-0.aof');
      return;
    }
    const logs = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('shardscope: '));
    expect(logs).toEqual(outcome.logs);
    const lines = jsonLines(stdout);
    const keys = lines.filter((line) => 'key' in line);
    const schemas = lines.filter((line) => 'schema' in line);
    if (outcome.entries !== undefined)
      expect(keys.map(sortMembers)).toEqual(outcome.entries.map(sortMembers));
    if (outcome.schemas !== undefined) expect(schemas).toEqual(outcome.schemas);
    if (salvage.length > 0) return;
    const failed = logs.some((line) => line.startsWith('WARN failed'));
    if (failed) expect(code).not.toBe(ExitCode.clean);
    else expect(code).toBe(notes.length === 0 ? ExitCode.clean : ExitCode.damaged);
  });
});

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shardscope-recover-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('which shard', () => {
  test('the only one there is need not be named', async () => {
    const { code, stdout } = await runCommand('recover', fixturePath('damaged/data-only-aof'));
    expect(code).not.toBe(ExitCode.usage);
    expect(jsonLines(stdout).length).toBeGreaterThan(10);
  });

  test.each([
    ['damaged/data-shards-0-2-7', [], ExitCode.usage, '--shard says which one; there are 0, 2, 7'],
    [
      'damaged/data-shards-0-2-7',
      ['--shard', '1'],
      ExitCode.unreadable,
      'holds no shard 1; there are 0, 2, 7',
    ],
    ['damaged/data-only-aof', ['--shard', '70000'], ExitCode.usage, 'a number from 0 to 65535'],
    ['damaged/data-only-aof', ['--at', 'noon'], ExitCode.usage, 'a Unix time in milliseconds'],
    ['keys', [], ExitCode.unreadable, 'holds no shard-N.aof'],
    ['none', [], ExitCode.unreadable, 'no such file'],
  ] as const)('%s %j', async (path, options, code, message) => {
    const ran = await runCommand('recover', fixturePath(path), ...options);
    expect(ran).toMatchObject({ code, stdout: '' });
    expect(ran.stderr).toContain(message);
  });

  test('what the server never looks at does not count', async () => {
    const { code } = await runCommand('recover', fixturePath('damaged/data-leftover-tmp'), '--shard', '0');
    await copyFile(
      fixturePath('damaged/data-leftover-tmp/shard-0.snap.tmp'),
      join(folder, 'shard-1.snap.tmp'),
    );
    expect(code).toBe(ExitCode.clean);
    expect((await runCommand('recover', folder, '--shard', '1')).code).toBe(ExitCode.unreadable);
  });
});

describe('a single file', () => {
  test.each([
    ['intact/base-small.aof', ExitCode.clean],
    ['intact/base.snap', ExitCode.clean],
    ['damaged/flip-value.aof', ExitCode.damaged],
    ['damaged/trunc-mid-value.aof', ExitCode.damaged],
    ['damaged/snap-flip-value.snap', ExitCode.damaged],
    ['damaged/header-version-99.aof', ExitCode.unreadable],
    ['damaged/enc-no-key.aof', ExitCode.unreadable],
    ['README.md', ExitCode.unreadable],
  ] as const)('%s: exit code %i', async (path, code) => {
    expect((await runCommand('recover', fixturePath(path))).code).toBe(code);
  });

  test('with --salvage what is behind the damage counts too', async () => {
    const path = fixturePath('damaged/flip-value.aof');
    const plain = await runCommand('recover', path);
    const salvaged = await runCommand('recover', path, '--salvage');
    expect([jsonLines(plain.stdout).length, jsonLines(salvaged.stdout).length]).toEqual([22, 35]);
    expect(salvaged).toMatchObject({ code: ExitCode.damaged, stderr: expect.not.stringContaining('failed') });
  });

  test('what is dropped without a word is told', async () => {
    const { stderr } = await runCommand('recover', fixturePath('damaged/flip-keylen-bit24.aof'));
    expect(stderr).toContain('the server drops the last 1985 bytes of flip-keylen-bit24.aof without a word');
  });
});

describe('what is printed', () => {
  const key = (name: string) => encodeUtf8(name);

  test('keys in the order of their bytes, expired ones not, at the clock that is given', async () => {
    const names = ['b', '\ue000', '\u{10000}', 'a', '\uffff', 'é'];
    const records = names.map((name) => ({ type: 'INCR', key: key(name) }) as const);
    const at = { type: 'PEXPIREAT', key: key('a'), timestamp_ms: 5000n } as const;
    await writeFile(join(folder, 'shard-0.aof'), buildLog(records).bytes);
    const all = jsonLines((await runCommand('recover', folder)).stdout).map((line) => line.key);
    expect(all).toEqual(['a', 'b', 'é', '\ue000', '\uffff', '\u{10000}']);
    await writeFile(join(folder, 'shard-0.aof'), buildLog([...records, at]).bytes);
    const before = jsonLines((await runCommand('recover', folder, '--salvage', '--at', '4000')).stdout);
    expect(before[0]).toMatchObject({ key: 'a', expire_at_ms: '5000', ttl_ms: null });
    const after = jsonLines((await runCommand('recover', folder, '--salvage', '--at', '6000')).stdout);
    expect(after.map((line) => line.key)).not.toContain('a');
  });

  test('log lines as JSON', async () => {
    const { stderr } = await runCommand('recover', fixturePath('damaged/flip-value.aof'), '--json-logs');
    expect(jsonLines(stderr)).toContainEqual({
      from: 'ember',
      level: 'WARN',
      message: expect.stringContaining('failed to replay aof, using snapshot state only: crc32 mismatch'),
    });
    const dropped = await runCommand('recover', fixturePath('damaged/flip-keylen-bit24.aof'), '--json-logs');
    expect(jsonLines(dropped.stderr)).toMatchObject([{ from: 'shardscope', level: 'NOTE' }]);
  });

  test('values of many megabytes, whole', async () => {
    const value = new Uint8Array(17 << 20).map((_, i) => i & 0xff);
    const fields = [{ field: key('f'), value }];
    const { bytes } = buildSnapshot([
      { type: 'string', key: key('s'), value, expire_ms: -1n },
      { type: 'list', key: key('l'), value: [value, key('x')], expire_ms: 7n },
      { type: 'hash', key: key('h'), value: fields, expire_ms: -1n },
    ]);
    await writeFile(join(folder, 'shard-0.snap'), bytes);
    const { stdout } = await runCommand('recover', folder);
    const base64 = Buffer.from(value).toString('base64');
    const lines = jsonLines(stdout);
    expect(lines.map((line) => [line.key, line.type, line.ttl_ms])).toEqual([
      ['h', 'hash', null],
      ['l', 'list', '7'],
      ['s', 'string', null],
    ]);
    expect(lines[0]?.value).toEqual([{ field: 'f', value: base64 }]);
    expect(lines[1]?.value).toEqual([base64, 'eA==']);
    expect(lines[2]?.value).toBe(base64);
  });
});
