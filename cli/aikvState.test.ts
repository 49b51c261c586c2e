/* What AiKv's files lead to, and what they are converted to and from. */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { encodeUtf8 } from '../src/codec/index.ts';
import { buildLog } from '../test/support/buildFiles.ts';
import { fixturePath, jsonLines, runCommand } from '../test/support/commandLine.ts';
import { ExitCode } from './exitCode.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shardscope-aikv-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const pathOf = (path: string): string =>
  fileURLToPath(new URL(`../test/fixtures/redis/aikv/${path}`, import.meta.url));
const AT = ['--at', '1795190173000'] as const;
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const resp = (...commands: readonly string[]): string =>
  commands
    .map((command) => command.split(' '))
    .map((args) => `*${args.length}\r\n${args.map((arg) => `$${arg.length}\r\n${arg}\r\n`).join('')}`)
    .join('');
const file = async (name: string, content: string | Uint8Array): Promise<string> => {
  await writeFile(join(folder, name), content);
  return join(folder, name);
};
const convert = async (path: string, to: string, ...options: readonly string[]) => {
  const out = join(folder, `out.${to}`);
  return { ...(await runCommand('convert', path, '--to', to, '-o', out, '--force', ...AT, ...options)), out };
};

describe('recover', () => {
  test('prints what the commands lead to, with databases, times and what is uncertain', async () => {
    const log = resp(
      'SET a 1',
      'INCR a',
      'SELECT 2',
      'RPUSH l x y',
      'PEXPIREAT l 1795190174000',
      'SET gone x PXAT 1',
      'XADD s 1-1 f v',
      'SET h x',
      'NEW.COMMAND h',
    );
    const { stdout, stderr, code } = await runCommand('recover', await file('appendonly.aof', log), ...AT);
    expect(jsonLines(stdout)).toEqual([
      { key: 'a', type: 'string', value: base64('2'), ttl_ms: null, db: 0 },
      { key: 'h', type: 'string', value: base64('x'), ttl_ms: null, db: 2, uncertain: true },
      {
        key: 'l',
        type: 'list',
        value: [base64('x'), base64('y')],
        ttl_ms: null,
        expire_at_ms: '1795190174000',
        db: 2,
      },
      { key: 's', type: null, value: null, ttl_ms: null, db: 2, uncertain: true },
    ]);
    expect(stderr).toContain('of 2 keys it is uncertain what they hold');
    expect(stderr).toContain('"h (database 2)"');
    expect(code).toBe(ExitCode.clean);
  });

  test.each([
    ['rdb/databases.rdb', 'databases.rdb'],
    ['rdb/expire.rdb', 'expire.rdb'],
    ['rdb/demo.rdb', 'demo.rdb'],
  ])('an RDB’s keys are those that AiKv’s reader returned: %s', async (path) => {
    interface Entry {
      readonly key_utf8?: string;
      readonly value: string;
      readonly expire_ms: number | null;
    }
    const { dbs } = JSON.parse(readFileSync(`${pathOf(path)}.expected.json`, 'utf8')) as {
      readonly dbs: Readonly<Record<string, { readonly entries: readonly Entry[] }>>;
    };
    const wanted = Object.entries(dbs).flatMap(([db, { entries }]) =>
      entries
        .filter(({ expire_ms: at }) => at === null || at > 0)
        .map(({ key_utf8: key, value, expire_ms: at }) => [Number(db), key, value, at]),
    );
    const { stdout } = await runCommand('recover', pathOf(path), '--at', '0');
    const found = jsonLines(stdout).map(({ db, key, value, expire_at_ms: at }) => [
      db,
      key,
      value,
      at === undefined ? null : Number(at),
    ]);
    expect(found).toHaveLength(wanted.length);
    expect(found).toEqual(expect.arrayContaining(wanted));
  });

  test('AiKv loads nothing of a damaged log; --salvage tells what a repair brings back', async () => {
    const refused = await runCommand('recover', pathOf('damaged/flip-star.aof'), ...AT);
    expect([refused.code, refused.stdout]).toEqual([ExitCode.damaged, '']);
    expect(refused.stderr).toContain('AiKv 0.1.0 refuses flip-star.aof, and loads nothing of it');
    const salvaged = await runCommand('recover', pathOf('damaged/flip-star.aof'), '--salvage', ...AT);
    expect(jsonLines(salvaged.stdout).length).toBeGreaterThan(0);
  });
});

