import { describe, expect, test } from 'vitest';
import { fixturePath, jsonLines, keyOptions, runCommand } from '../test/support/commandLine.ts';
import { emberFixtures } from '../test/support/emberFixtures.ts';
import { ExitCode } from './exitCode.ts';

const fixtures = emberFixtures();

const check = async (path: string, ...options: readonly string[]) => {
  const { code, stdout } = await runCommand('check', '--json', fixturePath(path), ...options);
  const lines = jsonLines(stdout);
  expect(lines).toHaveLength(1);
  return { code, found: lines[0] ?? {} };
};

describe('every file: the verdict is ember’s, the counts are those of records', () => {
  test.each(fixtures.map((fixture) => [fixture.path, fixture] as const))('%s', async (path, fixture) => {
    const { ember, key_file: keyFile } = fixture.expected();
    const key = keyOptions(keyFile);
    const { code, found } = await check(path, ...key);
    expect(found.verdict).toMatchObject({
      reader: '0.4.9',
      records: ember.count,
      stopped_at: ember.stopped_at,
      error: ember.error,
      silently_dropped: ember.silently_dropped_tail_bytes ?? 0,
      unread_trailing: ember.unread_trailing_bytes ?? 0,
    });
    const plain = jsonLines((await runCommand('records', fixturePath(path), ...key)).stdout).length;
    const all = jsonLines(
      (await runCommand('records', '--salvage', fixturePath(path), ...key)).stdout,
    ).length;
    expect([found.records, found.salvageable]).toEqual([plain, all - plain]);
    const faults = found.faults as readonly { readonly severity: string; readonly offset: number }[];
    if (fixture.set === 'intact') expect(code).toBe(ExitCode.clean);
    if (code === ExitCode.clean) expect(faults.filter(({ severity }) => severity !== 'info')).toEqual([]);
    else expect(faults.length).toBeGreaterThan(0);
    const offsets = faults.map(({ offset }) => offset);
    expect(offsets).toEqual([...offsets].sort((a, b) => a - b));
  });
});

describe('what is told of a fault', () => {
  test('its place, its texts, and its evidence', async () => {
    const { code, found } = await check('damaged/flip-value.aof');
    expect(code).toBe(ExitCode.damaged);
    expect(found).toMatchObject({
      format: 'ember-aof',
      version: 2,
      size: 6010,
      records: 33,
      salvageable: 42,
    });
    expect(found.faults).toHaveLength(1);
    expect((found.faults as readonly unknown[])[0]).toMatchObject({
      kind: 'bad-checksum',
      severity: 'damage',
      offset: 2400,
      length: 150,
      title: 'Checksum does not match',
      detail: expect.stringContaining('stored 0x8cea0b5f'),
      consequence: expect.stringContaining('stops at'),
      record_type: 'SET',
      framing_holds: true,
      stored: 0x8cea0b5f,
      fix: { at: 2496, before: 'c6', after: 'e6', scope: 'bit', bit: 5 },
      diagnosis: { certainty: 'proven', cause: { kind: 'flipped-bit' }, loss: { records: 1 } },
    });
  });

  test('a length that leads past the end is the silent loss, with where records go on', async () => {
    const { found } = await check('damaged/flip-keylen-bit24.aof');
    expect(found.verdict).toMatchObject({ error: null, silently_dropped: 1985 });
    expect((found.faults as readonly unknown[])[0]).toMatchObject({
      kind: 'corrupt-length',
      resumes_at: 4215,
    });
  });

  test('another reader has another verdict', async () => {
    const path = 'intact/data-plain/shard-0.aof';
    const { found } = await check(path, '--reader', '0.4.2');
    expect(found.verdict).toMatchObject({
      reader: '0.4.2',
      error: expect.stringMatching(/^unknown record tag: /),
    });
  });
});

describe('exit codes', () => {
  test.each([
    ['intact/data-plain/shard-0.aof', ExitCode.clean],
    ['damaged/trunc-mid-value.aof', ExitCode.damaged],
    ['damaged/snap-trailing-1.snap', ExitCode.damaged],
    ['damaged/craft-unknown-tag-36.aof', ExitCode.damaged],
    ['damaged/header-version-99.aof', ExitCode.unreadable],
    ['damaged/zero-length.aof', ExitCode.unreadable],
    ['damaged/enc-no-key.aof', ExitCode.unreadable],
    ['README.md', ExitCode.unreadable],
    ['nothing-here.aof', ExitCode.unreadable],
  ])('%s: %i', async (path, code) => {
    expect((await runCommand('check', fixturePath(path))).code).toBe(code);
  });
});

describe('for people', () => {
  test('one sentence of verdict, then the faults by kind', async () => {
    const { stdout } = await runCommand('check', fixturePath('damaged/flip-keylen-bit24.aof'));
    expect(stdout).toContain('ember log, version 2, 6,010 bytes, 75 records hold');
    expect(stdout).toContain(
      'ember 0.4.9 loads 56 records and silently drops the last 1,985 bytes, from 0x00000FB9; 19 records behind it hold.',
    );
    expect(stdout).toContain('damage: Length or count leads astray');
    expect(stdout).toMatch(/\n {4}Next: {3}\S/);
  });

  test('many faults of a kind are listed up to ten', async () => {
    const { stdout } = await runCommand('check', fixturePath('damaged/flip-every-10th-record.aof'));
    expect(stdout).toMatch(/… and \d+ more \(--json lists them all\)/);
  });

  test('an undamaged file says so', async () => {
    const { stdout } = await runCommand('check', fixturePath('intact/data-plain/shard-0.snap'));
    expect(stdout.split('\n').slice(1)).toEqual([
      '  ember 0.4.9 loads all 24 entries.',
      '  No damage found.',
      '',
    ]);
  });
});

describe('several files', () => {
  test('a directory stands for its shards, by number and kind', async () => {
    const { stdout } = await runCommand('check', '--json', fixturePath('damaged/data-shards-0-2-7'));
    const files = jsonLines(stdout).map((line) => line.file);
    expect(files.length).toBeGreaterThan(2);
    const shards = files.map((file) => Number(/\d+/.exec(String(file))?.[0]));
    expect(shards).toEqual([...shards].sort((a, b) => a - b));
    expect(jsonLines(stdout).every((line) => Object.keys(line)[0] === 'file')).toBe(true);
  });

  test('one that can’t be read does not keep the others from being checked; the worst code counts', async () => {
    const paths = ['damaged/flip-value.aof', 'nothing-here.aof', 'intact/data-plain/shard-0.aof'].map(
      fixturePath,
    );
    const { code, stdout, stderr } = await runCommand('check', '--json', ...paths);
    expect(code).toBe(ExitCode.unreadable);
    expect(jsonLines(stdout).map((line) => line.file)).toEqual([paths[0], paths[2]]);
    expect(stderr).toBe(`shardscope: ${paths[1]}: no such file\n`);
  });
});
