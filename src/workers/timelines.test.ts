import { describe, expect, test } from 'vitest';
import { buildSnapshot } from '../../test/support/buildFiles.ts';
import { scanBytes } from '../../test/support/scanning.ts';
import { storyLog } from '../../test/support/storyLog.ts';
import { rowIndex } from '../base/index.ts';
import { decodeUtf8Lossy, encodeUtf8 } from '../codec/index.ts';
import { MARK_KINDS, Taint } from '../replay/index.ts';
import { Timelines } from './timelines.ts';

const nothing = (): void => undefined;
const NO_BASE = { values: [], whole: true };

async function opened(bytes: Uint8Array, name = 'shard-0.aof'): Promise<Timelines> {
  const { source, index } = await scanBytes(bytes, { name });
  return new Timelines(source, index);
}

async function keyNamed(timelines: Timelines, name: string) {
  const [choice] = await timelines.keyChoices(name, 5);
  if (choice?.name !== name) throw new Error(`${name} was not found`);
  return choice.key;
}

describe('a key that was filled, renamed and deleted', () => {
  test('is one lane of two names, with its states', async () => {
    const timelines = await opened(storyLog().bytes);
    const key = await keyNamed(timelines, 'order:42');
    const lane = await timelines.lane(key);
    expect(lane?.segments.map(({ name }) => name)).toEqual(['cart:42', 'order:42']);
    expect(lane?.family).toBe('hash');
    expect(Array.from(lane?.kinds ?? [], (kind) => MARK_KINDS[kind])).toEqual([
      'write',
      'write',
      'expiry',
      'write',
      'expiry',
      'move',
      'write',
      'delete',
    ]);
    const states = await timelines.laneStates(key, NO_BASE, nothing);
    expect([...(states?.sizes ?? [])]).toEqual([1, 2, 2, 2, 2, 2, 3, Number.NaN]);
    expect([...(states?.flags ?? [])]).toEqual([1, 1, 3, 3, 1, 1, 1, 0]);
  });

  test('each part of its value is traced to the record that set it, through the rename', async () => {
    const timelines = await opened(storyLog().bytes);
    const key = await keyNamed(timelines, 'order:42');
    await timelines.laneStates(key, NO_BASE, nothing);
    const setter = (name: string) => timelines.setterOf(key, 6, { kind: 'field', name });
    expect([await setter('apples'), await setter('pears'), await setter('paid')]).toEqual([3, 1, 6]);
    expect(await setter('missing')).toBeNull();
  });

  test('a moment tells the value on both sides, its TTL, and the other key of a move', async () => {
    const timelines = await opened(storyLog().bytes);
    const key = await keyNamed(timelines, 'order:42');
    const expiry = await timelines.moment(key, 2);
    expect([expiry?.ttlBefore, expiry?.ttlAfter]).toEqual([null, '1 h']);
    const rename = await timelines.moment(key, 5);
    expect(rename?.others.map(({ name }) => name)).toEqual(['cart:42']);
    expect(rename?.diff).toMatchObject({ before: 'hash', after: 'hash' });
    expect((await timelines.recordCommands(rowIndex(rename?.row.row ?? 0))).text).toBe(
      'RENAME cart:42 order:42',
    );
    expect(await timelines.moment(key, 99)).toBeNull();
  });
});

test('an item of a list is traced although others were taken before it', async () => {
  const timelines = await opened(storyLog().bytes);
  const key = await keyNamed(timelines, 'queue:mail');
  // The queue as a slow model: which of its records brought each item.
  const queue: number[] = [];
  let mark = 0;
  for (const record of storyLog().records) {
    if (!('key' in record) || Buffer.from(record.key).toString() !== 'queue:mail') continue;
    if (record.type === 'RPUSH') queue.push(mark);
    else queue.shift();
    mark++;
  }
  const setterOf = (index: number) => timelines.setterOf(key, mark - 1, { kind: 'item', index });
  for (const index of [0, 5, queue.length - 1]) expect(await setterOf(index)).toBe(queue[index]);
  expect(await setterOf(queue.length)).toBeNull();
});

test('the log goes on from what a snapshot holds', async () => {
  const snapshot = await opened(
    buildSnapshot(
      [
        {
          type: 'hash',
          key: encodeUtf8('cart:42'),
          value: [{ field: encodeUtf8('plums'), value: encodeUtf8('9') }],
          expire_ms: -1n,
        },
      ],
      2,
    ).bytes,
    'shard-0.snap',
  );
  const timelines = await opened(storyLog().bytes);
  const key = await keyNamed(timelines, 'order:42');
  const lane = await timelines.lane(key);
  expect(lane?.sources).toContain('cart:42');
  const base = await snapshot.snapshotValues(lane?.sources ?? []);
  const states = await timelines.laneStates(key, base, nothing);
  expect(states?.startsAlive).toBe(true);
  expect(states?.sizes[0]).toBe(2);
});

test('on a snapshot of which nothing can be used a lane is unknown until a record fixes it', async () => {
  const timelines = await opened(storyLog().bytes);
  const doubtsOf = async (name: string, whole: boolean) => {
    const key = await keyNamed(timelines, name);
    const states = await timelines.laneStates(key, { values: [], whole }, nothing);
    return states?.doubts.map(({ taint, fromRow, toRow }) => [taint, fromRow, toRow]);
  };
  const { records } = storyLog();
  const rowOf = (type: string, name: string): number =>
    1 +
    records.findIndex((each) => each.type === type && 'key' in each && decodeUtf8Lossy(each.key) === name);
  expect(await doubtsOf('order:42', true)).toEqual([]);
  expect(await doubtsOf('order:42', false)).toEqual([[Taint.unknown, 0, rowOf('DEL', 'order:42')]]);
  expect(await doubtsOf('user:1042:profile', false)).toEqual([
    [Taint.unknown, 0, rowOf('SET', 'user:1042:profile')],
  ]);
  expect(await doubtsOf('queue:mail', false)).toEqual([[Taint.unknown, 0, records.length + 1]]);
});

test('without a text the busiest keys come first; a prefix before what merely contains it', async () => {
  const timelines = await opened(storyLog().bytes);
  const busiest = await timelines.keyChoices('', 2);
  expect(busiest.map(({ name }) => name)).toEqual(['user:1042:visits', 'queue:mail']);
  const typed = await timelines.keyChoices('user:1042', 5);
  expect(typed.map(({ name }) => name).sort()).toEqual(['user:1042:profile', 'user:1042:visits']);
});
