/* The lists of rows follow filter, order and scan: with the real service, in this thread instead of a worker. */
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { buildLog } from '../../test/support/buildFiles.ts';
import { createShardService } from '../../test/support/shardService.ts';
import { type AofRecord, encodeUtf8 } from '../codec/index.ts';
import type { ShardService } from '../workers/index.ts';
import { appStore, updateFile } from './appStore.ts';
import { followArrangements, stopArranging } from './arrange.ts';
import { closeFile, openFiles } from './fileActions.ts';
import type { Arrangement, FileId, OpenFile } from './model.ts';
import { getRowLists } from './rowLists.ts';

let running: ShardService;
vi.mock('../workers/index.ts', async (original) => ({
  ...(await original<typeof import('../workers/index.ts')>()),
  startShardWorker: () => {
    running = createShardService();
    return { service: running, terminate: () => undefined };
  },
}));

const RECORDS = 300;
const record = (i: number): AofRecord => ({
  type: 'SET',
  key: encodeUtf8(`${i % 2 === 0 ? 'even' : 'odd'}:${i}`),
  value: new Uint8Array((i * 7) % 100),
  expire_ms: -1n,
});

const file = (): OpenFile => {
  const [one] = appStore.getState().files;
  if (one === undefined) throw new Error('no file is open');
  return one;
};
const rowsOf = (list: { readonly rows: Uint32Array } | null): readonly number[] | null =>
  list === null ? null : [...list.rows];
const lists = (id: FileId) => {
  const { found, shown } = getRowLists(id);
  return { found: rowsOf(found), shown: rowsOf(shown) };
};
/** Machines may be slow: what never comes fails all the same. */
const eventually = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 20_000 });
const until = (phase: Arrangement['phase']): Promise<void> =>
  eventually(() => expect(file().arrangement.phase).toBe(phase));

async function opened(): Promise<FileId> {
  const { bytes } = buildLog(Array.from({ length: RECORDS }, (_, i) => record(i)));
  const log = new File([bytes as Uint8Array<ArrayBuffer>], 'a.aof');
  await openFiles([{ file: log, handle: null, sampleNote: 'made here' }]);
  await eventually(() => expect(file().verdict).not.toBeNull());
  return file().id;
}

const setFilter = (id: FileId, change: Partial<OpenFile['filter']>): void =>
  updateFile(id, ({ filter }) => ({ filter: { ...filter, ...change } }));

beforeAll(() => {
  vi.stubGlobal('navigator', {});
  followArrangements();
});
afterEach(() => {
  for (const { id } of appStore.getState().files) closeFile(id);
});

const EVEN = Array.from({ length: RECORDS / 2 }, (_, i) => 1 + 2 * i);

test('a filter lists what it finds, "mark only" all rows, and no filter nothing', async () => {
  const id = await opened();
  expect(lists(id)).toEqual({ found: null, shown: null });
  setFilter(id, { text: 'key:even*' });
  await until('done');
  expect(lists(id)).toEqual({ found: EVEN, shown: EVEN });
  expect(file().arrangement.count).toBe(EVEN.length);
  const { version } = file().arrangement;
  setFilter(id, { findOnly: true });
  await eventually(() => expect(lists(id)).toEqual({ found: EVEN, shown: null }));
  expect(file().arrangement.version).toBeGreaterThan(version);
  // What is wrong in a filter counts for nothing.
  setFilter(id, { text: 'at:nowhere', findOnly: false });
  await until('none');
  expect(lists(id)).toEqual({ found: null, shown: null });
});

test('an order holds for what was found, and for all rows without a filter', async () => {
  const id = await opened();
  setFilter(id, { text: '#:10..13' });
  updateFile(id, () => ({ sort: { by: 'offset', descending: true } }));
  await eventually(() => expect(lists(id)).toEqual({ found: [11, 12, 13, 14], shown: [14, 13, 12, 11] }));
  setFilter(id, { text: '' });
  await eventually(() => expect(lists(id).shown).toHaveLength(RECORDS + 1));
  expect(lists(id).shown?.slice(0, 2)).toEqual([RECORDS, RECORDS - 1]);
  updateFile(id, () => ({ sort: null }));
  await eventually(() => expect(lists(id)).toEqual({ found: null, shown: null }));
});

test('what takes the place of a search that is under way is what is shown', async () => {
  const id = await opened();
  setFilter(id, { text: 'key:odd*' });
  setFilter(id, { text: 'value:"x"' });
  setFilter(id, { text: 'key:even*' });
  await until('done');
  expect(lists(id)).toEqual({ found: EVEN, shown: EVEN });
});

test('one that is stopped says so; one that fails too, and the next is none the worse', async () => {
  const id = await opened();
  setFilter(id, { text: 'key:even*' });
  await until('done');
  await stopArranging(id);
  expect(file().arrangement.phase).toBe('stopped');
  expect(lists(id).found).toEqual(EVEN);

  const { sortRows } = running;
  running.sortRows = () => Promise.reject(new RangeError('Array buffer allocation failed'));
  updateFile(id, () => ({ sort: { by: 'size', descending: true } }));
  await until('failed');
  expect(appStore.getState().toasts.at(-1)?.text).toContain('There is not enough memory for this in a.aof.');
  running.sortRows = sortRows;
  updateFile(id, () => ({ sort: { by: 'offset', descending: true } }));
  await until('done');
  expect(lists(id).shown).toEqual(EVEN.toReversed());
});

test('a file that is closed leaves no lists', async () => {
  const id = await opened();
  setFilter(id, { text: 'key:even*' });
  await until('done');
  closeFile(id);
  expect(lists(id)).toEqual({ found: null, shown: null });
});
