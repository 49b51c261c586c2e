import { describe, expect, test } from 'vitest';
import { buildLog, TEST_KEY } from '../../test/support/buildFiles.ts';
import { emberFixtures, readFixture } from '../../test/support/emberFixtures.ts';
import { type Scanned, scanBytes } from '../../test/support/scanning.ts';
import { type RowIndex, rowIndex } from '../base/index.ts';
import { type AofRecord, type ByteSource, encodeUtf8, readKeyFile } from '../codec/index.ts';
import {
  compileQuery,
  formatText,
  NO_KEY,
  parseQuery,
  RowKind,
  RowStatus,
  SALVAGED,
  type SortBy,
  sortRows,
} from '../columnar/index.ts';
import type { FileIndex } from './fileIndex.ts';
import { filterRows } from './filterRows.ts';
import { queryTarget, typeNameIn } from './queryTarget.ts';
import { type DecodedRow, decodeRow } from './rowContent.ts';

const go = (): Promise<boolean> => Promise.resolve(true);

async function found({ source, index }: Scanned, text: string, matchCase = false): Promise<number[]> {
  const parsed = parseQuery(text);
  expect(parsed.errors).toEqual([]);
  const compiled = compileQuery(parsed.query, queryTarget(index), !matchCase);
  const rows: number[] = [];
  const onPiece = (piece: Uint32Array): Promise<boolean> => {
    rows.push(...piece);
    return go();
  };
  await filterRows(source, index, compiled, { from: 0, to: index.rows.length, onPiece });
  return rows;
}

/** A row as someone who looks at it would tell it. */
interface Seen {
  readonly row: RowIndex;
  readonly type: string;
  readonly key: string | null;
  readonly size: number;
  readonly number: number | null;
  readonly status: number;
  readonly faults: readonly string[];
  readonly salvaged: boolean;
  readonly offset: number;
  /** Texts of the values, one byte a character. */
  readonly values: readonly string[];
  readonly expiry: bigint | null;
}

const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

function see(index: FileIndex, row: RowIndex, decoded: DecodedRow | null): Seen {
  const { rows, keys } = index;
  const kind = rows.kind(row);
  const isData = kind === RowKind.record || kind === RowKind.entry;
  const key = rows.key(row);
  const fields = decoded === null ? {} : decoded.kind === 'record' ? decoded.record : decoded.entry;
  const { type: _type, key: _key, ...others } = fields as Record<string, unknown>;
  const values: string[] = [];
  let expiry: bigint | null = null;
  const collect = (name: string, value: unknown): void => {
    if (value instanceof Uint8Array) {
      if (!NOT_VALUES.includes(name)) values.push(latin(value));
    } else if (name === 'expire_ms' && typeof value === 'bigint') expiry = value;
    else if (Array.isArray(value)) for (const each of value) collect(name, each);
    else if (typeof value === 'object' && value !== null)
      for (const [part, each] of Object.entries(value)) collect(part, each);
  };
  for (const [name, value] of Object.entries(others)) collect(name, value);
  return {
    row,
    type: isData ? typeNameIn(index, rows.tag(row)) : (['header', '', '', 'gap', 'footer'][kind] ?? ''),
    key: key === NO_KEY ? null : latin(keys.bytesOf(key)),
    size: rows.size(row),
    number: rows.recordNumber(row),
    status: isData ? index.statusOf(row) : -1,
    faults: index.faultsOf(row).map(({ evidence }) => evidence.kind),
    salvaged: isData && rows.hasFlag(row, SALVAGED),
    offset: rows.offset(row),
    values,
    expiry,
  };
}

/** Second keys are keys, and vectors are numbers. */
const NOT_VALUES = ['newkey', 'destination', 'dest', 'source', 'key', 'keys', 'vector'];

const has = (text: string | null, part: string): boolean =>
  text?.toLowerCase().includes(part.toLowerCase()) === true;

