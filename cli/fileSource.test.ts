import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fileOffset } from '../src/base/index.ts';
import { readExactly, SourceChangedError } from '../src/codec/index.ts';
import { openFileSource } from './fileSource.ts';
import { windowedSource } from './windowedSource.ts';

const BYTES = Uint8Array.from({ length: 5000 }, (_, i) => (i * 7) & 0xff);
let folder = '';
let path = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shardscope-source-'));
  path = join(folder, 'file');
  await writeFile(path, BYTES);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a file as a source', () => {
  test('reads what is there, and less only at the end', async () => {
    const source = await openFileSource(path);
    expect(source.size()).toBe(5000);
    expect(await source.read(fileOffset(10), 20)).toEqual(BYTES.subarray(10, 30));
    expect(await source.read(fileOffset(4990), 100)).toEqual(BYTES.subarray(4990));
    expect(await source.read(fileOffset(5000), 1)).toHaveLength(0);
    expect(await source.read(fileOffset(9000), 1)).toHaveLength(0);
    await source.close();
  });

  test('gives each reader bytes of its own', async () => {
    const source = await openFileSource(path);
    const first = await source.read(fileOffset(0), 16);
    const second = await source.read(fileOffset(0), 16);
    first.fill(0);
    expect(second).toEqual(BYTES.subarray(0, 16));
    await source.close();
  });

  test('a file that shrinks is noticed, one that grows keeps its size', async () => {
    const source = await openFileSource(path);
    await truncate(path, 100);
    await expect(readExactly(source, 50, 100)).rejects.toThrow(SourceChangedError);
    await writeFile(path, new Uint8Array(9000));
    expect(source.size()).toBe(5000);
    expect(await source.read(fileOffset(0), 9000)).toHaveLength(5000);
    await source.close();
  });

  test('streams what stands behind an offset into the memory it is given, to the end', async () => {
    const source = await openFileSource(path);
    const stream = source.stream?.(fileOffset(1000));
    const read: number[] = [];
    for (let buffer = new ArrayBuffer(1508); ; ) {
      const got = await stream?.read(buffer, 8);
      if (got === undefined || got.length === 0) break;
      read.push(...new Uint8Array(got.buffer, 8, got.length));
      buffer = got.buffer;
    }
    expect(Uint8Array.from(read)).toEqual(BYTES.subarray(1000));
    await truncate(path, 2000);
    expect(await source.stream?.(fileOffset(3000))?.read(new ArrayBuffer(8), 0)).toHaveProperty('length', 0);
    await source.close();
  });

  test('a directory and a missing file are refused', async () => {
    await expect(openFileSource(folder)).rejects.toThrow('directory');
    await expect(openFileSource(join(folder, 'none'))).rejects.toThrow('ENOENT');
  });
});

describe('reading ahead', () => {
  test('gives the same bytes with few reads', async () => {
    const source = await openFileSource(path);
    let reads = 0;
    const windowed = windowedSource({
      size: source.size,
      read: (at, length) => {
        reads++;
        return source.read(at, length);
      },
    });
    for (let at = 0; at < 5000; at += 10) {
      expect(await windowed.read(fileOffset(at), 10)).toEqual(BYTES.subarray(at, at + 10));
    }
    expect(await windowed.read(fileOffset(4995), 10)).toEqual(BYTES.subarray(4995));
    expect(await windowed.read(fileOffset(3), 4)).toEqual(BYTES.subarray(3, 7));
    expect(reads).toBeLessThanOrEqual(3);
    await source.close();
  });
});
