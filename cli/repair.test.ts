import { createHash } from 'node:crypto';
import {
  chmod,
  copyFile,
  link,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fixturePath, jsonLines, keyOptions, runCommand } from '../test/support/commandLine.ts';
import { emberFixtures } from '../test/support/emberFixtures.ts';
import { ExitCode } from './exitCode.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shardscope-repair-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const DAMAGED = fixturePath('damaged/flip-value.aof');

describe('every damaged file that can be read is repaired, or nothing is written', () => {
  const damaged = emberFixtures().filter((fixture) => fixture.set === 'damaged');
  // Each preset on a quarter of them: the engine's own tests try all on all.
  const presets = ['drop-damaged', 'truncate', 'salvage', 'fix-bits'] as const;
  const cases = damaged.map((fixture, i) => [fixture.path, presets[i % 4] ?? 'salvage', fixture] as const);

  test.each(cases)('%s, %s', async (path, preset, fixture) => {
    const key = keyOptions(fixture.expected().key_file);
    const output = join(folder, fixture.name);
    const input = await readFile(fixturePath(path));
    const ran = await runCommand(
      'repair',
      fixturePath(path),
      '-o',
      output,
      '--preset',
      preset,
      '--json',
      ...key,
    );
    expect(await readFile(fixturePath(path))).toEqual(input);
    if (ran.code === ExitCode.unreadable) {
      expect(ran.stderr).toMatch(/^shardscope: .+\n$/);
      expect(await readdir(folder)).toEqual([]);
      return;
    }
    expect(await readdir(folder)).toEqual([fixture.name]);
    const [result] = jsonLines(ran.stdout);
    expect(result).toMatchObject({
      preset,
      output,
      size: (await stat(output)).size,
      sha256: sha256(input),
      output_sha256: sha256(await readFile(output)),
      verified: { same_state: true },
    });
    // A wrong name is no fault of the content, and what a header says wrongly of whole records is left for now.
    const faultsLeft = (result?.faults_left ?? []) as readonly { readonly kind: string }[];
    const left = faultsLeft.map(({ kind }) => kind);
    for (const kind of left)
      expect(['mixed-encryption', 'key-required', 'shard-id-mismatch']).toContain(kind);
    const found = await runCommand('records', output, ...key);
    if (left.length === 0) expect(found.code).toBe(ExitCode.clean);
    if (left.length === 0) expect(jsonLines(found.stdout)).toHaveLength(Number(result?.records_kept));
    // Repairing what is repaired changes nothing.
    const again = join(folder, 'again');
    const repeated = await runCommand('repair', output, '-o', again, '--preset', preset, ...key);
    if (left.length === 0) expect(repeated.code).toBe(ExitCode.clean);
    expect(await readFile(again)).toEqual(await readFile(output));
  });
});

