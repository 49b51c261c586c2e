/* A state that grows too large ends with an error that can be told, and one that only changes never does. */
import { describe, expect, test } from 'vitest';
import { concat } from '../../test/support/buildFiles.ts';
import { scanBytes } from '../../test/support/scanning.ts';
import { rowIndex } from '../base/index.ts';
import { type AofRecord, encodeUtf8, readRecord, writeCommand, writeRecordContent } from '../codec/index.ts';
import { decodeAny, readContent } from '../scan/index.ts';
import { applyRow } from './applyRow.ts';
import { RangedKeyspace } from './rangedKeyspace.ts';
import { StateTooLargeError, weightOf } from './stateWeight.ts';

const MIB = 1 << 20;
const text = encodeUtf8;
const set = (key: string, value: string): AofRecord => ({
  type: 'SET',
  key: text(key),
  value: text(value),
  expire_ms: -1n,
});

/** Applies `count` records to a state that may take `mostBytes`. @returns how many were applied */
function applied(mostBytes: number, count: number, record: (i: number) => AofRecord): number {
  const keyspace = new RangedKeyspace(mostBytes);
  for (let i = 0; i < count; i++) {
    const content = writeRecordContent(record(i));
    const decoded = { kind: 'record', record: readRecord(content) } as const;
    try {
      if (keyspace.begin(decoded, null, content) !== null) throw new Error('nothing is to be waited for');
    } catch (error) {
      expect(error).toBeInstanceOf(StateTooLargeError);
      expect((error as StateTooLargeError).keys).toBe(keyspace.keys.size);
      expect((error as StateTooLargeError).isMost).toBe(false);
      expect(weightOf(keyspace)).toBeGreaterThan(0.8 * mostBytes);
      return i;
    }
    applyRow(keyspace, decoded, 0n);
    expect(weightOf(keyspace) <= mostBytes || i % 1000 !== 0).toBe(true);
  }
  return count;
}

describe('a state stops growing before it takes more than it may', () => {
  test.each([
    ['keys', (i: number) => set(`key:${i}`, 'short')],
    ['long values', (i: number) => set(`key:${i}`, 'x'.repeat(200))],
    [
      'items of a list',
      (i: number): AofRecord => ({ type: 'RPUSH', key: text('l'), values: [text(`${i}`)] }),
    ],
    [
      'members of a set',
      (i: number): AofRecord => ({ type: 'SADD', key: text('s'), members: [text(`${i}`)] }),
    ],
    [
      'fields of a hash',
      (i: number): AofRecord => ({
        type: 'HSET',
        key: text('h'),
        fields: [{ field: text(`${i}`), value: text('v') }],
      }),
    ],
    [
      'members of a sorted set',
      (i: number): AofRecord => ({
        type: 'ZADD',
        key: text('z'),
        members: [{ score: BigInt(i), member: text(`${i}`) }],
      }),
    ],
    [
      'copies of a set',
      (i: number): AofRecord =>
        i < 100
          ? { type: 'SADD', key: text('s'), members: [text(`${i}`)] }
          : { type: 'COPY', source: text('s'), destination: text(`s${i}`), replace: 1 },
    ],
  ])('%s', (_, record) => {
    const count = applied(MIB, 50_000, record);
    expect(count).toBeGreaterThan(50);
    expect(count).toBeLessThan(20_000);
  });
});

describe('a state of the same few keys is never too large', () => {
  test.each([
    ['overwritten strings', (i: number) => set(`key:${i % 10}`, `${i}`)],
    [
      'a list that is filled and emptied',
      (i: number): AofRecord =>
        i % 2 === 0
          ? { type: 'RPUSH', key: text('l'), values: [text('a'), text('b')] }
          : i % 4 === 1
            ? { type: 'LPOP', key: text('l') }
            : { type: 'DEL', key: text('l') },
    ],
    ['the same member again', (): AofRecord => ({ type: 'SADD', key: text('s'), members: [text('a')] })],
  ])('%s', (_, record) => {
    expect(applied(64 << 10, 50_000, record)).toBe(50_000);
  });
});

test('a command that stores what another key holds counts too', async () => {
  const args = (...words: string[]) => writeCommand(words.map(text));
  const members = Array.from({ length: 1000 }, (_, i) => `member:${i}`);
  const stores = members.map((name) => args('SUNIONSTORE', name, 's'));
  const bytes = concat([args('SADD', 's', ...members), ...stores]);
  const { source, index } = await scanBytes(bytes, { name: 'appendonly.aof' });
  const keyspace = new RangedKeyspace(4 * MIB);
  const replay = async (): Promise<void> => {
    for (let at = 0; at < index.rows.length; at++) {
      const row = rowIndex(at);
      const content = await readContent(source, index, row);
      const decoded = content === null ? null : decodeAny(content, index, row);
      if (content === null || decoded === null) continue;
      await keyspace.begin(decoded, row, content);
      applyRow(keyspace, decoded, 0n);
    }
  };
  await expect(replay()).rejects.toThrow(StateTooLargeError);
  expect(weightOf(keyspace)).toBeLessThan(5 * MIB);
});
