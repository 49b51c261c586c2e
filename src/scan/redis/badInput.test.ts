/* Every kind of bad input that a RESP log and an RDB can be: the fault, what AiKv's reader says, and what is saved. */

import { describe, expect, test } from 'vitest';
import { aikvFixtures } from '../../../test/support/aikvFixtures.ts';
import { openFile } from '../../../test/support/openFile.ts';
import { rowIndex } from '../../base/index.ts';
import {
  DEFAULT_READER,
  encodeUtf8,
  type FaultKind,
  memorySource,
  writeCommand,
  writeRdbAux,
  writeRdbEnd,
  writeRdbEntry,
  writeRdbHeader,
  writeRdbSelect,
} from '../../codec/index.ts';
import { RowKind, RowStatus } from '../../columnar/index.ts';
import { computeVerdict, createIndex, scanFile } from '../index.ts';

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));
const join = (...parts: readonly (Uint8Array | string)[]): Uint8Array =>
  new Uint8Array(Buffer.concat(parts.map((part) => (typeof part === 'string' ? bytesOf(part) : part))));
const command = (line: string): Uint8Array => writeCommand(line.split(' ').map(encodeUtf8));

async function look(bytes: Uint8Array, name: string) {
  const source = memorySource(bytes);
  const opened = await openFile(source, name);
  const index = createIndex(source, opened, name, null);
  await scanFile(source, index);
  const { error, abort, applied } = await computeVerdict(source, index, DEFAULT_READER);
  let held = 0;
  let end = 0;
  for (let at = 0; at < index.rows.length; at++) {
    const row = rowIndex(at);
    const kind = index.rows.kind(row);
    const status = index.rows.status(row);
    const holds = status === RowStatus.ok || status === RowStatus.unproven;
    if ((kind === RowKind.record || kind === RowKind.entry) && holds) held++;
    expect(index.rows.offset(row)).toBe(end);
    end += index.rows.size(row);
  }
  expect(end).toBe(bytes.length);
  return {
    format: index.format.id,
    faults: index.faults.map(({ evidence }) => evidence.kind),
    held,
    applied,
    said: error ?? abort?.reason ?? null,
  };
}

const BEFORE = join(command('SET a 1'), command('SET b 2'));
const BEHIND = join(command('SET c 3'), command('RPUSH d 4'), command('SET e 5'));

describe('a log', () => {
  /** What stands in the middle, the fault that it is, and what the reader says; null where it takes it. */
  const middles: readonly (readonly [string, string | Uint8Array, FaultKind | null, RegExp | null])[] = [
    ['a line feed without its carriage return', '*3\n$3\nSET\r\n$1\r\nx\r\n$1\r\n9\r\n', 'loose-framing', null],
    ['a negative count', '*-1\r\n', 'bad-framing', /Invalid array length: invalid digit/],
    ['a negative length', '*2\r\n$3\r\nGET\r\n$-5\r\n', 'bad-framing', /Invalid bulk string length/],
    ['a spaced count', '* 3\r\n$3\r\nSET\r\n$1\r\nx\r\n$1\r\n9\r\n', 'loose-framing', null],
    ['a missing count', '*\r\n$3\r\nSET\r\n$1\r\nx\r\n$1\r\n9\r\n', 'bad-framing', /cannot parse integer from empty/],
    ['a missing length', '*2\r\n$\r\nGET\r\n$1\r\nx\r\n', 'bad-framing', /Invalid bulk string length: cannot parse/],
    ['nested arrays', '*2\r\n*1\r\n$3\r\nGET\r\n$1\r\nx\r\n', 'bad-framing', /expected bulk string, got: \*1/],
    ['a null bulk string', '*2\r\n$3\r\nGET\r\n$-1\r\n', 'bad-framing', /Invalid bulk string length/],
    ['a null array', '*-1\r\n', 'bad-framing', /Invalid array length/],
    ['an inline command', 'SET x 9\r\n', 'bad-framing', /expected array, got: SET x 9/],
    ['a blank line', '\r\n', 'bad-framing', /expected array, got: $/],
    ['binary garbage', Uint8Array.of(1, 2, 0xff, 0xfe, 0x80, 7, 0x0a), 'bad-framing', /stream did not contain valid UTF-8/],
    ['zeros', new Uint8Array(600), 'zeroed', /expected array/],
    ['an RDB', join('REDIS0001', writeRdbEnd()), 'bad-framing', /expected array|valid UTF-8/],
    ['an argument that is no text', writeCommand([encodeUtf8('SET'), encodeUtf8('x'), Uint8Array.of(0xff)]), 'bad-body', /Invalid UTF-8/],
  ]; // biome-ignore format: one line a case
  test.each(middles)('with %s in the middle', async (_, middle, fault, said) => {
    const found = await look(join(BEFORE, middle, BEHIND), 'appendonly.aof');
    expect(found.format).toBe('aikv-aof');
    expect(found.faults).toEqual([fault]);
    // All that stands before and behind it is there; of what the reader takes itself too.
    expect(found.held).toBe(said === null ? 6 : 5);
    expect(found.applied).toBe(said === null ? 6 : 0);
    if (said === null) expect(found.said).toBeNull();
    else expect(found.said).toMatch(said);
  });

  test.each([
    ['a huge count', '*999999999\r\n$3\r\nSET\r\n', /memory allocation of \d+ bytes failed/],
    [
      'a bulk of 512 MB',
      '*3\r\n$3\r\nSET\r\n$1\r\nx\r\n$536870912\r\nabc\r\n',
      /failed to fill whole buffer/,
    ],
    [
      'a bulk of 4 GB',
      '*3\r\n$3\r\nSET\r\n$1\r\nx\r\n$4294967296\r\nabc\r\n',
      /memory allocation of \d+ bytes failed/,
    ],
    ['a length of 40 digits', `*2\r\n$3\r\nGET\r\n$${'9'.repeat(40)}\r\n`, /number too large/],
  ])('with %s: nothing of that size is made, and what stands behind is found', async (_, middle, said) => {
    const found = await look(join(BEFORE, middle, BEHIND), 'appendonly.aof');
    expect(found.faults).toHaveLength(1);
    expect(found.held).toBe(5);
    expect(found.applied).toBe(0);
    expect(found.said).toMatch(said);
  });

  test('cut anywhere: the whole commands before it hold, and the rest is a torn tail', async () => {
    const last = command('SET key value');
    for (let cut = 1; cut < last.length; cut++) {
      const found = await look(join(BEFORE, last.subarray(0, cut)), 'appendonly.aof');
      // Without its last line end the reader takes the command all the same.
      const isWhole = cut >= last.length - 2;
      expect([cut, found.faults]).toEqual([
        cut,
        [cut === last.length - 2 ? 'loose-framing' : found.faults[0]],
      ]);
      expect([cut, found.held >= 2]).toEqual([cut, true]);
      if (!isWhole) expect([cut, found.faults[0], found.held]).toEqual([cut, 'torn-tail', 2]);
    }
  });
});

