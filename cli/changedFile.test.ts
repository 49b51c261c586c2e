/* Files that others write to while they are read. */
import { appendFile, copyFile, mkdtemp, rm, truncate, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fixturePath, jsonLines } from '../test/support/commandLine.ts';
import { runCommandLine } from './commandLine.ts';

let folder = '';
let path = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shardscope-changed-'));
  path = join(folder, 'shard-0.aof');
  await copyFile(fixturePath('intact/realistic-2mb.aof'), path);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Prints the file's records, and changes it when the first of them are printed. */
async function recordsWhile(change: () => Promise<unknown>) {
  const printed: string[] = [];
  const complaints: string[] = [];
  const stdout = new Writable({
    decodeStrings: false,
    write: (chunk: string, _, done) => {
      const isFirst = printed.length === 0;
      printed.push(chunk);
      if (isFirst) change().then(() => done(), done);
      else done();
    },
  });
  const stderr = new Writable({
    decodeStrings: false,
    write: (chunk: string, _, done) => {
      complaints.push(chunk);
      done();
    },
  });
  const code = await runCommandLine(['records', path], { stdout, stderr });
  return { code, printed: printed.join(''), complaints: complaints.join('') };
}

test('one that grows is read as far as it went at first, and that is said', async () => {
  const before = await recordsWhile(async () => undefined);
  expect(before.complaints).toBe('');
  const { code, printed, complaints } = await recordsWhile(() => appendFile(path, new Uint8Array(1000)));
  expect(code).toBe(0);
  expect(jsonLines(printed)).toEqual(jsonLines(before.printed));
  expect(complaints).toMatch(
    /^shardscope: note: .*shard-0\.aof grew to 1,871,026 bytes while it was read; this is of its first 1,870,026 bytes\. Run the command again for the rest\n$/,
  );
});

test('one that is written to without a change of its size may be of neither version', async () => {
  const later = Date.now() / 1000 + 60;
  const { complaints } = await recordsWhile(() => utimes(path, later, later));
  expect(complaints).toContain('was written to while it was read; this may be of neither version.');
});

test('one that shrinks behind what was read is told as that', async () => {
  const { printed, complaints } = await recordsWhile(() => truncate(path, 1000));
  expect(jsonLines(printed).length).toBeGreaterThan(0);
  expect(complaints).toContain('shrank to 1,000 bytes while it was read; this is of the 1,870,026 bytes');
});