describe('convert', () => {
  test('an RDB to JSON lines and back holds the same', async () => {
    const lines = await convert(pathOf('rdb/databases.rdb'), 'json');
    const rdb = await convert(lines.out, 'rdb');
    expect([lines.code, rdb.code, rdb.stderr]).toEqual([ExitCode.clean, ExitCode.clean, '']);
    const [found] = jsonLines((await runCommand('check', '--json', rdb.out)).stdout);
    expect(found).toMatchObject({ format: 'aikv-rdb', faults: [] });
    const state = (path: string) => runCommand('recover', path, '--at', '0');
    expect((await state(rdb.out)).stdout).toBe((await state(pathOf('rdb/databases.rdb'))).stdout);
  });

  test('an RDB as commands leads to the same', async () => {
    const { out, code } = await convert(pathOf('rdb/databases.rdb'), 'resp');
    expect(code).toBe(ExitCode.clean);
    const state = (path: string) => runCommand('recover', path, '--at', '0');
    expect((await state(out)).stdout).toBe((await state(pathOf('rdb/databases.rdb'))).stdout);
  });

  test('a log as commands is the log', async () => {
    const { out, code } = await convert(pathOf('aof/mixed.aof'), 'resp');
    expect(code).toBe(ExitCode.clean);
    expect(readFileSync(out).equals(readFileSync(pathOf('aof/mixed.aof')))).toBe(true);
  });

  test('a log’s state as an RDB, and as a snapshot and a log of ember’s: what they can’t hold is named', async () => {
    const log = await file('appendonly.aof', resp('SET a 1 PX 5000', 'RPUSH l x', 'SELECT 3', 'SET b 2'));
    const rdb = await convert(log, 'rdb');
    expect(rdb.code).toBe(ExitCode.damaged);
    expect(rdb.stderr).toContain('"l": a list value: AiKv’s RDB holds strings alone');
    expect(jsonLines((await runCommand('records', rdb.out)).stdout)).toMatchObject([
      { db: 0, key: 'a', value: base64('1'), expire_at_ms: '1795190178000' },
      { db: 3, key: 'b', value: base64('2'), expire_at_ms: null },
    ]);
    for (const to of ['snap', 'aof']) {
      const ember = await convert(log, to);
      expect(ember.stderr).toContain('b');
      const keys = jsonLines((await runCommand('recover', ember.out, ...AT)).stdout);
      expect(keys.map(({ key, type }) => [key, type])).toEqual([
        ['a', 'string'],
        ['l', 'list'],
      ]);
    }
  });

  test('an ember log as commands leads to what ember holds', async () => {
    const key = encodeUtf8;
    const { bytes } = buildLog([
      { type: 'SET', key: key('s'), value: key('x'), expire_ms: 5000n },
      { type: 'LPUSH', key: key('l'), values: [key('a'), key('b')] },
      { type: 'HSET', key: key('h'), fields: [{ field: key('f'), value: key('v') }] },
      { type: 'SADD', key: key('t'), members: [key('m'), key('n')] },
      { type: 'ZADD', key: key('z'), members: [{ score: 0x3ff0000000000000n, member: key('m') }] },
      { type: 'INCRBY', key: key('n'), delta: -7n },
      { type: 'RENAME', key: key('l'), newkey: key('list') },
      { type: 'COPY', source: key('t'), destination: key('u'), replace: 1 },
      { type: 'PEXPIRE', key: key('h'), milliseconds: 1000n },
    ]);
    const log = await file('shard-0.aof', bytes);
    const { out } = await convert(log, 'resp');
    const own = jsonLines((await runCommand('recover', log, ...AT)).stdout);
    const back = jsonLines((await runCommand('recover', out, ...AT)).stdout);
    expect(back).toEqual(own.map((line) => ({ ...line, db: 0 })));
    expect(back).toHaveLength(7);
  });

  test('an ember snapshot’s strings as an RDB', async () => {
    const { out, code } = await convert(fixturePath('intact/base.snap'), 'rdb');
    expect(code).toBe(ExitCode.damaged);
    const own = jsonLines((await runCommand('recover', fixturePath('intact/base.snap'), ...AT)).stdout);
    const strings = own.filter(({ type }) => type === 'string').map(({ key, value }) => [key, value]);
    const back = jsonLines((await runCommand('recover', out, ...AT)).stdout);
    expect(back.map(({ key, value }) => [key, value])).toEqual(strings);
  });

  test.each([
    ['{"key":"a"', ':1: is no JSON'],
    ['{"key":"a","type":"string","value":"eA=="}\n[]', ':2: is no JSON object'],
    ['{"type":"string","value":"eA=="}', ':1: has no "key"'],
    ['{"key":"a","type":"string","value":"*"}', ':1: has a "value" that is not Base64'],
    ['{"key":"a","type":"string","value":"","db":-1}', ':1: has a "db" that is no database'],
    ['{"key":"a","type":"string","value":"","db":1e99}', ':1: has a "db" that is no database'],
    ['{"key":"a","type":"string","value":"","expire_at_ms":"-1"}', 'is no Unix time'],
    ['{"key":"\\ud800","type":"string","value":""}', 'that is no Unicode text'],
  ])('a line that tells no key stops it, and nothing is written: %s', async (lines, words) => {
    const ran = await convert(await file('keys.jsonl', lines), 'rdb');
    expect(ran.code).toBe(ExitCode.unreadable);
    expect(ran.stderr).toContain(words);
    expect(() => readFileSync(ran.out)).toThrow();
  });

  test('lines of keys that an RDB can’t hold are named, the others written', async () => {
    const lines = [
      '{"key_base64":"/w==","type":"string","value":""}',
      '{"key":"l","type":"list","value":[]}',
      '{"key":"s","type":null,"value":null,"uncertain":true}',
      '{"key":"a","type":"string","value":"eA==","ttl_ms":"1000"}',
      '',
    ];
    const ran = await convert(await file('keys.jsonl', lines.join('\n')), 'rdb');
    expect(ran.code).toBe(ExitCode.damaged);
    expect(ran.stderr.match(/left out/g)).toHaveLength(3);
    expect(jsonLines((await runCommand('records', ran.out)).stdout)).toMatchObject([
      { key: 'a', value: 'eA==', expire_at_ms: '1795190174000' },
    ]);
  });
});