const QUERIES: readonly (readonly [string, (seen: Seen) => boolean])[] = [
  ['', () => true],
  ['user', ({ key }) => has(key, 'user')],
  ['key:*:1*', ({ key }) => has(key, ':1')],
  ['key:/:\\d{2}$/', ({ key }) => key !== null && /:\d{2}$/.test(key)],
  ['type:set', ({ type, status }) => type.toLowerCase() === 'set' && isOpen(status)],
  ['type:H*,gap', ({ type, status }) => /^h|^gap$/i.test(type) && isOpen(status)],
  ['size>40', ({ size }) => size > 40],
  ['#:3..9', ({ number }) => number !== null && number >= 3 && number <= 9],
  ['at:0x40..0x90', ({ offset, size }) => offset < 0x90 && offset + size > 0x40],
  ['crc:bad', ({ status }) => status === RowStatus.badChecksum || status === RowStatus.undecryptable],
  ['fault:*', ({ faults }) => faults.length > 0],
  ['fault:zeroed,bad-checksum', ({ faults }) => faults.some((kind) => /^zeroed$|^bad-c/.test(kind))],
  ['salvaged:yes', ({ salvaged }) => salvaged],
  ['-user -type:DEL', ({ key, type, status }) => !has(key, 'user') && !(type === 'DEL' && isOpen(status))],
  [
    '(user or size<30) -fault:*',
    ({ key, size, faults }) => (has(key, 'user') || size < 30) && faults.length === 0,
  ],
];

const isOpen = (status: number): boolean => status !== RowStatus.locked && status !== RowStatus.undecryptable;

function keyIn(bytes: Uint8Array): Uint8Array | null {
  const read = readKeyFile(bytes);
  return read.kind === 'invalid' ? null : read.key;
}

const fixtures = emberFixtures().filter(({ bytes }) => bytes().length < 200_000);

describe('the rows that a query finds are those that a look at each finds', () => {
  test.each(fixtures.map((fixture) => [fixture.path, fixture] as const))('%s', async (_path, fixture) => {
    const { key_file: keyFile } = fixture.expected();
    const key = keyFile === null ? null : keyIn(readFixture(keyFile));
    const scanned = await scanBytes(fixture.bytes(), { name: fixture.name, key });
    const { source, index } = scanned;
    const seen: Seen[] = [];
    for (let row = 0; row < index.rows.length; row++) {
      seen.push(see(index, rowIndex(row), await decodeRow(source, index, rowIndex(row))));
    }
    for (const [text, wanted] of QUERIES) {
      expect([text, await found(scanned, text)]).toEqual([text, seen.filter(wanted).map(({ row }) => row)]);
    }
    // What can only be read from the content: rows whose lengths lead astray are not decoded, and may be found or not.
    const whole = seen.filter(({ status }) => status === RowStatus.ok);
    const among = async (text: string, matchCase = false): Promise<number[]> => {
      const rows = new Set(await found(scanned, text, matchCase));
      return whole.filter(({ row }) => rows.has(row)).map(({ row }) => row);
    };
    const holding = (test: (value: string) => boolean): number[] =>
      whole.filter(({ values }) => values.some(test)).map(({ row }) => row);
    expect(await among('value:a', true)).toEqual(holding((value) => value.includes('a')));
    expect(await among('value:/^[0-9]+$/')).toEqual(holding((value) => /^[0-9]+$/.test(value)));
    const expiring = whole.filter(({ expiry, type }) => expiry !== null && type === 'SET');
    const isSet = (rows: number[]): number[] =>
      rows.filter((row) => expiring.some((each) => each.row === row));
    expect(isSet(await among('ttl:none'))).toEqual(
      expiring.filter(({ expiry }) => expiry !== null && expiry < 0n).map(({ row }) => row),
    );
    expect(isSet(await among('ttl<1h'))).toEqual(
      expiring
        .filter(({ expiry }) => expiry !== null && expiry >= 0n && expiry < 3_600_000n)
        .map(({ row }) => row),
    );
  });

  test('the term of a key finds its rows and no others, whatever bytes it is of', async () => {
    const scanned = await scanBytes(readFixture('intact/base-medium.aof'));
    const { rows, keys } = scanned.index;
    for (let row = 1; row < rows.length; row += 7) {
      const id = rows.key(rowIndex(row));
      if (id === NO_KEY) continue;
      const same = Array.from({ length: rows.length }, (_, i) => i).filter(
        (i) => rows.key(rowIndex(i)) === id,
      );
      expect(await found(scanned, `key:${formatText(keys.bytesOf(id))}`, true)).toEqual(same);
    }
  });

  test('it ends when it is told to', async () => {
    const { source, index } = await scanBytes(readFixture('intact/base-medium.aof'));
    const compiled = compileQuery(null, queryTarget(index), true);
    const options = { from: 0, to: index.rows.length, onPiece: () => Promise.resolve(false) };
    expect(await filterRows(source, index, compiled, options)).toBe(false);
  });
});

