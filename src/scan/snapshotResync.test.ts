/* Entries that are found again in a snapshot: which of them are believed, and which are only shown. */
import { describe, expect, test } from 'vitest';
import { buildSnapshot, concat, sealFrame, TEST_KEY } from '../../test/support/buildFiles.ts';
import { scanBytes } from '../../test/support/scanning.ts';
import { rowIndex } from '../base/index.ts';
import {
  encodeUtf8,
  type SnapshotEntry,
  writeEntry,
  writeFooter,
  writeSnapshotHeader,
} from '../codec/index.ts';
import { EMBEDDED, RowKind } from '../columnar/index.ts';

const entry = (name: string, value = 'a value of some length', expire_ms = -1n): SnapshotEntry => ({
  type: 'string',
  key: encodeUtf8(name),
  value: encodeUtf8(value),
  expire_ms,
});
const several = (from: number, to: number): SnapshotEntry[] =>
  Array.from({ length: to - from }, (_, i) => entry(`user:${from + i}`));

/** The keys of the entries that were found, each with a question mark where it is in doubt. */
async function keysOf(bytes: Uint8Array, key: Uint8Array | null = null): Promise<string[]> {
  const { index } = await scanBytes(bytes, { name: 'shard-0.snap', key });
  const found: string[] = [];
  for (let row = 0; row < index.rows.length; row++) {
    const each = rowIndex(row);
    if (index.rows.kind(each) !== RowKind.entry) continue;
    const name = Buffer.from(index.keys.bytesOf(index.rows.key(each))).toString();
    found.push(index.rows.hasFlag(each, EMBEDDED) ? `${name}?` : name);
  }
  return found;
}

/** Breaks the key length of these entries: framing is lost there. */
function broken(entries: readonly SnapshotEntry[], ...which: number[]): Uint8Array {
  const built = buildSnapshot(entries);
  const bytes = built.bytes.slice();
  for (const i of which) bytes.fill(0xee, built.starts[i], (built.starts[i] as number) + 4);
  return bytes;
}

describe('between two damages', () => {
  test('a single entry is believed where an entry begins behind it', async () => {
    const kept = ['user:0', 'user:1', 'user:2', 'user:4', 'user:6', 'user:7', 'user:8'];
    const inDoubt = kept.map((name) => (name === 'user:4' ? 'user:4?' : name));
    expect(await keysOf(broken(several(0, 9), 3, 5))).toEqual(inDoubt);
    const built = buildSnapshot(several(0, 9));
    const bytes = built.bytes.slice();
    bytes.fill(0xee, built.starts[3], (built.starts[3] as number) + 4);
    // The value's length is what is damaged behind it: its key still stands there.
    const lengthAt = (built.starts[5] as number) + 4 + 'user:5'.length + 1;
    bytes.fill(0xee, lengthAt, lengthAt + 4);
    expect(await keysOf(bytes)).toEqual(kept);
  });

  test('one that expires needs a key like others of the file', async () => {
    const expiring = (name: string): SnapshotEntry[] => [
      ...several(0, 4),
      entry(name, 'value', 60_000n),
      ...several(5, 9),
    ];
    expect(await keysOf(broken(expiring('user:4'), 3, 5))).toContain('user:4?');
    expect(await keysOf(broken(expiring('stranger'), 3, 5))).not.toContain('stranger?');
  });
});

test('an entry inside the value of a damaged one is only shown', async () => {
  const inner = writeEntry(entry('user:decoy'), 2);
  const outer: SnapshotEntry = {
    type: 'string',
    key: encodeUtf8('user:3'),
    value: concat([encodeUtf8('before '), inner, encodeUtf8(' and behind')]),
    expire_ms: -1n,
  };
  const entries = [...several(0, 3), outer, ...several(4, 8)];
  expect(await keysOf(broken(entries, 3))).toEqual([
    'user:0',
    'user:1',
    'user:2',
    'user:decoy?',
    'user:4',
    'user:5',
    'user:6',
    'user:7',
  ]);
});

test('the end of a TTL is not taken for the length of a key that takes in the next one', async () => {
  // The TTL's fourth byte on reads as a length of 21, which ends where the real key does.
  const ttl = 21n << 24n;
  const entries = [
    ...several(0, 3),
    entry('user:3', 'v', ttl),
    entry('sixteen letters.', 'v'),
    ...several(5, 9),
  ];
  expect(await keysOf(broken(entries, 3))).toContain('sixteen letters.');
});

test('zeros behind the header, more than the count has entries', async () => {
  const { bytes, starts } = buildSnapshot(several(0, 40));
  const zeroed = bytes.slice().fill(0, 11, (starts[30] as number) + 7);
  expect(await keysOf(zeroed)).toEqual(several(31, 40).map(({ key }) => Buffer.from(key).toString()));
});

test('encrypted: damage where as many frames were read as the header claims', async () => {
  const frames = several(0, 6).map((each, i) => sealFrame(writeEntry(each, 2), i));
  const bytes = concat([
    writeSnapshotHeader(3, 0, 3),
    ...frames.slice(0, 3),
    new Uint8Array(50).fill(0xee),
    ...frames.slice(3),
    writeFooter(frames),
  ]);
  expect((await keysOf(bytes, TEST_KEY)).length).toBe(6);
});
