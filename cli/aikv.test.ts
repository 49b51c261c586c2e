import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type AikvFixture, aikvFixtures, readAikvJson } from '../test/support/aikvFixtures.ts';
import { jsonLines, runCommand } from '../test/support/commandLine.ts';
import { ExitCode } from './exitCode.ts';

const pathOf = (path: string): string =>
  fileURLToPath(new URL(`../test/fixtures/redis/${path}`, import.meta.url));
// The command line takes a log of 0 bytes for ember's unless it has AiKv's own name for it.
const fixtures = aikvFixtures().filter(({ path }) => path !== 'aikv/aof/empty.aof');
const cases = (wanted: (fixture: AikvFixture) => boolean) =>
  fixtures.filter(wanted).map((fixture) => [fixture.path, fixture] as const);

describe('check --json', () => {
  test.each(cases(() => true))('%s', async (path, fixture) => {
    const { code, stdout } = await runCommand('check', '--json', pathOf(path));
    const found = jsonLines(stdout)[0] ?? {};
    expect(found.format).toBe(fixture.isLog ? 'aikv-aof' : 'aikv-rdb');
    expect(found.verdict).toMatchObject({ reader: 'aikv 0.1.0' });
    const { error } = found.verdict as { readonly error: string | null };
    expect(error === null).toBe(fixture.reader.startsWith('OK'));
    if (error !== null) expect(fixture.reader).toContain(error);
    if (!fixture.isDamaged) expect(code).toBe(ExitCode.clean);
    const records = jsonLines((await runCommand('records', pathOf(path))).stdout).length;
    const all = jsonLines((await runCommand('records', '--salvage', pathOf(path))).stdout).length;
    expect([found.records, found.salvageable]).toEqual([records, all - records]);
  });
});

describe('records', () => {
  test('of a log: commands with their database, key and arguments', async () => {
    const { stdout, code } = await runCommand('records', pathOf('aikv/aof/demo.aof'));
    const { commands } = readAikvJson('aikv/aof/demo.aof.expected.json') as {
      readonly commands: readonly (readonly [number, number, readonly string[]])[];
    };
    const lines = jsonLines(stdout);
    expect(lines.map(({ at, size, args }) => [at, size, args])).toEqual(
      commands.map(([from, to, args]) => [from, to - from, args.slice(1)]),
    );
    expect(lines[0]).toEqual({
      i: 0,
      at: 0,
      size: 40,
      type: 'SET',
      db: 0,
      key: 'user:1:name',
      args: ['dXNlcjoxOm5hbWU=', 'Qm9i'],
    });
    expect(code).toBe(ExitCode.clean);
  });

  test('SELECT has no key, and what follows is in its database', async () => {
    const lines = jsonLines((await runCommand('records', pathOf('aikv/aof/mixed.aof'))).stdout);
    expect(lines[0]).toMatchObject({ type: 'SELECT', key: null });
    expect(lines[1]).toMatchObject({ type: 'ZADD', db: 3, key: 'leaderboard:w' });
    expect(lines[4]).toMatchObject({ type: 'RPUSH', db: 0 });
  });

  test('of an RDB: strings with their database and the time at which they expire', async () => {
    const lines = jsonLines((await runCommand('records', pathOf('aikv/rdb/demo.rdb'))).stdout);
    expect(lines).toContainEqual({
      i: 2,
      at: 96,
      size: 35,
      type: 'string',
      db: 0,
      key: 'session:abc123',
      value: 'dXNlcl9kYXRh',
      expire_at_ms: '9999999999999',
    });
    expect(lines.at(-1)).toMatchObject({ db: 1, key: 'counter', expire_at_ms: null });
  });

  test('an expiry that stands before another database sticks to the next key', async () => {
    const path = pathOf('aikv/damaged/expire-before-select.rdb');
    const lines = jsonLines((await runCommand('records', path)).stdout);
    expect(lines[16]).toMatchObject({ db: 2, expire_at_ms: '9999999999999' });
  });

  test('behind damage each says how much speaks for it, and whether its database is certain', async () => {
    const path = pathOf('aikv/damaged/eof-early.rdb');
    const lines = jsonLines((await runCommand('records', '--salvage', path)).stdout);
    expect(lines).toHaveLength(31);
    expect(lines[16]).toMatchObject({ salvaged: true, certainty: 'likely', db_certain: false });
    expect(lines[15]).not.toHaveProperty('certainty');
  });
});

describe('repair', () => {
  test('a salvage keeps what is behind damage, and AiKv loads it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'aikv-'));
    const output = join(folder, 'repaired.aof');
    const input = pathOf('aikv/damaged/three-damages.aof');
    const { stdout, code } = await runCommand('repair', input, '-o', output, '--preset', 'salvage', '--json');
    expect(code).toBe(ExitCode.damaged);
    expect(jsonLines(stdout)[0]).toMatchObject({
      records_kept: 70,
      after: { reader: 'aikv 0.1.0', error: null },
    });
    const lines = jsonLines((await runCommand('records', output)).stdout);
    expect(lines).toHaveLength(70);
    await rm(folder, { recursive: true });
  });

  test('a rewrite and a recovery need a replay, which there is none of yet', async () => {
    const input = pathOf('aikv/aof/mixed.aof');
    const rewrite = await runCommand('repair', input, '--preset', 'rewrite', '--dry-run');
    expect([rewrite.code, rewrite.stdout]).toEqual([ExitCode.unreadable, '']);
    const recover = await runCommand('recover', input);
    expect([recover.code, recover.stdout]).toEqual([ExitCode.unreadable, '']);
    expect(recover.stderr).toContain('only ember’s files are replayed yet');
  });
});
