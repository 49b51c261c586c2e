/* Files of Redis and Valkey: each is recognised, and what can't be shown is said in so many words. */
import { readdirSync, readFileSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { jsonLines, runCommand } from '../test/support/commandLine.ts';
import { ExitCode } from './exitCode.ts';

const pathOf = (path: string): string =>
  fileURLToPath(new URL(`../test/fixtures/redis/redis/${path}`, import.meta.url));

const PREAMBLE = 'append-only file that begins with an RDB snapshot';

describe('what can’t be shown is told by name', () => {
  test.each([
    ['rdb/empty.rdb', 'is a Redis or Valkey RDB file'],
    ['versions/redis-2.2.15.rdb', 'is a Redis or Valkey RDB file'],
    ['versions/valkey-9.1.2.rdb', 'is a Redis or Valkey RDB file'],
    ['damaged/rdb/flip-magic.rdb', 'its first bytes are neither REDIS'],
    ['damaged/rdb/zero-4096.rdb', 'its first bytes are neither REDIS'],
    ['damaged/rdb/psync-capture.rdb', 'taken off a replication link'],
    ['damaged/rdb/zero-length.rdb', 'is empty'],
    ['damaged/rdb/trunc-header.rdb', 'ends inside its header'],
    ['aof/legacy/appendonly-6.2.14-preamble.aof', PREAMBLE],
    ['aof/flushall/appendonlydir/appendonly.aof.1.base.rdb', 'is a Redis or Valkey RDB file'],
    ['aof/flushall/appendonlydir/appendonly.aof.1.incr.aof', 'with annotations'],
    ['aof/flushall/appendonlydir/appendonly.aof.manifest', 'is the manifest'],
    ['aof/odd-names/aof dir/my store.aof.manifest', 'is the manifest'],
    ['aof/flushall/appendonlydir', 'is an append-only directory of Redis or Valkey'],
  ])('%s', async (path, words) => {
    const ran = await runCommand('records', pathOf(path));
    expect(ran.code).toBe(ExitCode.unreadable);
    expect(ran.stdout).toBe('');
    expect(ran.stderr).toContain(words);
    expect((await runCommand('check', pathOf(path))).code).toBe(ExitCode.unreadable);
  });
});

/** What the first bytes of a fixture make it, told apart without the code under test. */
function wordsFor(path: string): string | null {
  const bytes = readFileSync(pathOf(path));
  const head = bytes.subarray(0, 16).toString('latin1');
  // The name says whose it would be.
  if (bytes.length === 0) return path.endsWith('.aof') ? null : 'is empty';
  if (head === 'REDIS') return null;
  if (path.endsWith('.manifest')) return 'is the manifest';
  if (/^(REDIS|VALKEY)\d{3}/.test(head)) {
    if (path.endsWith('.aof')) return PREAMBLE;
    // AiKv goes on with an auxiliary field, which Redis did not have in its first version.
    return head.startsWith('REDIS0001\u00fa') ? null : 'is a Redis or Valkey RDB file';
  }
  if (head.startsWith('#TS:')) return 'with annotations';
  if (head.startsWith('$')) return 'taken off a replication link';
  return path.endsWith('.rdb') ? 'its first bytes are neither REDIS' : null;
}

describe('every file of theirs gets an answer', () => {
  const files = readdirSync(pathOf(''), { recursive: true, encoding: 'utf8' }).filter((path) =>
    /\.(aof|rdb|manifest)$/.test(path),
  );

  test.each(files.map((path) => [path]))('%s', async (path) => {
    const words = wordsFor(path);
    const ran = await runCommand('check', pathOf(path));
    if (words === null) {
      // A log of commands, or cut off within its header: read, and judged.
      expect(ran.stdout).toMatch(/RESP log|AiKv RDB|ember log, 0 bytes/);
      expect(ran.stderr).toBe('');
      return;
    }
    expect(ran.code).toBe(ExitCode.unreadable);
    expect(ran.stderr).toContain(words);
    expect(ran.stderr.trimEnd()).not.toContain('\n');
  });
});

describe('logs of plain commands', () => {
  test.each([
    ['aof/legacy/appendonly-2.8.24.aof', null],
    ['aof/legacy/key-named-file.aof', null],
    ['damaged/aof/head-lost.aof', 'Invalid AOF format'],
  ])('%s is read, and whose verdict it is stands beside it', async (path, error) => {
    const { stdout } = await runCommand('check', pathOf(path));
    expect(stdout).toContain('RESP log');
    expect(stdout).toContain('AiKv 0.1.0');
    expect(stdout).toContain('Redis and Valkey write such files too, and read them by rules of their own');
    if (error !== null) expect(stdout).toContain(error);
    const [found] = jsonLines((await runCommand('check', '--json', pathOf(path))).stdout);
    expect(found).toMatchObject({ format: 'aikv-aof', verdict: { reader: 'aikv 0.1.0' } });
  });

  test('one of Redis 2.8 comes out command by command', async () => {
    const { stdout, code } = await runCommand('records', pathOf('aof/legacy/key-named-file.aof'));
    expect(code).toBe(ExitCode.clean);
    expect(jsonLines(stdout).map(({ type, db, key }) => [type, db, key])).toEqual([
      ['SELECT', 0, null],
      ['SET', 0, 'file'],
      ['SET', 0, 'note'],
      ['RPUSH', 0, 'l'],
    ]);
  });
});

test('an ember file renamed to .rdb is read as what it is', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'shardscope-'));
  try {
    const ember = fileURLToPath(new URL('../test/fixtures/ember/intact/base-medium.aof', import.meta.url));
    const renamed = join(folder, 'dump.rdb');
    await cp(ember, renamed);
    const [found] = jsonLines((await runCommand('check', '--json', renamed)).stdout);
    expect(found).toMatchObject({ format: 'ember-aof' });
    expect((await runCommand('records', renamed)).stdout).toBe((await runCommand('records', ember)).stdout);
  } finally {
    await rm(folder, { recursive: true });
  }
});
