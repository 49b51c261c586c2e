import { describe, expect, test } from 'vitest';
import { DEFAULT_READER, readerProfile } from '../../codec/index.ts';
import { describeReader, joinNames, versionLabel } from './readerText.ts';

describe('what sets a reader apart', () => {
  test('0.4.9 with all features stops at records that it writes itself', () => {
    const lines = describeReader(readerProfile(DEFAULT_READER));
    expect(lines[0]).toBe(
      'Plaintext logs: stops at the first LSET, LTRIM, LINSERT, LREM, SETRANGE, SETBIT, BITOP or PEXPIREAT, and loses all that follows.',
    );
    expect(lines[1]).toBe('Encrypted logs: reads every record.');
    expect(lines[2]).toBe('Snapshots: reads every type of value.');
  });

  test('an official release can read no encrypted file', () => {
    const lines = describeReader(readerProfile({ version: '0.4.9', features: [] }));
    expect(lines[1]).toBe('Encrypted files: refuses them, logs and snapshots.');
    expect(lines[2]).toMatch(/^Snapshots: one \S+ or \S+ in it/);
  });

  test('a version stands for the releases up to the next listed one', () => {
    expect(versionLabel('0.4.5')).toBe('0.4.5, and later ones before 0.4.8');
    expect(versionLabel('0.4.9')).toBe('0.4.9, the newest known');
  });

  test('names are joined as in a sentence', () => {
    expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map((names) => joinNames(names, 'or'))).toEqual([
      '',
      'a',
      'a or b',
      'a, b or c',
    ]);
  });
});
