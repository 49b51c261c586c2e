import { describe, expect, test } from 'vitest';
import { completionAt } from './completionAt.ts';

/** The query with an option written where it belongs; `|` is the caret. */
function accepted(query: string, label: string, types: readonly string[] = []): string | null {
  const caret = query.indexOf('|');
  const text = query.replace('|', '');
  const context = completionAt(text, caret, types);
  const option = context?.options.find((each) => each.label === label);
  if (context == null || option === undefined) return null;
  const { offset, length } = context.place;
  return text.slice(0, offset) + option.insert + text.slice(offset + length);
}

const labels = (query: string, types: readonly string[] = []): readonly string[] | undefined =>
  completionAt(query.replace('|', ''), query.indexOf('|'), types)?.options.map(({ label }) => label);

describe('an option is written over the word at the caret, and over nothing else', () => {
  test.each([
    ['ty|', 'type:', 'type:'],
    ['key:a ty| size>1k', 'type:', 'key:a type: size>1k'],
    ['-sal|', 'salvaged:', '-salvaged:'],
    ['(fa|', 'fault:', '(fault:'],
    ['(-(cr|', 'crc:', '(-(crc:'],
    ['type:he|', 'HEXPIRE', null],
    ['type:hs|', 'HSET', 'type:HSET'],
    ['type:SET,hs|', 'HSET', 'type:SET,HSET'],
    ['-ttl:n|', 'none', '-ttl:none'],
    ['salvaged:| key:a', 'yes', 'salvaged:yes key:a'],
  ])('%s takes %s: %s', (query, label, expected) => {
    expect(accepted(query, label)).toBe(expected);
  });
});

test('types of the file come first, each once', () => {
  expect(labels('type:|', ['ZADD', 'SET'])?.slice(0, 2)).toEqual(['ZADD', 'SET']);
  expect(labels('type:s|', ['SET'])?.filter((label) => label === 'SET')).toEqual(['SET']);
});

test('what is written in full is not offered again', () => {
  expect(labels('ttl:none|')).toEqual([]);
});

test('keys are asked for where one can stand: as free text and behind key:', () => {
  const prefix = (query: string): string | null | undefined =>
    completionAt(query.replace('|', ''), query.indexOf('|'))?.keyPrefix;
  expect(['us|', 'key:us|', '-key:us|', '|', 'type:us|'].map(prefix)).toEqual(['us', 'us', 'us', null, null]);
});

test('nothing is offered within quotes; behind them it goes on', () => {
  expect(completionAt('key:"a ty', 9)).toBeNull();
  expect(accepted('key:"a b" ty|', 'type:')).toBe('key:"a b" type:');
  expect(completionAt('key:"a \\" ty', 12)).toBeNull();
});
