/* Keys and timelines of logs that are large, or strange, in one way. */
import { describe, expect, test } from 'vitest';
import { buildLog } from '../../test/support/buildFiles.ts';
import { scanBytes } from '../../test/support/scanning.ts';
import { type AofRecord, encodeUtf8 } from '../codec/index.ts';
import { KeyFate } from '../replay/index.ts';
import { ALL_KEYS } from './allKeys.ts';
import type { KeyView } from './keyApi.ts';
import { KeySession } from './keySession.ts';
import { Timelines } from './timelines.ts';

const text = encodeUtf8;
const nothing = (): void => undefined;
async function opened(records: readonly AofRecord[]) {
  const file = { ...(await scanBytes(buildLog(records).bytes)), name: 'shard-0.aof' };
  const session = new KeySession(file, 1);
  await session.report(null, nothing);
  const { keys } = session.window(ALL_KEYS, 0, 20_000);
  return { session, keys, timelines: new Timelines(file.source, file.index) };
}

/** The whole lane of a key: how large its value is after each record. */
async function sizesOf(timelines: Timelines, { key }: KeyView): Promise<readonly number[]> {
  const states = await timelines.laneStates(key, { values: [], whole: true }, nothing);
  return [...(states?.sizes ?? [])];
}

const only = (keys: readonly KeyView[]): KeyView => {
  expect(keys).toHaveLength(1);
  return keys[0] as KeyView;
};

test('a list that a log grows to a million items at both ends, and empties', async () => {
  const values = Array.from({ length: 1000 }, (_, i) => text(`item ${i}`));
  const push = (type: 'LPUSH' | 'RPUSH'): AofRecord => ({ type, key: text('queue'), values });
  const pushes = Array.from({ length: 1000 }, (_, i) => push(i % 2 === 0 ? 'LPUSH' : 'RPUSH'));
  const pops = Array.from(
    { length: 20_000 },
    (_, i): AofRecord => ({ type: i % 2 === 0 ? 'LPOP' : 'RPOP', key: text('queue') }),
  );
  const { session, keys, timelines } = await opened([...pushes, ...pops]);
  const queue = only(keys);
  expect([queue.type, queue.fate, queue.operations]).toEqual(['list', KeyFate.alive, 21_000]);
  const detail = await session.detail(queue.key);
  expect(detail?.value).toMatchObject({ kind: 'elements', count: 980_000 });
  const sizes = await sizesOf(timelines, queue);
  expect(sizes.slice(998, 1002)).toEqual([999_000, 1_000_000, 999_999, 999_998]);
  expect(sizes.at(-1)).toBe(980_000);
  const moment = await timelines.moment(queue.key, 1000);
  expect(moment?.diff.rows.length).toBeLessThan(100);
  expect(moment?.diff.rows).toContainEqual(expect.objectContaining({ kind: 'removed' }));
});

test('a hash of 100,000 fields, one of which changes', async () => {
  const fields = Array.from({ length: 100_000 }, (_, i) => ({ field: text(`f${i}`), value: text('0') }));
  const { session, keys, timelines } = await opened([
    { type: 'HSET', key: text('h'), fields },
    { type: 'HINCRBY', key: text('h'), field: text('f77777'), delta: 5n },
    { type: 'HDEL', key: text('h'), fields: fields.map(({ field }) => field) },
  ]);
  const hash = only(keys);
  expect(hash.fate).toBe(KeyFate.emptied);
  expect(await sizesOf(timelines, hash)).toEqual([100_000, 100_000, Number.NaN]);
  const { diff } = (await timelines.moment(hash.key, 1)) ?? { diff: null };
  const changed = diff?.rows.filter(({ kind }) => kind === 'changed');
  expect(changed).toMatchObject([{ label: 'f77777' }]);
  expect(await timelines.setterOf(hash.key, 1, { kind: 'field', name: 'f77777' })).toBe(1);
  expect(await timelines.setterOf(hash.key, 1, { kind: 'field', name: 'f77776' })).toBe(0);
  expect((await session.detail(hash.key))?.value).toEqual({ kind: 'gone' });
});

