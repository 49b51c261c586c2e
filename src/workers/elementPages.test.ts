import { expect, test } from 'vitest';
import { type Built, buildLog, buildSnapshot, concat, TEST_KEY } from '../../test/support/buildFiles.ts';
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

test('the arguments of a command are paged in the same way, with its name and key on every page', async () => {
  const values = all((i) =>
    i === 900 ? encodeUtf8('two\r\nlines $5\r\n') : i === 901 ? new Uint8Array(0) : long(i),
  );
  const args = [encodeUtf8('RPUSH'), key, ...values];
  const bulk = (bytes: Uint8Array): Uint8Array =>
    concat([encodeUtf8(`$${bytes.length}\r\n`), bytes, encodeUtf8('\r\n')]);
  const bytes = concat([encodeUtf8(`*${args.length}\r\n`), ...args.map(bulk)]);
  const session = await opened({ bytes, starts: [0], end: bytes.length }, 'appendonly.aof', null);
  const seen: string[] = [];
  for (let first = 0; first < args.length; ) {
    const detail = (await session.detail(rowIndex(0), first)) as RowDetail;
    expect(detail.elements).toMatchObject({ first, total: args.length });
    expect(detail.fields.find(({ path }) => path === 'command')?.text).toBe('RPUSH');
    expect(detail.fields.find(({ path }) => path === 'key')?.text).toBe('k');
    for (const { path, offset, length } of detail.fields) {
      const number = Number(/^argument (\d+)$/.exec(path)?.[1]);
      if (Number.isNaN(number)) continue;
      seen.push(path);
      expect(bytes.subarray(offset, offset + length)).toEqual(args[number]);
    }
    first += detail.elements?.count ?? args.length;
  }
  expect(seen).toEqual(values.map((_, i) => `argument ${i + 2}`));
  const last = (await session.detail(rowIndex(0), args.length - 1)) as RowDetail;
  expect(last.elements).toEqual({ first: args.length - 1, count: 1, total: args.length });
});

test('a page may begin anywhere; what is behind the last element is shown with it', async () => {
  const session = await opened(buildSnapshot([hash]), 'a.snap', null);
  const { elements, fields } = await pageOf(session, rowIndex(1), ELEMENTS - 2);
  expect(elements).toEqual({ first: ELEMENTS - 2, count: 2, total: ELEMENTS });
  expect(fields[0]?.path).toContain(`[${ELEMENTS - 2}]`);
  // A place that there is none of begins with the first.
  expect((await pageOf(session, rowIndex(1), ELEMENTS)).elements.first).toBe(0);
});
