import { link, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fixturePath, runCommand } from '../test/support/commandLine.ts';
import { ExitCode } from './exitCode.ts';

const BYTES = Uint8Array.from({ length: 300 }, (_, i) => i & 0xff);
let folder = '';
let path = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shardscope-damage-'));
  path = join(folder, 'file');
  await writeFile(path, BYTES);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function damage(...steps: readonly string[]): Promise<Uint8Array> {
  const output = join(folder, 'out');
  const ran = await runCommand('damage', path, '-o', output, '--force', ...steps);
  expect(ran).toMatchObject({ code: ExitCode.clean, stderr: '' });
  expect(await readFile(path)).toEqual(Buffer.from(BYTES));
  return new Uint8Array(await readFile(output));
}

const joined = (...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array =>
  new Uint8Array(Buffer.concat(parts.map((part) => Uint8Array.from(part))));
const part = (from: number, to = 300): Uint8Array => BYTES.subarray(from, to);

describe('each damage', () => {
  test.each([
    ['--flip', '0x10.7', () => joined(part(0, 16), [0x90], part(17))],
    ['--flip', '0.0', () => joined([1], part(1))],
    ['--zero', '10..0x14', () => joined(part(0, 10), new Uint8Array(10), part(20))],
    ['--zero', '290..', () => joined(part(0, 290), new Uint8Array(10))],
    ['--truncate', '17', () => part(0, 17)],
    ['--truncate', '0', () => part(0, 0)],
    ['--truncate', '300', () => part(0)],
    ['--delete', '0..1', () => part(1)],
    ['--delete', '100..200', () => joined(part(0, 100), part(200))],
    ['--insert', '3:dead BEEF', () => joined(part(0, 3), [0xde, 0xad, 0xbe, 0xef], part(3))],
    ['--insert', '300:00', () => joined(part(0), [0])],
    ['--insert', '5:10..20', () => joined(part(0, 5), part(10, 20), part(5))],
    ['--copy', '10..20:100', () => joined(part(0, 100), part(10, 20), part(110))],
    ['--copy', '100..200:150', () => joined(part(0, 150), part(100, 200), part(250))],
    [
      '--swap',
      '10..12,200..205',
      () => joined(part(0, 10), part(200, 205), part(12, 200), part(10, 12), part(205)),
    ],
    [
      '--swap',
      '200..205,10..12',
      () => joined(part(0, 10), part(200, 205), part(12, 200), part(10, 12), part(205)),
    ],
  ] as const)('%s %s', async (option, argument, expected) => {
    expect(await damage(option, argument)).toEqual(expected());
  });

  test('random bytes are the same for the same seed, others for another, and nothing else changes', async () => {
    const first = await damage('--random', '20..250', '--seed', '7');
    expect(await damage('--random', '20..250', '--seed', '7')).toEqual(first);
    expect(joined(first.subarray(0, 20), first.subarray(250))).toEqual(joined(part(0, 20), part(250)));
    expect(await damage('--random', '20..250', '--seed', '8')).not.toEqual(first);
    expect(new Set(first.subarray(20, 250)).size).toBeGreaterThan(100);
    // Two of them don't get the same bytes.
    const twice = await damage('--random', '0..100', '--random', '100..200');
    expect(twice.subarray(0, 100)).not.toEqual(twice.subarray(100, 200));
  });
});

test('damages are done in the order given, each to what is left of the ones before', async () => {
  expect(await damage('--delete', '0..100', '--flip', '0.0', '--insert', '1:ff', '--truncate', '4')).toEqual(
    Uint8Array.of(101, 0xff, 101, 102),
  );
  expect(await damage('--truncate', '4', '--insert', '1:ff', '--flip', '0.0', '--delete', '1..2')).toEqual(
    Uint8Array.of(1, 1, 2, 3),
  );
});

test('many damages on a large file are written in pieces', async () => {
  const large = new Uint8Array(9 << 20).fill(1);
  await writeFile(path, large);
  const flips = Array.from({ length: 500 }, (_, i) => ['--flip', `${i * 10_000}.0`]).flat();
  await runCommand('damage', path, '-o', join(folder, 'out'), ...flips, '--insert', '0:05');
  const out = new Uint8Array(await readFile(join(folder, 'out')));
  expect(out.length).toBe(large.length + 1);
  expect(out.reduce((sum, byte) => sum + byte, 0)).toBe(large.length - 500 + 5);
});

test('it says what it did', async () => {
  const output = join(folder, 'out.aof');
  const { stdout } = await runCommand(
    'damage',
    fixturePath('intact/base-small.aof'),
    '-o',
    output,
    '--flip',
    '2500.3',
    '--truncate',
    '6000',
  );
  expect(stdout).toMatch(
    /^flipped bit 3 of the byte at 0x000009C4: .. to ..\ncut the file at 0x00001770: 10 bytes gone\n/,
  );
  expect(stdout).toContain(`${output}: 6,000 bytes; `);
  expect((await runCommand('check', output)).code).toBe(ExitCode.damaged);
});

describe('what is refused, and leaves nothing behind', () => {
  test.each([
    [['--flip', '300.0'], 'the file ends at 0x0000012C (300) by then'],
    [['--flip', '5'], 'takes OFFSET.BIT'],
    [['--flip', '5.8'], 'takes OFFSET.BIT'],
    [['--zero', '5..5'], 'is empty'],
    [['--zero', '7..5'], 'is empty'],
    [['--zero', '5'], 'is no span FROM..TO'],
    [['--delete', '1..301'], 'the file ends at'],
    [['--truncate', '-1'], ''],
    [['--truncate', '1e3'], 'is no offset'],
    [['--truncate', '99999999999999999999'], 'is too large'],
    [['--insert', '5:abc'], 'no bytes in hexadecimal'],
    [['--insert', '5:'], 'no bytes in hexadecimal'],
    [['--insert', '5'], 'takes OFFSET:HEX'],
    [['--copy', '0..100:250'], 'the file ends at'],
    [['--swap', '0..10,5..15'], 'overlap'],
    [['--swap', '0..10'], 'takes FROM..TO,FROM..TO'],
    [['--random', '0..10', '--seed', 'x'], '--seed takes a whole number'],
    [['--delete', '0..200', '--flip', '200.0'], 'the file ends at 0x00000064 (100) by then'],
    [[], 'needs something to do'],
  ] as const)('%j', async (steps, message) => {
    const { code, stdout, stderr } = await runCommand('damage', path, '-o', join(folder, 'out'), ...steps);
    expect({ code, stdout }).toEqual({ code: ExitCode.usage, stdout: '' });
    expect(stderr).toContain(message);
    expect(await readdir(folder)).toEqual(['file']);
  });

  test('the input under any name, a file that exists, and no -o', async () => {
    await link(path, join(folder, 'other'));
    const over = (output: string, ...options: readonly string[]) =>
      runCommand('damage', path, '-o', output, '--flip', '0.0', ...options);
    for (const name of ['file', 'other']) {
      const { code, stderr } = await over(join(folder, name), '--force');
      expect(code).toBe(ExitCode.usage);
      expect(stderr).toContain('is the input itself');
    }
    expect((await runCommand('damage', path, '--flip', '0.0')).stderr).toContain('needs -o OUT');
    await writeFile(join(folder, 'there'), 'precious');
    expect((await over(join(folder, 'there'))).code).toBe(ExitCode.usage);
    expect((await over(join(folder, 'there'), '--force')).code).toBe(ExitCode.clean);
    expect((await stat(join(folder, 'there'))).size).toBe(300);
    const missing = await runCommand(
      'damage',
      join(folder, 'none'),
      '-o',
      join(folder, 'x'),
      '--flip',
      '0.0',
    );
    expect(missing).toMatchObject({ code: ExitCode.unreadable });
  });
});
