import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '../codec/index.ts';
import { KeyDictionary, sketchKeys } from '../columnar/index.ts';
import { findingsOf, missingShards, othersOf, shardsOf } from './folderShards.ts';
import type { FileSurvey, FolderFile } from './model.ts';

interface Facts {
  readonly keys?: string;
  readonly shardId?: number;
}

function file(name: string, { keys, shardId }: Facts = {}): FolderFile {
  const dictionary = new KeyDictionary();
  for (const key of keys ?? '') {
    const bytes = encodeUtf8(key);
    dictionary.intern(bytes, 0, bytes.length);
  }
  const survey = { summary: { shardId: shardId ?? null }, keys: sketchKeys(dictionary) };
  return {
    name,
    file: new File([], name),
    handle: null,
    survey: survey as unknown as FileSurvey,
    reading: null,
  };
}

describe('which files make up which shard', () => {
  const files = [
    file('shard-10.aof'),
    file('shard-2.aof'),
    file('shard-2.snap'),
    file('shard-2.snap.tmp'),
    file('shard-02.aof'),
    file('shard-2.aof.backup'),
    file('README'),
    file('shard-70000.aof'),
  ];

  test('log, snapshot and leftovers, by number', () => {
    const shards = shardsOf({ files });
    expect(shards.map(({ shardId }) => shardId)).toEqual([2, 10]);
    expect(shards[0]?.log?.name).toBe('shard-2.aof');
    expect(shards[0]?.snapshot?.name).toBe('shard-2.snap');
    expect(shards[0]?.leftovers.map(({ name }) => name)).toEqual(['shard-2.snap.tmp']);
  });

  test('a name that ember would not look for is another file', () => {
    expect(othersOf({ files }).map(({ name }) => name)).toEqual([
      'shard-02.aof',
      'shard-2.aof.backup',
      'README',
      'shard-70000.aof',
    ]);
  });

  test('missing numbers, in stretches', () => {
    expect(missingShards(shardsOf({ files }))).toEqual([
      [0, 1],
      [3, 9],
    ]);
    expect(missingShards([])).toEqual([]);
  });
});

describe('what does not fit together', () => {
  const found = (files: readonly FolderFile[], duplicates: readonly (readonly [string, string])[] = []) =>
    Object.fromEntries(findingsOf(shardsOf({ files }), duplicates));

  test('files in their places: nothing', () => {
    const files = [
      file('shard-0.aof', { keys: 'abc' }),
      file('shard-0.snap', { keys: 'abcd', shardId: 0 }),
      file('shard-1.aof', { keys: 'xyz' }),
      file('shard-1.snap', { keys: 'xy', shardId: 1 }),
    ];
    expect(found(files)).toEqual({ 0: [], 1: [] });
  });

  test('a snapshot of another shard, and two that are swapped', () => {
    const files = [
      file('shard-0.snap', { shardId: 1 }),
      file('shard-1.snap', { shardId: 0 }),
      file('shard-2.snap', { shardId: 7 }),
      ...[0, 1, 2].map((shard) => file(`shard-${shard}.aof`)),
    ];
    expect(found(files)).toEqual({
      0: [{ kind: 'other-shard', inHeader: 1, swapped: true }],
      1: [{ kind: 'other-shard', inHeader: 0, swapped: true }],
      2: [{ kind: 'other-shard', inHeader: 7, swapped: false }],
    });
  });

  test('a log that goes with another shard’s snapshot', () => {
    const files = [
      file('shard-0.aof', { keys: 'xyz' }),
      file('shard-0.snap', { keys: 'abc', shardId: 0 }),
      file('shard-1.aof', { keys: 'xyw' }),
      file('shard-1.snap', { keys: 'xyz', shardId: 1 }),
    ];
    expect(found(files)[0]).toEqual([{ kind: 'foreign-log', of: 1, share: 1 }]);
    expect(found(files)[1]).toEqual([]);
    // Where it has keys in common with its own as well, nothing is claimed.
    expect(found([file('shard-0.aof', { keys: 'xyza' }), ...files.slice(1)])[0]).toEqual([]);
  });

  test('a missing file, and the same one twice', () => {
    const files = [file('shard-0.aof'), file('shard-1.snap', { shardId: 1 }), file('shard-1.aof')];
    expect(found(files, [['shard-0.aof', 'shard-1.aof']])).toEqual({
      0: [
        { kind: 'duplicate', name: 'shard-0.aof', of: 'shard-1.aof', isOriginal: false },
        { kind: 'no-snapshot' },
      ],
      1: [{ kind: 'duplicate', name: 'shard-1.aof', of: 'shard-0.aof', isOriginal: false }],
    });
    expect(found([file('shard-1.snap', { shardId: 1 })])).toEqual({ 1: [{ kind: 'no-log' }] });
  });
});
