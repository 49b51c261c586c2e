import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '../bytes/index.ts';
import { MAX_ARGUMENTS, MAX_BULK_LENGTH } from './limits.ts';
import { argumentSpans, readCommand } from './respCommand.ts';
import { RespWalker } from './respWalk.ts';
import { writeCommand } from './writeCommand.ts';

function walk(text: string, fileSize?: number) {
  const bytes = encodeUtf8(text);
  const walker = new RespWalker();
  walker.start(0);
  const status = walker.run(bytes, 0, fileSize ?? bytes.length);
  return { status, walker };
}

const SET = '*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$2\r\nab\r\n';

test('a command, its name and its key', () => {
  const { status, walker } = walk(SET);
  expect([status, walker.position, walker.count, walker.looseness]).toEqual(['done', SET.length, 3, null]);
  expect([walker.nameAt, walker.nameLength, walker.keyAt, walker.keyLength]).toEqual([8, 3, 17, 1]);
});

test('payloads are bytes: CRLF and look-alikes inside change nothing', () => {
  const args = [encodeUtf8('SET'), encodeUtf8('multi\r\nline'), encodeUtf8('a\r\n*3\r\n$3\r\nSET\r\n')];
  expect(readCommand(writeCommand(args))).toEqual(args);
  expect(argumentSpans(writeCommand(args)).map(({ length }) => length)).toEqual([3, 11, 16]);
});

describe('cut short', () => {
  test.each([
    ['in the count', '*3', 'count'],
    ['inside the CRLF of the count', '*3\r', 'count'],
    ['before the first argument', '*3\r\n', 'bulk'],
    ['in a length', '*3\r\n$3', 'length'],
    ['in a payload', '*3\r\n$3\r\nSE', 'payload'],
    ['before a line end', '*3\r\n$3\r\nSET', 'line-end'],
    ['inside a line end', '*3\r\n$3\r\nSET\r', 'line-end'],
  ])('%s', (_, text, expected) => {
    const { status, walker } = walk(text);
    expect([status, walker.expected]).toEqual(['torn', expected]);
  });

  test('only the last line end: AiKv takes the command', () => {
    for (const short of [SET.slice(0, -2), SET.slice(0, -1)]) {
      const { status, walker } = walk(short);
      expect([status, walker.looseness]).toEqual(['done', 'no-line-end']);
    }
  });
});

describe('not a command', () => {
  test.each([
    ['another mark', '.3\r\n$3\r\n', 'array', 0],
    ['an inline command', 'SET k v\r\n', 'array', 0],
    ['a negative count', '*-1\r\n', 'count', 0],
    ['a missing count', '*\r\n', 'count', 0],
    ['a nested array', '*1\r\n*1\r\n$1\r\nx\r\n', 'bulk', 4],
    ['a null bulk string', '*2\r\n$3\r\nGET\r\n$-1\r\n', 'length', 13],
    ['a length that does not lead to a line end', '*1\r\n$2\r\nSET\r\n', 'line-end', 10],
    ['a blank line', '\r\n*1\r\n', 'array', 0],
  ])('%s', (_, text, expected, position) => {
    const { status, walker } = walk(text);
    expect([status, walker.expected, walker.position]).toEqual(['bad', expected, position]);
  });

  test('a huge count and a huge length are not believed', () => {
    const count = walk(`*${MAX_ARGUMENTS + 1}\r\n$1\r\nx\r\n`);
    expect([count.status, count.walker.expected, count.walker.beyond]).toEqual([
      'bad',
      'count',
      MAX_ARGUMENTS + 1,
    ]);
    const length = walk('*1\r\n$99999999999\r\nx\r\n');
    expect([length.status, length.walker.expected, length.walker.beyond]).toEqual([
      'bad',
      'length',
      99_999_999_999,
    ]);
  });

  test('a bulk of 512 MiB that the file does not hold is cut, and nothing is read for it', () => {
    const { status, walker } = walk(`*1\r\n$${MAX_BULK_LENGTH}\r\nx`);
    expect([status, walker.expected]).toEqual(['torn', 'payload']);
  });
});

test.each([
  ['LF alone', '*1\n$4\r\nPING\r\n', 'line-feed'],
  ['LF alone behind a payload', '*1\r\n$4\r\nPING\n', 'line-feed'],
  ['a space in the count', '* 1\r\n$4\r\nPING\r\n', 'spaces'],
  ['a sign', '*+1\r\n$4\r\nPING\r\n', 'spaces'],
  ['no argument at all', '*0\r\n', 'empty'],
])('what only AiKv takes: %s', (_, text, looseness) => {
  const { status, walker } = walk(text);
  expect([status, walker.looseness, walker.position]).toEqual(['done', looseness, text.length]);
});
