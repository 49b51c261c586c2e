import { expect, test } from 'vitest';
import { buildLog, buildSnapshot } from '../../test/support/buildFiles.ts';
import { scanBytes } from '../../test/support/scanning.ts';
import { type AofRecord, DEFAULT_READER, encodeUtf8 } from '../codec/index.ts';
import { KeyFate, Taint } from '../replay/index.ts';
import { ALL_KEYS } from './allKeys.ts';
import type { KeyExportRequest, KeyQuery } from './keyApi.ts';
import { KeySession } from './keySession.ts';

const set = (key: string, value = 'v', expire_ms = -1n): AofRecord => ({
  type: 'SET',
  key: encodeUtf8(key),
  value: encodeUtf8(value),
  expire_ms,
});
const del = (key: string): AofRecord => ({ type: 'DEL', key: encodeUtf8(key) });

async function sessionOf(bytes: Uint8Array, name = 'shard-0.aof') {
  const session = new KeySession({ ...(await scanBytes(bytes, { name })), name }, 1);
  const report = await session.report(null, () => {});
  const names = (query: Partial<KeyQuery>): string[] =>
    session.window({ ...ALL_KEYS, ...query }, 0, 100).keys.map(({ name: key }) => key);
  return { session, report, names };
}

const RECORDS: readonly AofRecord[] = [
  set('user:1', 'a long value that has the most bytes of all of them'),
  set('user:2', 'x', 5000n),
  set('user:2', 'y', 9000n),
  { type: 'RPUSH', key: encodeUtf8('queue'), values: [encodeUtf8('a'), encodeUtf8('b')] },
  { type: 'LPOP', key: encodeUtf8('queue') },
  { type: 'LPOP', key: encodeUtf8('queue') },
  { type: 'RENAME', key: encodeUtf8('user:1'), newkey: encodeUtf8('user:one') },
  del('user:2'),
  set('a\u200bb'),
  set('ab', 'z', 0n),
  { type: 'INCR', key: encodeUtf8('ab') },
];

test('every key with what became of it', async () => {
  const { session, report } = await sessionOf(buildLog(RECORDS).bytes);
  expect(report).toMatchObject({ keys: 6, alive: 2, stale: 0, unknown: 0, separator: ':', losses: 0 });
  const views = session.window(ALL_KEYS, 0, 100).keys;
  expect(
    views.map(({ name, type, operations, fate, fateRecord }) => [name, type, operations, fate, fateRecord]),
  ).toEqual([
    ['ab', 'string', 2, KeyFate.expired, 9],
    ['a\\u{200b}b', 'string', 1, KeyFate.alive, null],
    ['queue', 'list', 3, KeyFate.emptied, 5],
    ['user:1', 'string', 2, KeyFate.renamed, 6],
    ['user:2', 'string', 3, KeyFate.deleted, 7],
    ['user:one', 'string', 1, KeyFate.alive, null],
  ]);
  expect(views.find(({ name }) => name === 'user:1')?.fateKey?.name).toBe('user:one');
});

test('keys are found, sorted and cut into windows', async () => {
  const { session, names } = await sessionOf(buildLog(RECORDS).bytes);
  expect(names({ text: 'USER' })).toEqual(['user:1', 'user:2', 'user:one']);
  expect(names({ prefix: encodeUtf8('user:') })).toHaveLength(3);
  expect(names({ types: ['list'] })).toEqual(['queue']);
  expect(names({ fates: [KeyFate.deleted, KeyFate.emptied] })).toEqual(['queue', 'user:2']);
  expect(names({ ranges: [{ column: 'operations', min: 3, max: Number.POSITIVE_INFINITY }] })).toEqual([
    'queue',
    'user:2',
  ]);
  expect(names({ sort: 'bytes', descending: true })[0]).toBe('user:1');
  // What has no TTL comes last in either order.
  expect(names({ sort: 'ttl' })[0]).toBe('ab');
  expect(names({ sort: 'ttl', descending: true })[0]).toBe('ab');
  expect(session.window({ ...ALL_KEYS, text: 'user' }, 1, 1)).toMatchObject({
    total: 3,
    keys: [{ name: 'user:2' }],
  });
});

test('the branches of a prefix add up', async () => {
  const { session } = await sessionOf(buildLog(RECORDS).bytes);
  const top = session.branches(ALL_KEYS, ':', 'bytes');
  expect(top.branches.map(({ label, keys, alive }) => [label, keys, alive])).toEqual([
    ['user:', 3, 1],
    ['queue', 1, 0],
    ['ab', 1, 0],
    ['a\\u{200b}b', 1, 1],
  ]);
  expect(top.bytes).toBe(top.branches.reduce((sum, branch) => sum + branch.bytes, 0));
  const inner = session.branches({ ...ALL_KEYS, prefix: encodeUtf8('user:') }, ':', 'operations');
  expect(inner.branches.map(({ label, operations }) => [label, operations])).toEqual([
    ['2', 3],
    ['1', 2],
    ['one', 1],
  ]);
});

test('a key’s value in the end is replayed from the records that lead there', async () => {
  const { session } = await sessionOf(buildLog(RECORDS).bytes);
  const key = session.window({ ...ALL_KEYS, text: 'user:one' }, 0, 1).keys[0]?.key;
  const detail = key === undefined ? null : await session.detail(key);
  expect(detail?.value).toEqual({
    kind: 'bytes',
    text: 'a long value that has the most bytes of all of them',
    size: 51,
    type: null,
  });
});