test('a key that is renamed 10,000 times holds in the end what it was given first', async () => {
  const renames = Array.from(
    { length: 10_000 },
    (_, i): AofRecord => ({ type: 'RENAME', key: text(`k${i}`), newkey: text(`k${i + 1}`) }),
  );
  const set: AofRecord = { type: 'SET', key: text('k0'), value: text('first'), expire_ms: -1n };
  const { session } = await opened([set, ...renames]);
  expect(session.window({ ...ALL_KEYS, fates: [KeyFate.renamed] }, 0, 1).total).toBe(10_000);
  const last = only(session.window({ ...ALL_KEYS, fates: [KeyFate.alive] }, 0, 2).keys);
  expect(last.name).toBe('k10000');
  expect((await session.detail(last.key))?.value).toMatchObject({ kind: 'bytes', text: 'first' });
});

test('a circle of renames', async () => {
  const names = ['a', 'b', 'c'];
  const circle = Array.from(
    { length: 9000 },
    (_, i): AofRecord => ({
      type: 'RENAME',
      key: text(names[i % 3] as string),
      newkey: text(names[(i + 1) % 3] as string),
    }),
  );
  const set: AofRecord = { type: 'SET', key: text('a'), value: text('round'), expire_ms: -1n };
  const { session, keys, timelines } = await opened([set, ...circle]);
  expect(keys.map(({ name, fate }) => [name, fate])).toEqual([
    ['a', KeyFate.alive],
    ['b', KeyFate.renamed],
    ['c', KeyFate.renamed],
  ]);
  expect((await session.detail((keys[0] as KeyView).key))?.value).toMatchObject({ text: 'round' });
  for (const key of keys) expect(await sizesOf(timelines, key)).toHaveLength(9001);
});

describe('strange keys', () => {
  test('operations on a key of another type change nothing', async () => {
    const key = text('k');
    const { session, keys, timelines } = await opened([
      { type: 'SET', key, value: text('text'), expire_ms: -1n },
      { type: 'LPUSH', key, values: [text('item')] },
      { type: 'HSET', key, fields: [{ field: text('f'), value: text('v') }] },
      { type: 'ZADD', key, members: [{ score: 0n, member: text('m') }] },
      { type: 'SADD', key, members: [text('m')] },
      { type: 'INCR', key },
      { type: 'LPOP', key },
      { type: 'SREM', key, members: [text('m')] },
    ]);
    expect([only(keys).type, only(keys).fate]).toEqual(['string', KeyFate.alive]);
    expect((await session.detail(only(keys).key))?.value).toMatchObject({ text: 'text' });
    expect(await sizesOf(timelines, only(keys))).toEqual(Array(8).fill(4));
  });

  test('a key of 100 KB is cut where it is shown, and whole where it is asked for', async () => {
    const name = 'long:'.repeat(20_000);
    const { session, keys, timelines } = await opened([
      { type: 'SET', key: text(name), value: text('v'), expire_ms: -1n },
    ]);
    expect(only(keys).length).toBe(100_000);
    expect(only(keys).name.length).toBeLessThan(1000);
    const detail = await session.detail(only(keys).key);
    expect(detail?.fullName.length).toBeLessThan(100_000);
    expect((await timelines.lane(only(keys).key))?.name.length).toBeLessThan(1000);
    const { text: commands } = (await timelines.laneCommands(only(keys).key)) ?? { text: '' };
    // Not by toBe: a failure would print both.
    expect(commands === `SET "${name}" v`).toBe(true);
  });

  test('keys that differ in invisible characters alone look different', async () => {
    const names = ['user', 'user\u200b', 'us\u00ader', 'user\u0000', 'user ', 'user\u202e', '\ufeffuser'];
    const { keys, timelines } = await opened(
      names.map((name) => ({ type: 'SET', key: text(name), value: text('v'), expire_ms: -1n })),
    );
    expect(new Set(keys.map(({ name }) => name)).size).toBe(names.length);
    // Nothing invisible is left in what is shown.
    for (const { name } of keys) expect(name).toMatch(/^[\x20-\x7e]+$/);
    const choices = await timelines.keyChoices('us', 20);
    for (const { name } of choices) expect(name).toMatch(/^[\x20-\x7e]+$/);
  });
});
