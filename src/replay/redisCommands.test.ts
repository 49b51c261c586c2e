import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyRecord, RECORD_TYPES, recordOfType } from '../../test/support/arbitraryRecords.ts';
import { runs } from '../../test/support/propertyRuns.ts';
import { type AofRecord, encodeUtf8, f64ToBits } from '../codec/index.ts';
import { commandsOf, formatCommand, quoteArgument } from './redisCommands.ts';

const bytes = (text: string): Uint8Array => encodeUtf8(text);
const lines = (record: AofRecord): readonly string[] => commandsOf(record).commands.map(formatCommand);

/** Reads a line back as redis-cli's own `sdssplitargs` does. */
function split(line: string): number[][] {
  const parts: number[][] = [];
  const named: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, b: 8, a: 7 };
  for (let at = 0; at < line.length; at++) {
    if (line[at] === ' ') continue;
    const part: number[] = [];
    if (line[at] !== '"') {
      for (; at < line.length && line[at] !== ' '; at++) part.push(line.charCodeAt(at));
    } else {
      for (at++; line[at] !== '"'; at++) {
        if (line[at] !== '\\') part.push(line.charCodeAt(at));
        else if (line[at + 1] === 'x') {
          part.push(Number.parseInt(line.slice(at + 2, at + 4), 16));
          at += 3;
        } else {
          at++;
          part.push(named[line[at] ?? ''] ?? line.charCodeAt(at));
        }
      }
    }
    parts.push(part);
  }
  return parts;
}

test('redis-cli reads every argument back to the same bytes', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 30 }), { minLength: 1, maxLength: 4 }), (parts) => {
      expect(split(formatCommand(parts))).toEqual(parts.map((part) => [...part]));
    }),
    runs(2),
  );
});

test('what is plain stays as it is, the rest is quoted', () => {
  expect(quoteArgument(bytes('user:1042'))).toBe('user:1042');
  expect(quoteArgument(bytes(''))).toBe('""');
  expect(quoteArgument(bytes('two words'))).toBe('"two words"');
  expect(quoteArgument(bytes('a"b\\c\n'))).toBe('"a\\"b\\\\c\\n"');
  expect(quoteArgument(bytes('ключ'))).toBe('"\\xd0\\xba\\xd0\\xbb\\xd1\\x8e\\xd1\\x87"');
});

describe('records as commands', () => {
  test('a TTL goes with the value; Redis takes no zero', () => {
    const set = (expire_ms: bigint): AofRecord => ({
      type: 'SET',
      key: bytes('k'),
      value: bytes('v'),
      expire_ms,
    });
    expect(lines(set(-1n))).toEqual(['SET k v']);
    expect(lines(set(1500n))).toEqual(['SET k v PX 1500']);
    expect(lines(set(0n))).toEqual(['SET k v PX 1']);
  });

  test('several keys, flags and scores', () => {
    expect(lines({ type: 'RENAME', key: bytes('a'), newkey: bytes('b') })).toEqual(['RENAME a b']);
    expect(lines({ type: 'COPY', source: bytes('a'), destination: bytes('b'), replace: 1 })).toEqual([
      'COPY a b REPLACE',
    ]);
    expect(lines({ type: 'BITOP', op: 3, dest: bytes('d'), keys: [bytes('s')] })).toEqual(['BITOP NOT d s']);
    const scores = [1.5, Number.NEGATIVE_INFINITY, -0, 1e21].map((score) => ({
      score: f64ToBits(score),
      member: bytes('m'),
    }));
    expect(lines({ type: 'ZADD', key: bytes('z'), members: scores })).toEqual([
      'ZADD z 1.5 m -inf m -0 m 1e+21 m',
    ]);
  });

  test('SETBIT sets or clears as recovery does: any value but 1 clears', () => {
    const setBit = (value: number): AofRecord => ({ type: 'SETBIT', key: bytes('k'), offset: 40n, value });
    expect([0, 1, 2, 255].flatMap((value) => lines(setBit(value)))).toEqual([
      'SETBIT k 40 0',
      'SETBIT k 40 1',
      'SETBIT k 40 0',
      'SETBIT k 40 0',
    ]);
  });

  test('a NaN is said to be refused', () => {
    const members = [{ score: f64ToBits(Number.NaN), member: bytes('m') }];
    expect(commandsOf({ type: 'ZADD', key: bytes('z'), members }).note).toContain('NaN');
  });

  test('every type has a command of its name, or says why it has none', () => {
    for (const type of RECORD_TYPES) {
      const [record] = fc.sample(recordOfType(type), 1);
      if (record === undefined) throw new Error(`no sample of ${type}`);
      const { commands, note } = commandsOf(record);
      if (/^(PROTO|V)/.test(type)) expect([commands.length, note !== null]).toEqual([0, true]);
      else expect(Buffer.from(commands[0]?.[0] ?? []).toString()).toBe(type);
    }
  });

  test('none throws', () => {
    fc.assert(
      fc.property(anyRecord('any'), (record) => void lines(record)),
      runs(1),
    );
  });
});
