/* What queries find in AiKv's files, against a look at each row. */
import { describe, expect, test } from 'vitest';
import { readAikvFixture } from '../../../test/support/aikvFixtures.ts';
import { scanBytes } from '../../../test/support/scanning.ts';
import { rowIndex } from '../../base/index.ts';
import { decodeUtf8Lossy, encodeUtf8, writeCommand } from '../../codec/index.ts';
import { compileQuery, parseQuery, RowStatus } from '../../columnar/index.ts';
import { decodeAnyRow } from '../decodeRow.ts';
import { filterRows } from '../filterRows.ts';
import { queryTarget } from '../queryTarget.ts';

const log = (...commands: readonly string[]): Uint8Array =>
  new Uint8Array(Buffer.concat(commands.map((line) => writeCommand(line.split(' ').map(encodeUtf8)))));

async function find(bytes: Uint8Array, text: string, name = 'appendonly.aof') {
  const { source, index } = await scanBytes(bytes, { name });
  const parsed = parseQuery(text);
  expect(parsed.errors).toEqual([]);
  const compiled = compileQuery(parsed.query, queryTarget(index), true);
  const found: number[] = [];
  await filterRows(source, index, compiled, {
    from: 0,
    to: index.rows.length,
    onPiece: (rows) => {
      found.push(...rows);
      return Promise.resolve(true);
    },
  });
  const seen = await Promise.all(
    found.map(async (row) => ({
      row: rowIndex(row),
      decoded: await decodeAnyRow(source, index, rowIndex(row)),
    })),
  );
  return { index, found, seen };
}

const LOG = log(
  'SET user:1 SET',
  'SET a b EX 30',
  'SELECT 2',
  'EXPIREAT a 1893456000',
  'mset one user:1 two 2',
  'NEWER thing x',
  'SET k v KEEPTTL',
  'PEXPIRE a 60000',
);

describe('a log', () => {
  test.each([
    // Neither a command's name nor a key is a value; a second key isn't either.
    ['value:SET', [0]],
    ['value:user:1', [4]],
    ['value:two', []],
    // Of a command that isn't known every argument may be one.
    ['value:thing', [5]],
    ['type:mset', [4]],
    ['type:command', [5]],
    ['ttl<60s', [1]],
    ['ttl:60s', [7]],
    ['ttl:none', [0]],
    ['ttl:any', [1, 3, 7]],
    ['ttl:2030-01-01', [3]],
    ['ttl<2030-01-01', []],
    ['ttl>=2029-12-31T23:59', [3]],
    ['db:0', [0, 1]],
    ['db:1..9', [2, 3, 4, 5, 6, 7]],
    ['crc:ok', []],
    ['crc:none', [0, 1, 2, 3, 4, 5, 6, 7]],
    ['crc:bad,locked,unproven', []],
  ])('%s', async (text, wanted) => {
    expect((await find(LOG, text)).found).toEqual(wanted);
  });

  test('behind damage rows are unproven, and faults have their words', async () => {
    const damaged = readAikvFixture('aikv/damaged/flip-star.aof');
    const { index, found } = await find(damaged, 'crc:unproven');
    expect(found.length).toBeGreaterThan(0);
    for (const row of found) expect(index.statusOf(rowIndex(row))).toBe(RowStatus.unproven);
    expect((await find(damaged, 'fault:bad-framing,unknown-tag')).found).toHaveLength(1);
    const loose = readAikvFixture('aikv/damaged/spaces-in-length.aof');
    expect((await find(loose, 'fault:loose-framing')).found).toHaveLength(1);
  });
});

describe('an RDB', () => {
  const bytes = readAikvFixture('aikv/rdb/databases.rdb');
  const every = () => find(bytes, 'type:string', 'dump.rdb');

  test('the databases part its entries', async () => {
    const { index, found } = await every();
    const databases = [...new Set(found.map((row) => index.databases.of(row)))];
    expect(databases.length).toBeGreaterThan(2);
    const parts = await Promise.all(
      databases.map(async (db) => (await find(bytes, `db:${db}`, 'x.rdb')).found),
    );
    expect(parts.flat().sort((a, b) => a - b)).toEqual(found);
  });

  test('values, expiries, and entries without one', async () => {
    const expiring = readAikvFixture('aikv/rdb/expire.rdb');
    const all = await find(expiring, 'type:string', 'x.rdb');
    const entries = all.seen.map(({ row, decoded }) => {
      if (decoded?.kind !== 'string') throw new Error(`row ${row} is no string`);
      return { row, value: decodeUtf8Lossy(decoded.entry.value), at: decoded.entry.expireMs };
    });
    const rows = (test: (entry: (typeof entries)[number]) => boolean): number[] =>
      entries.filter(test).map(({ row }) => row);
    const query = async (text: string): Promise<number[]> => (await find(expiring, text, 'x.rdb')).found;
    expect(rows(({ at }) => at === null).length).toBeGreaterThan(0);
    expect(await query('ttl:none')).toEqual(rows(({ at }) => at === null));
    expect(await query('ttl:any')).toEqual(rows(({ at }) => at !== null));
    expect(await query('ttl<60s')).toEqual([]);
    const middle = Date.parse('2030-01-01T00:00:00Z');
    expect(await query('ttl<2030-01-01')).toEqual(rows(({ at }) => at !== null && at < middle));
    expect(await query('ttl>=2030-01-01')).toEqual(
      rows(({ at }) => at !== null && at >= middle && at <= Number.MAX_SAFE_INTEGER),
    );
    const { value } = entries[0] as { value: string };
    expect(await query(`value:${JSON.stringify(value)}`)).toEqual(rows((each) => each.value.includes(value)));
  });
});
