import { describe, expect, test } from 'vitest';
import { completionAt, type FileWords } from './completionAt.ts';

const labels = (text: string, file?: FileWords): readonly string[] =>
  completionAt(text, text.length, file)?.options.map(({ label }) => label) ?? [];

const PLAIN: FileWords = { types: ['LPUSH'], known: ['LPOP', 'LPUSH'], databases: true, checksums: false };

describe('what could go on', () => {
  test('types that the file has come first, then those of its format, and no others', () => {
    expect(labels('type:LP', PLAIN)).toEqual(['LPUSH', 'LPOP']);
    expect(labels('type:SET,LP', PLAIN)).toEqual(['LPUSH', 'LPOP']);
    expect(labels('type:VADD', PLAIN)).toEqual([]);
  });

  test('only fields and words that a file of this kind answers to', () => {
    expect(labels('db', PLAIN)).toEqual(['db:']);
    expect(labels('db', { ...PLAIN, databases: false })).toEqual([]);
    expect(labels('crc:', PLAIN)).toEqual(['none', 'unproven']);
    expect(labels('crc:', { ...PLAIN, checksums: true })).toEqual(['ok', 'bad', 'unproven', 'locked']);
  });

  test('nothing within quotes', () => {
    expect(completionAt('"type:', 6)).toBeNull();
  });
});
