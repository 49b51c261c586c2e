import { chmod, mkdtemp, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CommandError } from './exitCode.ts';
import { replaceWithBackup } from './target.ts';
import { type OpenFile, writeWhole } from './temporaryFile.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shardscope-write-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const failure = (code: string): Error => Object.assign(new Error(`${code}: write`), { code });

/** A disk that has room for `room` bytes, and then tells so at `moment`. */
const fullDisk =
  (room: number, moment: 'write' | 'sync' | 'close'): OpenFile =>
  async (path, flags, mode) => {
    const handle = await open(path, flags, mode);
    let left = room;
    const fail = (now: string): void => {
      if (left < 0 && now === moment) throw failure('ENOSPC');
    };
    return {
      writeFile: async (chunk) => {
        left -= chunk.length;
        await handle.writeFile(chunk.subarray(0, chunk.length + Math.min(0, left)));
        fail('write');
      },
      chmod: (bits) => handle.chmod(bits),
      chown: (uid, gid) => handle.chown(uid, gid),
      stat: () => handle.stat(),
      sync: async () => {
        await handle.sync();
        fail('sync');
      },
      close: async () => {
        await handle.close();
        fail('close');
      },
    };
  };

const content = new Uint8Array(1000).fill(7);
const write = async (put: (chunk: Uint8Array) => Promise<void>): Promise<void> => {
  for (let i = 0; i < 10; i++) await put(content);
};

describe('a disk that fills up leaves nothing half-written', () => {
  test.each(['write', 'sync', 'close'] as const)('told on %s', async (moment) => {
    const path = join(folder, 'out.aof');
    await writeFile(path, 'precious');
    let checked = false;
    const check = async (): Promise<void> => {
      checked = true;
    };
    const tried = writeWhole({ path, write, check, openFile: fullDisk(4500, moment) });
    await expect(tried).rejects.toThrow(
      new CommandError(3, `${path}: can’t be written: no space left on the disk; nothing was written`),
    );
    expect(checked).toBe(false);
    expect(await readdir(folder)).toEqual(['out.aof']);
    expect(await readFile(path, 'utf8')).toBe('precious');
  });

  test('with room enough it is written', async () => {
    const path = join(folder, 'out.aof');
    const size = await writeWhole({
      path,
      write,
      check: async (temporary) => (await stat(temporary)).size,
      openFile: fullDisk(10_000, 'write'),
    });
    expect(size).toBe(10_000);
    expect(await readdir(folder)).toEqual(['out.aof']);
  });
});

test('what the check refuses gets no name', async () => {
  const path = join(folder, 'out.aof');
  const check = (): Promise<void> => Promise.reject(new CommandError(1, 'no'));
  await expect(writeWhole({ path, write, check })).rejects.toThrow('no');
  expect(await readdir(folder)).toEqual([]);
});

test('the permissions are those asked for, whatever the process’s mask', async () => {
  const path = join(folder, 'out.aof');
  const mask = process.umask(0o077);
  try {
    const { uid, gid } = await stat(folder);
    await writeWhole({ path, owner: { mode: 0o664, uid, gid }, write, check: () => Promise.resolve() });
  } finally {
    process.umask(mask);
  }
  expect((await stat(path)).mode & 0o777).toBe(0o664);
});

describe('a backup', () => {
  test('takes the first name that is free, and is the file itself', async () => {
    const path = join(folder, 'shard-0.aof');
    for (const text of ['one', 'two', 'three']) {
      await writeFile(join(folder, 'new'), text);
      if (text === 'one') await writeFile(path, 'zero');
      await replaceWithBackup(join(folder, 'new'), path);
    }
    const texts = Promise.all(
      ['', '.backup', '.backup-2', '.backup-3'].map((end) => readFile(path + end, 'utf8')),
    );
    expect(await texts).toEqual(['three', 'zero', 'one', 'two']);
  });

  test('is taken back when the file can’t be replaced', async () => {
    const path = join(folder, 'shard-0.aof');
    await writeFile(path, 'zero');
    await expect(replaceWithBackup(join(folder, 'missing'), path)).rejects.toThrow('ENOENT');
    expect(await readdir(folder)).toEqual(['shard-0.aof']);
    await chmod(path, 0o600);
  });
});