describe('what is said', () => {
  test('the steps, what is kept, and what the reader makes of the new file', async () => {
    const output = join(folder, 'out.aof');
    const { code, stdout } = await runCommand('repair', DAMAGED, '-o', output);
    expect(code).toBe(ExitCode.damaged);
    expect(stdout).toContain('SET record whose checksum fails (150 bytes at 0x00000960)');
    expect(stdout).toContain(
      '75 records kept, 1 dropped; 150 bytes dropped, 0 changed, 5,860 in the new file.',
    );
    expect(stdout).toContain(
      'Keys that ember 0.4.9 loads: 22 before, 35 after; 13 come back, 6 change, 0 go.',
    );
    expect(stdout).toContain(`SHA-256 of the new file: ${sha256(await readFile(output))}`);
    expect(stdout).toContain(`${output}: ember 0.4.9 loads all 75 records.`);
    expect(stdout).toContain('Written, read back, and without damage: it holds what was promised.');
  });

  test('a dry run writes nothing, and says the same', async () => {
    const output = join(folder, 'out.aof');
    const dry = await runCommand('repair', DAMAGED, '-o', output, '--dry-run', '--json');
    expect(await readdir(folder)).toEqual([]);
    const wet = await runCommand('repair', DAMAGED, '-o', output, '--json');
    expect(dry.code).toBe(wet.code);
    expect({ ...jsonLines(dry.stdout)[0], output, output_sha256: sha256(await readFile(output)) }).toEqual(
      jsonLines(wet.stdout)[0],
    );
    const text = await runCommand('repair', DAMAGED, '--dry-run');
    expect(text.stdout).toContain('The new file: ember 0.4.9 loads all 75 records.\nNothing was written.');
  });

  test('many steps of a kind are listed up to ten', async () => {
    const { stdout } = await runCommand(
      'repair',
      fixturePath('damaged/flip-every-10th-record.aof'),
      '--dry-run',
    );
    expect(stdout).toMatch(/… and \d+ more \(--json lists them all\)/);
  });

  test('spans, bytes and keys are counted in the JSON', async () => {
    const { stdout } = await runCommand('repair', DAMAGED, '--dry-run', '--json', '--preset', 'fix-bits');
    expect(jsonLines(stdout)[0]).toMatchObject({
      spans_dropped: [],
      bytes_changed: 1,
      records_kept: 76,
      keys: { before: 22, after: 35, gained: { count: 13 }, lost: { count: 0, first: [] } },
      plan: { version: 1, preset: 'fix-bits', source: { size: 6010 } },
    });
  });

  test('an intact file is copied as it is', async () => {
    const input = fixturePath('intact/data-plain/shard-0.snap');
    const output = join(folder, 'shard-0.snap');
    const { code, stdout } = await runCommand('repair', input, '-o', output);
    expect(code).toBe(ExitCode.clean);
    expect(stdout).toContain('There is nothing to change.');
    expect(await readFile(output)).toEqual(await readFile(input));
  });
});

describe('what is refused', () => {
  test('the input under any name', async () => {
    const input = join(folder, 'shard-0.aof');
    await copyFile(DAMAGED, input);
    await link(input, join(folder, 'hard.aof'));
    await symlink(input, join(folder, 'soft.aof'));
    for (const name of ['shard-0.aof', 'hard.aof', 'soft.aof', './shard-0.aof']) {
      const { code, stderr } = await runCommand('repair', input, '-o', `${folder}/${name}`, '--force');
      expect(code).toBe(ExitCode.usage);
      expect(stderr).toContain('is the input itself');
    }
    expect(await readFile(input)).toEqual(await readFile(DAMAGED));
  });

  test('a file that is there already, without --force', async () => {
    const output = join(folder, 'out.aof');
    await writeFile(output, 'precious');
    const refused = await runCommand('repair', DAMAGED, '-o', output);
    expect(refused.code).toBe(ExitCode.usage);
    expect(await readFile(output, 'utf8')).toBe('precious');
    expect((await runCommand('repair', DAMAGED, '-o', output, '--force')).code).toBe(ExitCode.damaged);
    expect((await stat(output)).size).toBe(5860);
    expect(await readdir(folder)).toEqual(['out.aof']);
  });

  test.each([
    [['--preset', 'magic', '-o', 'x'], 'there is no preset "magic"'],
    [['--plan', 'plan.json', '--preset', 'salvage', '-o', 'x'], 'either --preset or --plan'],
    [['--in-place', '-o', 'x'], '--in-place takes no -o'],
    [['--snapshot', 'x', '--no-snapshot', '-o', 'x'], 'either --snapshot or --no-snapshot'],
    [[], 'needs -o OUT'],
  ])('%j', async (options, message) => {
    const { code, stderr } = await runCommand('repair', DAMAGED, ...options);
    expect(code).toBe(ExitCode.usage);
    expect(stderr).toContain(message);
  });

  test('a folder that does not exist, and one as the output', async () => {
    expect((await runCommand('repair', DAMAGED, '-o', join(folder, 'none', 'x.aof'))).code).toBe(
      ExitCode.unreadable,
    );
    expect((await runCommand('repair', DAMAGED, '-o', folder, '--force')).code).toBe(ExitCode.usage);
  });
});

test('the new file is readable to those who may read the old one, and to nobody else', async () => {
  const input = join(folder, 'shard-0.aof');
  await copyFile(DAMAGED, input);
  await chmod(input, 0o600);
  await runCommand('repair', input, '-o', join(folder, 'out.aof'));
  expect((await stat(join(folder, 'out.aof'))).mode & 0o777).toBe(0o600);
});
