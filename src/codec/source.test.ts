import { expect, test } from 'vitest';
import { fileOffset } from '../base/index.ts';
import { memorySource, readExactly, SourceChangedError } from './source.ts';

const bytes = Uint8Array.of(1, 2, 3, 4, 5);

test('a source in memory gives views, shorter only at the end', async () => {
  const source = memorySource(bytes);
  expect(source.size()).toBe(5);
  expect(await source.read(fileOffset(1), 3)).toEqual(Uint8Array.of(2, 3, 4));
  expect(await source.read(fileOffset(4), 3)).toEqual(Uint8Array.of(5));
  expect(await source.read(fileOffset(5), 3)).toEqual(new Uint8Array(0));
});

test('what the size promises must be there', async () => {
  const source = memorySource(bytes);
  expect(await readExactly(source, 0, 5)).toEqual(bytes);
  expect(await readExactly(source, 5, 0)).toEqual(new Uint8Array(0));
  await expect(readExactly(source, 3, 3)).rejects.toThrow(SourceChangedError);
  await expect(readExactly(source, 3, 3)).rejects.toThrow('3 bytes were to be read at 3, 2 are there');
});
