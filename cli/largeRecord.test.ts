import { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { encodeUtf8, entryToJson, jsonText, recordToJson } from '../src/codec/index.ts';
import type { DecodedRow } from '../src/scan/index.ts';
import { largeValues, writeLargeLine } from './largeRecord.ts';
import { Output } from './output.ts';

const toJson = (decoded: DecodedRow) =>
  decoded.kind === 'record' ? recordToJson(decoded.record) : entryToJson(decoded.entry);

async function linesOf(decoded: DecodedRow): Promise<string> {
  const chunks: string[] = [];
  const stream = new Writable({
    decodeStrings: false,
    write(chunk: string, _, done) {
      chunks.push(chunk);
      done();
    },
  });
  const out = new Output(stream);
  const { reduced, values } = largeValues(decoded);
  await writeLargeLine(toJson(reduced), values, out);
  await out.flush();
  return chunks.join('');
}

const binary = (length: number) => Uint8Array.from({ length }, (_, i) => (i * 31 + (i >> 8)) & 0xff);
/** Characters of two, three and four bytes, quotes and control characters: whatever a piece can be cut in. */
const text = (bytes: number) => encodeUtf8('ä€😀"\\\n\u2028'.repeat(Math.ceil(bytes / 15)));

const MIB = 1 << 20;
const ROWS: readonly (readonly [string, DecodedRow])[] = [
  [
    'a long value',
    {
      kind: 'record',
      record: { type: 'SET', key: encodeUtf8('k'), value: binary(3 * MIB + 1), expire_ms: -1n },
    },
  ],
  ['a long key', { kind: 'record', record: { type: 'DEL', key: text(2 * MIB) } }],
  [
    'long and short elements',
    {
      kind: 'record',
      record: { type: 'RPUSH', key: text(10), values: [binary(MIB), binary(3), binary(MIB + 2)] },
    },
  ],
  [
    'a hash with long fields and values',
    {
      kind: 'entry',
      entry: {
        type: 'hash',
        key: text(9),
        value: [
          { field: text(MIB), value: binary(5) },
          { field: encodeUtf8('a'), value: binary(MIB) },
        ],
        expire_ms: 5n,
      },
    },
  ],
  [
    'a set with long members',
    { kind: 'entry', entry: { type: 'set', key: text(9), value: [text(MIB), text(4)], expire_ms: 5n } },
  ],
  [
    'scores of a sorted set',
    {
      kind: 'entry',
      entry: { type: 'zset', key: text(9), value: [{ score: 1n << 63n, member: text(MIB) }], expire_ms: -1n },
    },
  ],
  ['nothing long at all', { kind: 'record', record: { type: 'LPUSH', key: text(9), values: [] } }],
];

describe('a line written in pieces is the line written at once', () => {
  test.each(ROWS)('%s', async (_, decoded) => {
    const line = await linesOf(decoded);
    // Compared as a condition: a difference in megabytes is not to be printed.
    expect(line === `${jsonText(toJson(decoded))}\n`).toBe(true);
  });
});

test('the sign of −0 is kept', () => {
  expect(jsonText({ score: -0, other: 0, deep: [{ x: -0 }] })).toBe(
    '{"score":-0.0,"other":0,"deep":[{"x":-0.0}]}',
  );
});
