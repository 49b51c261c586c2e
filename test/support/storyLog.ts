/* A log in which keys have a story: one is filled, renamed and deleted; others are counted, queued and expire. */
import { type AofRecord, encodeUtf8 } from '../../src/codec/index.ts';
import { type Built, buildLog } from './buildFiles.ts';

const text = encodeUtf8;

const set = (key: string, value: string, expire_ms = -1n): AofRecord => ({
  type: 'SET',
  key: text(key),
  value: text(value),
  expire_ms,
});
const hset = (key: string, field: string, value: string): AofRecord => ({
  type: 'HSET',
  key: text(key),
  fields: [{ field: text(field), value: text(value) }],
});
const profile = (plan: string, seats: number): string =>
  JSON.stringify({ name: 'Ada Nwosu', plan, seats, region: 'eu-west' });

/** What happens, in order; `fill` stands for so many records of other keys. */
const STORY: readonly (AofRecord | { readonly fill: number })[] = [
  set('user:1042:profile', profile('free', 3)),
  { fill: 120 },
  hset('cart:42', 'apples', '2'),
  { fill: 90 },
  hset('cart:42', 'pears', '5'),
  set('user:1042:profile', profile('trial', 3)),
  { fill: 60 },
  { type: 'EXPIRE', key: text('cart:42'), seconds: 3600n },
  { fill: 150 },
  hset('cart:42', 'apples', '3'),
  { fill: 40 },
  { type: 'PERSIST', key: text('cart:42') },
  { fill: 100 },
  { type: 'RENAME', key: text('cart:42'), newkey: text('order:42') },
  { fill: 110 },
  hset('order:42', 'paid', 'yes'),
  set('user:1042:profile', profile('pro', 12)),
  { fill: 200 },
  { type: 'DEL', key: text('order:42') },
  { fill: 130 },
];

/** The log, and the records that it is made of. */
export function storyLog(): Built & { readonly records: readonly AofRecord[] } {
  let visits = 0;
  const fill = (count: number): readonly AofRecord[] =>
    Array.from({ length: count }, () => {
      visits++;
      if (visits % 7 === 0)
        return { type: 'RPUSH', key: text('queue:mail'), values: [text(`message ${visits}`)] };
      if (visits % 11 === 0) return { type: 'LPOP', key: text('queue:mail') };
      if (visits % 3 === 0) return { type: 'INCR', key: text('user:1042:visits') };
      return set(`session:${visits % 37}`, `token ${visits}`, 60_000n);
    });
  const records = STORY.flatMap((each) => ('fill' in each ? fill(each.fill) : [each]));
  return { ...buildLog(records), records };
}
