import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type AofRecord, encodeUtf8 } from '../src/codec/index.ts';
import { buildLog, buildSnapshot } from '../test/support/buildFiles.ts';
import { fixturePath, jsonLines, keyOptions, runCommand } from '../test/support/commandLine.ts';
import { ExitCode } from './exitCode.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shardscope-convert-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const AT = ['--at', '1790000000000'] as const;
const convert = (path: string, to: string, ...options: readonly string[]) =>
  runCommand('convert', path, '--to', to, '-o', join(folder, `shard-0.${to}`), ...options);
const written = (to: string): Buffer => readFileSync(join(folder, `shard-0.${to}`));
const text = encodeUtf8;

describe('a file’s records', () => {
  test.each([
    ['intact/base-small-all-tags.aof', ExitCode.clean],
    ['intact/base.snap', ExitCode.clean],
    ['damaged/flip-value.aof', ExitCode.damaged],
  ] as const)('%s as JSON lines is what "records" prints', async (path, code) => {
    for (const salvage of [[], ['--salvage']]) {
      const printed = await runCommand('records', fixturePath(path), ...salvage);
      const ran = await convert(fixturePath(path), 'json', '--force', ...salvage);
      expect(ran.code).toBe(code);
      expect(written('json').toString()).toBe(printed.stdout);
    }
  });

  test('as CSV: one line a record, whatever is in its key', async () => {
    const records: AofRecord[] = [
      { type: 'SET', key: text('a,"b"\n'), value: text('x'), expire_ms: 5n },
      { type: 'ZADD', key: text('z'), members: [{ score: 0x8000000000000000n, member: text('m') }] },
      { type: 'PEXPIREAT', key: text('z'), timestamp_ms: 7n },
    ];
    const built = buildLog(records);
    await writeFile(join(folder, 'in.aof'), built.bytes);
    expect((await convert(join(folder, 'in.aof'), 'csv')).code).toBe(ExitCode.clean);
    const [first, second, third] = built.starts;
    expect(written('csv').toString()).toBe(
      [
        'i,at,size,type,key,arguments,ttl,state',
        `0,${first},${(second ?? 0) - (first ?? 0)},SET,"a,""b""\n","{""value"":""eA==""}",5,ok`,
        `1,${second},${(third ?? 0) - (second ?? 0)},ZADD,z,"{""members"":[{""member"":""m"",""score"":-0.0,""score_bits"":""8000000000000000""}]}",,ok`,
        `2,${third},${built.end - (third ?? 0)},PEXPIREAT,z,,7,ok`,
        '',
      ].join('\r\n'),
    );
  });

  test('as commands, each in the form that Redis takes', async () => {
    const key = text('k');
    const records: AofRecord[] = [
      { type: 'SET', key, value: text('v'), expire_ms: 0n },
      { type: 'SET', key, value: text('v'), expire_ms: -1n },
      { type: 'ZADD', key: text('z'), members: [{ score: 0x7ff0000000000000n, member: text('m') }] },
      { type: 'HSET', key: text('h'), fields: [{ field: text('f'), value: text('1') }] },
      { type: 'COPY', source: key, destination: text('c'), replace: 1 },
      { type: 'LINSERT', key: text('l'), before: 0, pivot: text('p'), value: text('v') },
      { type: 'SETRANGE', key, offset: -1n, value: text('v') },
      { type: 'BITOP', op: 3, dest: key, keys: [text('x'), text('y')] },
      { type: 'VREM', key: text('vec'), element: text('e') },
    ];
    await writeFile(join(folder, 'in.aof'), buildLog(records).bytes);
    const { code, stderr } = await convert(join(folder, 'in.aof'), 'resp');
    const commands = written('resp')
      .toString()
      .split(/\*\d+\r\n/)
      .slice(1)
      .map((command) => command.split('\r\n').filter((_, i) => i % 2 === 1));
    expect(commands).toEqual([
      ['SET', 'k', 'v', 'PX', '1'],
      ['SET', 'k', 'v'],
      ['ZADD', 'z', '+inf', 'm'],
      ['HSET', 'h', 'f', '1'],
      ['COPY', 'k', 'c', 'REPLACE'],
      ['LINSERT', 'l', 'AFTER', 'p', 'v'],
      ['SETRANGE', 'k', '18446744073709551615', 'v'],
      ['BITOP', 'NOT', 'k', 'x'],
    ]);
    expect(code).toBe(ExitCode.damaged);
    expect(stderr).toContain('left out: "vec": a VREM, which Redis does not have');
  });
});