test('stats: what a rewrite would save', async () => {
  const { session } = await sessionOf(
    buildLog([set('a', 'first'), set('a', 'second'), set('b'), del('b')]).bytes,
  );
  const stats = session.stats(':');
  // Of 21 + 22 + 17 + 10 bytes only the second SET counts.
  expect([stats?.dataBytes, stats?.liveBytes]).toEqual([27 + 28 + 23 + 10, 28]);
  expect(stats?.types).toEqual([{ label: 'string', keys: 2, alive: 1, operations: 4, bytes: 88 }]);
  expect(stats?.records).toBe(4);
});

test('a lost record leaves all keys in doubt, but for those set anew', async () => {
  const built = buildLog([
    set('a'),
    set('b'),
    set('lost'),
    set('b', 'again'),
    { type: 'INCR', key: encodeUtf8('n') },
  ]);
  const bytes = built.bytes.slice();
  bytes.fill(0xee, built.starts[2], built.starts[3]);
  const { session, report } = await sessionOf(bytes);
  expect(report).toMatchObject({ stale: 1, unknown: 1, losses: 1 });
  const taints = session.window(ALL_KEYS, 0, 100).keys.map(({ name, taint }) => [name, taint]);
  expect(taints).toEqual([
    ['a', Taint.stale],
    ['b', Taint.exact],
    ['n', Taint.unknown],
  ]);
});

test('a damaged record that its checksum explains leaves one key in doubt', async () => {
  const built = buildLog([set('a'), set('b', 'value'), set('c')]);
  const bytes = built.bytes.slice();
  const at = (built.starts[2] as number) - 14;
  bytes[at] = (bytes[at] as number) ^ 4;
  const { session, report } = await sessionOf(bytes);
  expect(report).toMatchObject({ keys: 3, losses: 0, unknown: 1 });
  expect(session.window({ ...ALL_KEYS, taints: [Taint.unknown] }, 0, 10).keys).toMatchObject([
    { name: 'b', fate: KeyFate.never },
  ]);
});

test('nothing vouches for the keys of a snapshot whose footer does not hold', async () => {
  const entry = (key: string) =>
    ({ type: 'string', key: encodeUtf8(key), value: encodeUtf8('v'), expire_ms: -1n }) as const;
  const intact = buildSnapshot([entry('a'), entry('b')]).bytes;
  expect((await sessionOf(intact, 'shard-0.snap')).report).toMatchObject({ keys: 2, unknown: 0 });
  const broken = intact.slice();
  broken.fill(0x55, broken.length - 4);
  expect((await sessionOf(broken, 'shard-0.snap')).report).toMatchObject({ keys: 2, unknown: 2 });
});

test('work that is stopped answers with nothing, and can be asked for again', async () => {
  const session = new KeySession({ ...(await scanBytes(buildLog(RECORDS).bytes)), name: 'shard-0.aof' }, 1);
  const stopped = session.report(null, () => {});
  session.cancel();
  expect(await stopped).toBeNull();
  expect(session.window(ALL_KEYS, 0, 10)).toEqual({ total: 0, keys: [] });
  expect((await session.report(null, () => {}))?.keys).toBe(6);
});

test('a log and its snapshot: the keys that the shard holds, and their export', async () => {
  const names = Array.from({ length: 20 }, (_, i) => `s:${i + 10}`);
  const entries = names.map(
    (name) => ({ type: 'string', key: encodeUtf8(name), value: encodeUtf8('old'), expire_ms: -1n }) as const,
  );
  const snapshot = new File([buildSnapshot(entries).bytes.slice()], 'shard-0.snap');
  const log = buildLog([
    { type: 'APPEND', key: encodeUtf8('s:10'), value: encodeUtf8('er') },
    { type: 'RENAME', key: encodeUtf8('s:11'), newkey: encodeUtf8('moved') },
    del('s:12'),
  ]);
  const session = new KeySession({ ...(await scanBytes(log.bytes)), name: 'shard-0.aof' }, 1);
  const partner = { file: snapshot, key: null };
  // The log alone knows neither what it appended to nor what it moved.
  expect(await session.report(null, () => {})).toMatchObject({ keys: 4, alive: 1, snapshot: null });
  expect(await session.report(partner, () => {})).toMatchObject({
    keys: 21,
    alive: 19,
    snapshot: 'shard-0.snap',
    basis: 'snapshot',
  });

  const exported = async (keys: KeyExportRequest['keys']): Promise<readonly string[]> => {
    const request = { keys, format: 'json', reader: DEFAULT_READER } as const;
    const { blob, problem } = await session.export(request, null, () => {});
    expect(problem).toBeNull();
    const lines = (await blob?.text())?.trimEnd().split('\n') ?? [];
    return lines.map((line) => {
      const { key, value } = JSON.parse(line) as { key: string; value: string };
      return `${key} ${atob(value)}`;
    });
  };
  // One key is replayed alone, many with everything: it makes no difference.
  const [moved, appended] = [
    session.window({ ...ALL_KEYS, text: 'moved' }, 0, 1).keys[0],
    session.window({ ...ALL_KEYS, text: 's:10' }, 0, 1).keys[0],
  ];
  if (moved === undefined || appended === undefined) throw new Error('a key is missing');
  expect(await exported({ kind: 'key', key: moved.key })).toEqual(['moved old']);
  expect(await exported({ kind: 'key', key: appended.key })).toEqual(['s:10 older']);
  const all = await exported({ kind: 'query', query: ALL_KEYS });
  expect(all).toEqual(['moved old', 's:10 older', ...names.slice(3).map((name) => `${name} old`)]);
  const prefix = { ...ALL_KEYS, prefix: encodeUtf8('s:1') };
  expect(await exported({ kind: 'query', query: prefix })).toEqual(all.slice(1, 9));

  // A snapshot of which nothing can be used leaves all in doubt that the log does not set.
  const broken = { file: new File(['no snapshot'], 'shard-0.snap'), key: null };
  expect(await session.report(broken, () => {})).toMatchObject({ basis: 'lost', unknown: 2 });
});