describe('an RDB', () => {
  const entry = (key: string, value: string): Uint8Array =>
    writeRdbEntry({ key: encodeUtf8(key), value: encodeUtf8(value), expireMs: null });
  const head = join(
    writeRdbHeader(),
    writeRdbAux(encodeUtf8('aikv-ver'), encodeUtf8('0.1.0')),
    writeRdbSelect(0),
    entry('a', '1'),
    entry('b', '2'),
  );
  const tail = join(entry('cc', '33'), entry('dd', '44'), entry('ee', '55'), writeRdbEnd());

  test.each([
    ['an opcode that AiKv does not know', Uint8Array.of(0xfb, 3, 0), /Unknown opcode: 251/],
    [
      'a type that AiKv does not know',
      join(Uint8Array.of(14), entry('l', 'x').subarray(1)),
      /Unknown opcode: 14/,
    ],
    ['a length that is none', Uint8Array.of(0, 0xc0, 7), /Invalid length encoding/],
  ])('with %s', async (_, middle, said) => {
    const found = await look(join(head, middle, tail), 'dump.rdb');
    expect(found.format).toBe('aikv-rdb');
    expect(found.held).toBe(5);
    expect(found.applied).toBe(0);
    expect(found.said).toMatch(said);
  });

  test('with a length that runs past the end: what stands behind is found', async () => {
    const wrong = Uint8Array.of(0, 1, 0x78, 0x80, 0x7f, 0xff, 0xff, 0xff, 0x39);
    const found = await look(join(head, wrong, tail), 'dump.rdb');
    expect(found.faults).toEqual(['corrupt-length']);
    expect([found.held, found.applied]).toEqual([5, 0]);
  });

  test('with a wrong magic and an RDB inside: its entries are there, and the reader takes none', async () => {
    const found = await look(join('RODIS', join(head, tail).subarray(5)), 'dump.rdb');
    expect(found.format).toBe('aikv-rdb');
    expect(found.faults).toContain('bad-header');
    expect([found.held, found.applied]).toEqual([5, 0]);
  });

  test('cut anywhere: the entries before the cut hold', async () => {
    const whole = join(head, tail);
    for (let cut = 20; cut < whole.length; cut++) {
      const found = await look(whole.subarray(0, cut), 'dump.rdb');
      expect([cut, found.format]).toEqual([cut, 'aikv-rdb']);
      if (found.said === null) expect([cut, found.applied]).toEqual([cut, found.held]);
      else expect([cut, found.applied]).toEqual([cut, 0]);
    }
  });
});

test('every kind of fault that these formats can have is found in some real file', async () => {
  const kinds = new Set<FaultKind>();
  for (const fixture of aikvFixtures()) {
    for (const fault of (await look(fixture.bytes(), fixture.name)).faults) kinds.add(fault);
  }
  const expected: readonly FaultKind[] = [
    'torn-tail',
    'corrupt-length',
    'unknown-tag',
    'bad-body',
    'trailing-bytes',
    'short-header',
    'bad-framing',
    'loose-framing',
    'missing-end',
    'unused-checksum',
  ];
  for (const kind of expected) expect([...kinds]).toContain(kind);
});