describe('what a shard holds', () => {
  const DIRECTORIES = [
    ['intact/data-plain', '0', null],
    ['intact/data-plain', '3', null],
    ['intact/data-enc', '1', 'keys/key.hex'],
    ['damaged/data-aof-flip', '0', null],
    ['damaged/data-snap-footer', '0', null],
  ] as const;

  test.each(DIRECTORIES)(
    '%s shard %s comes back from a snapshot and from a log',
    async (path, shard, key) => {
      const where = [fixturePath(path), '--shard', shard, ...AT, ...keyOptions(key)];
      const before = await runCommand('recover', ...where, '--schemas');
      const lines = jsonLines(before.stdout);
      for (const to of ['snap', 'aof']) {
        const [directory = '', ...options] = where;
        const ran = await convert(directory, to, ...options, '--force');
        // Schemas live in the log: a snapshot alone is missing them, and says so.
        const isWhole = !ran.stderr.includes('a protobuf schema, which lives in the log');
        expect(ran.code).toBe(isWhole ? before.code : ExitCode.damaged);
        expect(isWhole).toBe(to === 'aof' || !lines.some((line) => 'schema' in line));
        const made = join(folder, `shard-0.${to}`);
        const after = await runCommand('recover', made, '--shard', shard, ...AT, '--schemas');
        const promised = lines.filter((line) => to === 'aof' || 'key' in line);
        expect(sorted(jsonLines(after.stdout))).toEqual(sorted(withTimesLeft(promised)));
        if (to === 'snap') expect(after.code).toBe(ExitCode.clean);
      }
    },
  );

  test('records that the server can’t read back come back with --salvage', async () => {
    const log = fixturePath('intact/base-small-all-tags.aof');
    const all = jsonLines((await runCommand('recover', log, '--salvage', ...AT)).stdout);
    expect((await convert(log, 'snap', '--salvage', ...AT)).code).not.toBe(ExitCode.unreadable);
    const after = jsonLines((await runCommand('recover', join(folder, 'shard-0.snap'), ...AT)).stdout);
    expect(sorted(after)).toEqual(sorted(withTimesLeft(all)));
  });

  test('as commands that make the keys, long collections in several', async () => {
    const items = Array.from({ length: 2500 }, (_, i) => text(String(i)));
    const { bytes } = buildSnapshot([
      { type: 'list', key: text('l'), value: items, expire_ms: 9n },
      { type: 'string', key: text('gone'), value: text('x'), expire_ms: 0n },
      {
        type: 'zset',
        key: text('z'),
        value: [{ score: 0x7ff8000000000000n, member: text('m') }],
        expire_ms: -1n,
      },
    ]);
    await mkdir(join(folder, 'data'));
    await writeFile(join(folder, 'data', 'shard-0.snap'), bytes);
    const { code, stderr } = await convert(join(folder, 'data'), 'resp');
    const resp = written('resp').toString();
    expect(resp.match(/RPUSH/g)).toHaveLength(3);
    expect(resp).toContain('*3\r\n$7\r\nPEXPIRE\r\n$1\r\nl\r\n$1\r\n9\r\n');
    expect(resp).not.toContain('gone');
    expect(code).toBe(ExitCode.damaged);
    expect(stderr).toContain('left out: "z": a member with the score NaN, which Redis refuses');
  });

  test('of a log beside its snapshot says that the log alone counts', async () => {
    await cp(fixturePath('intact/data-plain'), join(folder, 'data'), { recursive: true });
    const { stderr } = await convert(join(folder, 'data', 'shard-0.aof'), 'snap');
    expect(stderr).toContain('shard-0.snap does not count; name the directory and --shard for both');
  });
});

describe('what is refused, writes nothing', () => {
  test.each([
    [['intact/base.snap', 'xml'], ExitCode.usage, 'there is no form "xml"'],
    [['intact/data-plain', 'csv'], ExitCode.usage, '--to csv is for one file'],
    [['intact/data-plain', 'snap'], ExitCode.usage, '--shard says which one'],
    [['damaged/header-version-99.aof', 'json'], ExitCode.unreadable, 'unknown format version'],
    [['damaged/enc-no-key.aof', 'snap'], ExitCode.unreadable, 'is encrypted'],
    [['none.aof', 'snap'], ExitCode.unreadable, 'no such file'],
  ] as const)('%j', async ([path, to], code, message) => {
    const ran = await convert(fixturePath(path), to);
    expect(ran).toMatchObject({ code, stdout: '' });
    expect(ran.stderr).toContain(message);
    expect(existsSync(join(folder, `shard-0.${to}`))).toBe(false);
  });

  test('a file that is there, without --force', async () => {
    await writeFile(join(folder, 'shard-0.csv'), 'mine');
    const ran = await convert(fixturePath('intact/base.snap'), 'csv');
    expect(ran.code).toBe(ExitCode.usage);
    expect(written('csv').toString()).toBe('mine');
  });
});

type Line = Readonly<Record<string, unknown>>;

/** An expiry at an absolute time is written as what is left of it. */
const withTimesLeft = (lines: readonly Line[]): Line[] =>
  lines.map(({ expire_at_ms: at, ...line }) =>
    at === undefined ? line : { ...line, ttl_ms: String(BigInt(String(at)) - BigInt(AT[1])) },
  );

/** Members of a sorted set come in the order of insertion. */
const sorted = (lines: readonly Line[]): Line[] =>
  lines.map((line) =>
    line.type !== 'zset'
      ? line
      : {
          ...line,
          value: [...(line.value as { member: string }[])].sort((a, b) => (a.member < b.member ? -1 : 1)),
        },
  );
