import { describe, expect, test } from 'vitest';
import {
  DEFAULT_READER,
  formatReader,
  parseReader,
  READER_FEATURES,
  READER_VERSIONS,
  type ReaderFeature,
  type ReaderProfile,
  type ReaderVersion,
  readerProfile,
} from './readers.ts';

const ALL = READER_FEATURES;
const NONE: readonly ReaderFeature[] = [];
const profile = (version: ReaderVersion, features: readonly ReaderFeature[] = ALL): ReaderProfile =>
  readerProfile({ version, features });

const numbers = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);
const those = (knows: (number: number) => boolean): number[] => numbers(0, 255).filter(knows);
const subsets: readonly (readonly ReaderFeature[])[] = numbers(0, 7).map((bits) =>
  READER_FEATURES.filter((_, i) => (bits >> i) & 1),
);

/*
 * The table of docs/format.md: what each version's plaintext log reader knows, what its encrypted one knows, which
 * snapshot types it knows; `p` and `v` are what the features add. Encrypted tags are those the version writes.
 */
const TABLE: readonly {
  readonly version: ReaderVersion;
  readonly plain: number;
  readonly written: number;
  readonly copy: boolean;
  readonly types: number;
  readonly protobuf: boolean;
  readonly vector: boolean;
  readonly encryption: boolean;
  readonly limits: boolean;
  readonly negative: boolean;
}[] = [
  {
    version: '0.1.2',
    plain: 9,
    written: 9,
    copy: false,
    types: 2,
    protobuf: false,
    vector: false,
    encryption: false,
    limits: false,
    negative: false,
  },
  {
    version: '0.1.3',
    plain: 13,
    written: 13,
    copy: false,
    types: 2,
    protobuf: false,
    vector: false,
    encryption: false,
    limits: false,
    negative: false,
  },
  {
    version: '0.1.4',
    plain: 13,
    written: 18,
    copy: false,
    types: 4,
    protobuf: false,
    vector: false,
    encryption: false,
    limits: false,
    negative: false,
  },
  {
    version: '0.3.1',
    plain: 13,
    written: 22,
    copy: false,
    types: 4,
    protobuf: false,
    vector: false,
    encryption: false,
    limits: false,
    negative: false,
  },
  {
    version: '0.4.2',
    plain: 13,
    written: 22,
    copy: false,
    types: 4,
    protobuf: false,
    vector: false,
    encryption: true,
    limits: false,
    negative: false,
  },
  {
    version: '0.4.3',
    plain: 22,
    written: 22,
    copy: false,
    types: 4,
    protobuf: true,
    vector: false,
    encryption: true,
    limits: false,
    negative: false,
  },
  {
    version: '0.4.4',
    plain: 22,
    written: 22,
    copy: false,
    types: 4,
    protobuf: true,
    vector: true,
    encryption: true,
    limits: true,
    negative: false,
  },
  {
    version: '0.4.5',
    plain: 22,
    written: 22,
    copy: false,
    types: 4,
    protobuf: true,
    vector: true,
    encryption: true,
    limits: true,
    negative: true,
  },
  {
    version: '0.4.8',
    plain: 22,
    written: 32,
    copy: true,
    types: 4,
    protobuf: true,
    vector: true,
    encryption: true,
    limits: true,
    negative: true,
  },
  {
    version: '0.4.9',
    plain: 22,
    written: 35,
    copy: true,
    types: 4,
    protobuf: true,
    vector: true,
    encryption: true,
    limits: true,
    negative: true,
  },
];

test('the table has a line for every version that reads differently', () => {
  expect(TABLE.map((line) => line.version)).toEqual(READER_VERSIONS);
});

describe.each(TABLE)('ember $version', (line) => {
  describe.each(subsets.map((features) => [features.join(' ') || 'no features', features] as const))(
    '%s',
    (_, features) => {
      const reader = profile(line.version, features);
      const protobuf = line.protobuf && features.includes('protobuf');
      const vector = line.vector && features.includes('vector');
      const optional = [...(protobuf ? [23, 24] : []), ...(vector ? [25, 26] : [])];

      test('plaintext tags', () => {
        expect(those(reader.readsTag)).toEqual([
          ...numbers(1, line.plain),
          ...optional,
          ...(line.copy ? [27] : []),
        ]);
      });
      test('encrypted tags, wherever it reads encrypted files at all', () => {
        if (!line.encryption) return;
        const known = numbers(1, line.written).filter((tag) => tag < 23 || tag > 26);
        expect(those(reader.readsEncryptedTag)).toEqual([...known, ...optional].sort((a, b) => a - b));
      });
      test('snapshot types', () => {
        const types = [...numbers(0, line.types), ...(protobuf ? [5] : []), ...(vector ? [6] : [])];
        expect(those(reader.readsSnapshotType)).toEqual(types);
      });
      test('encryption, limits, shard id, negative times', () => {
        expect(reader).toMatchObject({
          encryption: line.encryption && features.includes('encryption'),
          limits: line.limits,
          checksShardId: line.limits,
          rejectsNegativeTtl: line.negative,
        });
      });
    },
  );
});

test('an official release stops at what the build features add', () => {
  const release = profile('0.4.9', NONE);
  expect([23, 24, 25, 26].some(release.readsTag)).toBe(false);
  expect([5, 6].some(release.readsSnapshotType)).toBe(false);
  expect(release.encryption).toBe(false);
});

test('the label names the features where they are not the full set', () => {
  expect(profile('0.4.9').label).toBe('ember 0.4.9');
  expect(profile('0.4.9', NONE).label).toBe('ember 0.4.9 (no features)');
  expect(profile('0.4.4', ['vector', 'encryption']).label).toBe('ember 0.4.4 (vector, encryption)');
});

describe('parseReader', () => {
  test.each(READER_VERSIONS)('%s in every combination of features, there and back', (version) => {
    for (const features of subsets) {
      const id = { version, features };
      expect(parseReader(formatReader(id))).toEqual(id);
    }
  });

  test.each([
    ['0.4.9', DEFAULT_READER],
    ['ember 0.4.9', DEFAULT_READER],
    [' 0.4.9 ', DEFAULT_READER],
    ['0.4.9+none', { version: '0.4.9', features: [] }],
    ['0.4.9+', { version: '0.4.9', features: [] }],
    ['0.4.9+vector', { version: '0.4.9', features: ['vector'] }],
    ['0.4.9+encryption,protobuf', { version: '0.4.9', features: ['protobuf', 'encryption'] }],
    ['0.4.9+vector,vector', { version: '0.4.9', features: ['vector'] }],
    // A version between two listed ones reads like the older.
    ['0.1.5', { version: '0.1.4', features: ALL }],
    ['0.2.0', { version: '0.1.4', features: ALL }],
    ['0.3.0', { version: '0.1.4', features: ALL }],
    ['0.4.1', { version: '0.3.1', features: ALL }],
    ['0.4.7+none', { version: '0.4.5', features: [] }],
  ])('%j', (text, expected) => {
    expect(parseReader(text)).toEqual(expected);
  });

  test.each([
    '',
    'ember',
    '0.4',
    '0.4.9.1',
    'v0.4.9',
    '0.1.1',
    '0.0.9999',
    '0.0.2000',
    '0.4.10',
    '0.5.0',
    '1.0.0',
    '0.4.9+all',
    '0.4.9+vector,none',
    '0.4.9+Vector',
    '0.4.9+vector,',
    '0.4.9 +vector',
    '-0.4.9',
  ])('%j names no reader', (text) => {
    expect(parseReader(text)).toBeNull();
  });
});
