import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '../codec/index.ts';
import { ItemDeque, Keyspace, type Value } from '../replay/index.ts';
import { compareStates, EMPTY_STATE, summarizeState } from './index.ts';

const text = (value: string): Value => ({ type: 'string', bytes: encodeUtf8(value) });

function stateOf(keys: Readonly<Record<string, readonly [Value, bigint, bigint?]>>) {
  const keyspace = new Keyspace();
  for (const [key, [value, ttlMs, expireAtMs]] of Object.entries(keys)) {
    keyspace.set(key, value, ttlMs, expireAtMs ?? null);
  }
  return summarizeState(keyspace);
}

describe('two states', () => {
  test('differ by the keys that came, went, and changed', async () => {
    const before = await stateOf({
      a: [text('1'), -1n],
      b: [text('2'), -1n],
      c: [text('3'), 5n],
      d: [text('4'), -1n],
    });
    const after = await stateOf({
      a: [text('1'), -7n],
      b: [text('x'), -1n],
      c: [text('3'), 6n],
      e: [text('5'), -1n],
    });
    expect(compareStates(before, after)).toEqual({ gained: ['e'], lost: ['d'], changed: ['b', 'c'] });
    expect(compareStates(EMPTY_STATE, after).gained).toEqual(['a', 'b', 'c', 'e']);
    expect(compareStates(after, after)).toEqual({ gained: [], lost: [], changed: [] });
  });

  test('expired keys are none, and an absolute expiry is one whatever the clock', async () => {
    expect((await stateOf({ a: [text('1'), 0n] })).keys.size).toBe(0);
    const at = (ttlMs: bigint, expireAtMs: bigint) => stateOf({ a: [text('1'), ttlMs, expireAtMs] });
    expect(compareStates(await at(5n, 1000n), await at(9n, 1000n)).changed).toEqual([]);
    expect(compareStates(await at(5n, 1000n), await at(5n, 1001n)).changed).toEqual(['a']);
  });

  test.each<readonly [string, Value, Value, boolean]>([
    [
      'sets in another order',
      { type: 'set', members: new Set(['a', 'b']) },
      { type: 'set', members: new Set(['b', 'a']) },
      true,
    ],
    [
      'members that join to the same bytes',
      { type: 'set', members: new Set(['ab', 'c']) },
      { type: 'set', members: new Set(['a', 'bc']) },
      false,
    ],
    [
      'lists in another order',
      { type: 'list', items: new ItemDeque([encodeUtf8('a'), encodeUtf8('b')]) },
      { type: 'list', items: new ItemDeque([encodeUtf8('b'), encodeUtf8('a')]) },
      false,
    ],
    ['hashes in another order', hash(['f', '1'], ['g', '2']), hash(['g', '2'], ['f', '1']), true],
    ['a hash with values swapped', hash(['f', '1'], ['g', '2']), hash(['f', '2'], ['g', '1']), false],
    ['scores of another bit', zset(0n), zset(1n), false],
    ['another type', { type: 'set', members: new Set() }, { type: 'list', items: new ItemDeque() }, false],
  ])('%s', async (_, a, b, same) => {
    expect(compareStates(await stateOf({ k: [a, -1n] }), await stateOf({ k: [b, -1n] })).changed).toEqual(
      same ? [] : ['k'],
    );
  });
});

function hash(...fields: readonly (readonly [string, string])[]): Value {
  return { type: 'hash', fields: new Map(fields.map(([field, value]) => [field, encodeUtf8(value)])) };
}

function zset(score: bigint): Value {
  return { type: 'zset', members: new Map([['m', { member: 'm', score }]]) };
}
