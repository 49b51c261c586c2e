import { expect, test } from 'vitest';
import { KeySummaries, type KeySummary } from './keySummaries.ts';

const TYPES = ['string', 'list', 'hash', 'zset', 'set', 'proto', 'vector'];
const hex = (i: number): string => i.toString(16).padStart(8, '0').repeat(4);

const summary = (i: number): KeySummary => ({
  type: TYPES[i % TYPES.length] as string,
  size: i * 2 ** 20,
  ttlMs: i % 3 === 0 ? null : BigInt(i) * 2n ** 31n,
  expireAtMs: i % 4 === 0 ? -(2n ** 63n) + BigInt(i) : null,
  digest: hex(i * 65_537),
});

test('what was said of thousands of keys comes back', () => {
  const all = Array.from({ length: 5000 }, (_, i) => [`key:${i}`, summary(i)] as const);
  const summaries = new KeySummaries();
  for (const [key, each] of all) summaries.set(key, each);
  expect([...summaries]).toEqual(all);
  expect([...summaries.keys()]).toEqual(all.map(([key]) => key));
  expect(summaries.size).toBe(5000);
  expect(summaries.get('key:4999')).toEqual(summary(4999));
  expect([summaries.get('key:5000'), summaries.has('key:5000')]).toEqual([undefined, false]);
});

test('a key that is said again is replaced', () => {
  const summaries = new KeySummaries();
  for (const i of [1, 2]) summaries.set('key', summary(i));
  expect([...summaries]).toEqual([['key', summary(2)]]);
});

test('of a digest the first 128 bits are kept', () => {
  const summaries = new KeySummaries();
  const digest = '00ff01fe'.repeat(8);
  summaries.set('key', { ...summary(1), digest });
  expect(summaries.get('key')?.digest).toBe(digest.slice(0, 32));
});
