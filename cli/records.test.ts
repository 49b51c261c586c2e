import { describe, expect, test } from 'vitest';
import { fixturePath, jsonLines, keyOptions, runCommand } from '../test/support/commandLine.ts';
import { withDigests } from '../test/support/digests.ts';
import { emberFixtures } from '../test/support/emberFixtures.ts';
import { ExitCode } from './exitCode.ts';

const fixtures = emberFixtures();
const named = (set: string) =>
  fixtures.filter((fixture) => fixture.set === set).map((fixture) => [fixture.path, fixture] as const);

describe('the records of intact files are those that ember wrote', () => {
  test.each(named('intact'))('%s', async (path, fixture) => {
    const { records, key_file: keyFile } = fixture.expected();
    const { code, stdout, stderr } = await runCommand('records', fixturePath(path), ...keyOptions(keyFile));
    const found = jsonLines(stdout).map((line, i) => withDigests(line, records?.[i]));
    expect(found).toEqual(records);
    expect(stderr).toBe('');
    expect(code).toBe(ExitCode.clean);
  });

  test('their properties come in the order of the expectations', async () => {
    const fixture = fixtures.find(({ path }) => path === 'intact/data-plain/shard-0.aof');
    const { stdout } = await runCommand('records', fixturePath('intact/data-plain/shard-0.aof'));
    const orders = jsonLines(stdout).map((line) => Object.keys(line));
    expect(orders).toEqual(fixture?.expected().records?.map((record) => Object.keys(record)));
  });
});

describe('--reader prints as many as ember 0.4.9 yields', () => {
  test.each(fixtures.map((fixture) => [fixture.path, fixture] as const))('%s', async (path, fixture) => {
    const { ember, key_file: keyFile } = fixture.expected();
    const { stdout } = await runCommand(
      'records',
      fixturePath(path),
      '--reader',
      '0.4.9',
      ...keyOptions(keyFile),
    );
    expect(jsonLines(stdout)).toHaveLength(ember.count);
  });
});

describe('damaged logs', () => {
  const logs = named('damaged').filter(([path]) => path.endsWith('.aof'));

  test.each(logs)(
    '%s: records are printed in order, what lies behind damage is marked',
    async (path, fixture) => {
      const key = keyOptions(fixture.expected().key_file);
      const plain = jsonLines((await runCommand('records', fixturePath(path), ...key)).stdout);
      const all = jsonLines((await runCommand('records', fixturePath(path), '--salvage', ...key)).stdout);
      expect(all.slice(0, plain.length)).toEqual(plain);
      expect(plain.some((line) => 'salvaged' in line)).toBe(false);
      expect(all.slice(plain.length).every((line) => line.salvaged === true)).toBe(true);
      const places = all.map((line) => Number(line.at));
      expect(places).toEqual([...places].sort((a, b) => a - b));
    },
  );

  test('up to a bad checksum, and behind it when asked', async () => {
    const path = fixturePath('damaged/flip-value.aof');
    const plain = await runCommand('records', path);
    expect(jsonLines(plain.stdout)).toHaveLength(33);
    expect(plain.code).toBe(ExitCode.damaged);
    const salvaged = jsonLines((await runCommand('records', path, '--salvage')).stdout).slice(33);
    expect(salvaged).toHaveLength(42);
    expect(salvaged[0]).toMatchObject({ i: 34, salvaged: true });
  });

  test('behind a damaged header only when asked', async () => {
    const path = fixturePath('damaged/header-missing.aof');
    const refused = await runCommand('records', path);
    expect(refused).toMatchObject({ code: ExitCode.unreadable, stdout: '' });
    expect(refused.stderr).toMatch(/^shardscope: .*header-missing\.aof: has a damaged header\n$/);
    const salvaged = await runCommand('records', path, '--salvage');
    expect(salvaged.code).toBe(ExitCode.damaged);
    expect(jsonLines(salvaged.stdout)).toHaveLength(76);
  });
});

describe('snapshots', () => {
  test('entries whose footer fails are printed', async () => {
    const { code, stdout } = await runCommand('records', fixturePath('damaged/snap-flip-value.snap'));
    expect(jsonLines(stdout)).toHaveLength(36);
    expect(code).toBe(ExitCode.damaged);
  });

  test('entries end at the first that breaks a rule; those behind it that a footer proves are salvage', async () => {
    const path = fixturePath('damaged/snap-craft-key-invalid-utf8.snap');
    expect(jsonLines((await runCommand('records', path)).stdout)).toHaveLength(28);
    expect(jsonLines((await runCommand('records', path, '--salvage')).stdout)).toHaveLength(36);
  });
});

describe('entries found again behind damage are salvage too, the same that a repair keeps', () => {
  test.each([
    ['snap-zero-sector.snap', 6, 30, 24],
    ['snap-delete-1-byte.snap', 23, 35, 12],
    ['snap-craft-vec-count.snap', 16, 36, 20],
    ['snap-flip-vallen-bit24.snap', 23, 35, 0],
  ])('%s', async (name, plain, salvaged, unproven) => {
    const path = fixturePath(`damaged/${name}`);
    const lines = jsonLines((await runCommand('records', '--salvage', path)).stdout);
    expect(lines.filter((line) => line.salvaged !== true)).toHaveLength(plain);
    expect(lines).toHaveLength(salvaged);
    expect(lines.filter((line) => line.unproven === true)).toHaveLength(unproven);
    const checked = jsonLines((await runCommand('check', '--json', path)).stdout)[0];
    expect(checked).toMatchObject({ records: plain, salvageable: salvaged - plain });
    const ran = await runCommand('repair', path, '--preset', 'salvage', '--dry-run', '--json');
    expect(jsonLines(ran.stdout)[0]).toMatchObject({ records_kept: salvaged });
  });
});

describe('encrypted files', () => {
  const path = fixturePath('damaged/enc-no-key.aof');

  test('without a key nothing can be printed', async () => {
    const { code, stdout, stderr } = await runCommand('records', path);
    expect({ code, stdout }).toEqual({ code: ExitCode.unreadable, stdout: '' });
    expect(stderr).toContain('is encrypted; give its key');
  });

  test('a wrong key is told', async () => {
    const { code, stdout, stderr } = await runCommand('records', path, ...keyOptions('keys/wrong-key.hex'));
    expect({ code, stdout }).toEqual({ code: ExitCode.unreadable, stdout: '' });
    expect(stderr).toContain('can’t be decrypted with this key');
  });

  test('records of a log that holds both kinds say which are encrypted', async () => {
    const mixed = fixturePath('damaged/mixed-v2-then-encrypted.aof');
    const { stdout } = await runCommand('records', mixed, '--salvage', ...keyOptions('keys/key.hex'));
    const lines = jsonLines(stdout);
    expect(lines.filter((line) => line.encrypted !== true)).toHaveLength(12);
    expect(lines.filter((line) => line.encrypted === true)).toHaveLength(12);
  });
});
