import { expect, test } from 'vitest';
import { type Built, buildLog, buildSnapshot, TEST_KEY } from '../../test/support/buildFiles.ts';
import { type RowIndex, rowIndex } from '../base/index.ts';
import { type AofRecord, encodeUtf8, type SnapshotEntry } from '../codec/index.ts';
import type { FieldView, RowDetail, ShardService } from './api.ts';
import { createShardService } from './shardService.ts';

const ELEMENTS = 2600;
const key = encodeUtf8('k');
/** A few are longer than all that is read at once. */
const long = (i: number): Uint8Array => encodeUtf8(`${i}:`.padEnd(i % 700 === 699 ? 300_000 : 180, '.'));
const all = <T>(of: (i: number) => T): T[] => Array.from({ length: ELEMENTS }, (_, i) => of(i));

const list: AofRecord = { type: 'RPUSH', key, values: all(long) };
const scores: AofRecord = {
  type: 'ZADD',
  key,
  members: all((i) => ({ score: BigInt(i), member: long(i) })),
};
const hash: SnapshotEntry = {
  type: 'hash',
  key,
  value: all((i) => ({ field: encodeUtf8(String(i)), value: long(i) })),
  expire_ms: -1n,
};
const FILES: readonly (readonly [string, Built, string, Uint8Array | null])[] = [
  ['a list', buildLog([list]), 'a.aof', null],
  ['members with scores', buildLog([scores]), 'a.aof', null],
  ['a list in an encrypted log', buildLog([list], 3), 'a.aof', TEST_KEY],
  ['a hash in a snapshot', buildSnapshot([hash]), 'a.snap', null],
];

async function opened({ bytes }: Built, name: string, secret: Uint8Array | null): Promise<ShardService> {
  const session = createShardService();
  await session.open(new File([bytes as Uint8Array<ArrayBuffer>], name));
  await session.scan(secret, () => undefined);
  return session;
}

async function pageOf(session: ShardService, row: RowIndex, first: number) {
  const detail = (await session.detail(row, first)) as RowDetail;
  const { elements } = detail;
  if (elements === null) throw new Error('there are no pages');
  return { elements, fields: detail.fields.filter(({ depth }) => depth > 0) };
}

test.each(FILES)('%s: the pages have every element once, with its place', async (_, built, name, secret) => {
  const session = await opened(built, name, secret);
  const row = rowIndex(1);
  const fields: FieldView[] = [];
  let pages = 0;
  for (let first = 0; first < ELEMENTS; pages++) {
    const page = await pageOf(session, row, first);
    expect(page.elements).toMatchObject({ first, total: ELEMENTS });
    expect(page.elements.count).toBeGreaterThan(0);
    fields.push(...page.fields);
    first += page.elements.count;
  }
  expect(pages).toBeLessThan(ELEMENTS / 100);
  const numbers = fields.map(({ path }) => Number(/\[(\d+)\]/.exec(path)?.[1]));
  expect(new Set(numbers).size).toBe(ELEMENTS);
  expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  // Elements tile what they are in.
  for (const [i, field] of fields.entries()) {
    const before = fields[i - 1];
    if (before !== undefined) expect(field.offset).toBe(before.offset + before.length);
  }
  const named = fields.filter(({ path }) => path.includes('[2222]'));
  expect(named.some(({ text }) => text.includes('2222:'))).toBe(true);
});

test('a page may begin anywhere; what is behind the last element is shown with it', async () => {
  const session = await opened(buildSnapshot([hash]), 'a.snap', null);
  const { elements, fields } = await pageOf(session, rowIndex(1), ELEMENTS - 2);
  expect(elements).toEqual({ first: ELEMENTS - 2, count: 2, total: ELEMENTS });
  expect(fields[0]?.path).toContain(`[${ELEMENTS - 2}]`);
  // A place that there is none of begins with the first.
  expect((await pageOf(session, rowIndex(1), ELEMENTS)).elements.first).toBe(0);
});