describe('sorting', () => {
  const orders = (['size', 'key', 'type', 'offset'] as const).flatMap((by) => [
    [by, false] as const,
    [by, true] as const,
  ]);

  test.each(orders)('by %s, descending %s, as Array.sort does it', async (by: SortBy, descending) => {
    for (const path of ['intact/base-medium.aof', 'damaged/delete-100-bytes.aof', 'intact/base-small.snap']) {
      const fixture = fixtures.find((each) => each.path === path);
      if (fixture === undefined) continue;
      const { index } = await scanBytes(fixture.bytes(), { name: fixture.name });
      const all = Array.from({ length: index.rows.length }, (_, row) => see(index, rowIndex(row), null));
      const compared = (a: Seen, b: Seen): number => {
        if (by === 'key' && (a.key === null || b.key === null))
          return Number(a.key === null) - Number(b.key === null);
        const order =
          by === 'size'
            ? a.size - b.size
            : by === 'offset'
              ? a.offset - b.offset
              : Buffer.compare(Buffer.from(a[by] ?? '', 'latin1'), Buffer.from(b[by] ?? '', 'latin1'));
        return descending ? -order : order;
      };
      const some = all.filter(({ row }) => row % 3 !== 1);
      const among = Uint32Array.from(some.map(({ row }) => row));
      for (const [rows, subset] of [
        [all, null],
        [some, among],
      ] as const) {
        const sorted = await sortRows(queryTarget(index), subset, { by, descending }, { turn: go });
        expect([...(sorted ?? [])]).toEqual(rows.toSorted(compared).map(({ row }) => row));
      }
    }
  });

  test('it ends when it is told to', async () => {
    const { index } = await scanBytes(readFixture('intact/base-medium.aof'));
    const order = { by: 'key', descending: false } as const;
    expect(
      await sortRows(queryTarget(index), null, order, { turn: () => Promise.resolve(false) }),
    ).toBeNull();
  });
});

describe('a row that is larger than one read', () => {
  const MOST_AT_ONCE = 8 << 20;
  const value = new Uint8Array(2 * MOST_AT_ONCE + 1000).fill(0x61);
  // Where the second read begins: a match that no read holds whole.
  value.set(encodeUtf8('needle'), MOST_AT_ONCE - 15);
  value.set(encodeUtf8('ñ'), value.length - 2);
  const set = (key: string, held: Uint8Array): AofRecord => ({
    type: 'SET',
    key: encodeUtf8(key),
    value: held,
    expire_ms: -1n,
  });
  const records = [set('large', value), set('small', encodeUtf8('needle'))];
  const scans = [
    scanBytes(buildLog(records).bytes),
    scanBytes(buildLog(records, 3).bytes, { key: TEST_KEY }),
  ];
  const boundedSource = (source: ByteSource): ByteSource => ({
    size: () => source.size(),
    read: (at, length) =>
      length > MOST_AT_ONCE
        ? Promise.reject(new Error(`${length} bytes were asked for`))
        : source.read(at, length),
  });

  test.each([
    ['value:needle', [1, 2]],
    ['value:NEEDLE', [1, 2]],
    ['value:/e{2}dlea+ñ$/', [1]],
    ['value:/^needle$/', [2]],
    ['-value:needle', [0]],
    ['value:needles or value:ñ', [1]],
    ['value:ñ value:needle', [1]],
    ['value:needles', []],
  ])('%s, in plaintext and encrypted', async (text, rows) => {
    for (const { source, index } of await Promise.all(scans)) {
      expect(await found({ source: boundedSource(source), index }, text)).toEqual(rows);
    }
  });

  test('one that can’t be opened is not read, and holds nothing', async () => {
    const { source, index } = await scanBytes(buildLog(records, 3).bytes);
    expect(await found({ source: boundedSource(source), index }, 'value:needle')).toEqual([]);
  });

  test('the search ends between two reads when it is told to', async () => {
    for (const { source, index } of await Promise.all(scans)) {
      const { query } = parseQuery('value:nowhere');
      const compiled = compileQuery(query, queryTarget(index), true);
      const told: number[] = [];
      const onPiece = (_: Uint32Array, next: number): Promise<boolean> => {
        told.push(next);
        return Promise.resolve(told.length < 3);
      };
      const to = index.rows.length;
      expect(await filterRows(source, index, compiled, { from: 0, to, onPiece })).toBe(false);
      expect(told).toEqual([1, 1, 1]);
    }
  });
});
