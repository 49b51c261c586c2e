import { describe, expect, test } from 'vitest';
import { buildLog } from '../../test/support/buildFiles.ts';
import { readFixture } from '../../test/support/emberFixtures.ts';
import { scanBytes } from '../../test/support/scanning.ts';
import { rowIndex } from '../base/index.ts';
import { encodeUtf8, memorySource } from '../codec/index.ts';
import { openFile } from '../formats/index.ts';
import { createIndex, scanFile } from '../scan/index.ts';
import type { FilterFound, TermField } from './filterApi.ts';
import { RowFilter } from './rowFilter.ts';

const ROWS = 20_000;
const { bytes } = buildLog(
  Array.from({ length: ROWS }, (_, i) => ({
    type: 'SET' as const,
    key: encodeUtf8(`user:${i % 100}`),
    value: encodeUtf8(`value ${i}`),
    expire_ms: -1n,
  })),
);
const query = (text: string) => ({ text, caseSensitive: false });

async function scanned(): Promise<RowFilter> {
  const { source, index } = await scanBytes(bytes);
  const filter = new RowFilter(source, index);
  filter.scanEnded();
  return filter;
}

describe('a search', () => {
  test('tells its hits as they come, and how far it is', async () => {
    const pieces: FilterFound[] = [];
    const filter = await scanned();
    const end = await filter.filter(query('key:user:7'), (piece) => {
      pieces.push(piece);
    });
    expect(end).toEqual({ phase: 'done', rowsDone: ROWS + 1 });
    // The file's header is row 0.
    const expected = Array.from({ length: ROWS / 100 }, (_, i) => 8 + 100 * i);
    expect(pieces.flatMap(({ found }) => [...found])).toEqual(expected);
    expect(pieces.at(-1)).toMatchObject({ rowsDone: ROWS + 1, rowsTotal: ROWS + 1 });
    expect(pieces[0]?.rowsDone).toBeLessThan(ROWS);
  });

  test('is ended by the next one', async () => {
    const filter = await scanned();
    const first = filter.filter(query('value:nowhere'), () => undefined);
    const second = filter.filter(query('value:"value 19999"'), () => undefined);
    expect((await first).phase).toBe('cancelled');
    expect(await second).toEqual({ phase: 'done', rowsDone: ROWS + 1 });
  });

  test('follows a scan that adds rows, to its end and no longer', async () => {
    const source = memorySource(bytes);
    const index = createIndex(source, await openFile(source, 'a.aof'), 'a.aof', null);
    const filter = new RowFilter(source, index);
    const found: number[] = [];
    const search = filter.filter(query('key:user:7'), (piece) => {
      found.push(...piece.found);
    });
    await scanFile(source, index);
    filter.scanEnded();
    expect(await search).toEqual({ phase: 'done', rowsDone: ROWS + 1 });
    expect(found).toHaveLength(ROWS / 100);
  });
});

test('a few keys are offered, each as a term that takes it alone; a search goes on meanwhile', async () => {
  const filter = await scanned();
  const search = filter.filter(query('value:nowhere'), () => undefined);
  const offered = await filter.complete('user:1');
  expect(offered.map(({ text }) => text)).toEqual(
    ['1', '10', '11', '12', '13', '14', '15', '16'].map((n) => `user:${n}`),
  );
  expect((await search).phase).toBe('done');
  expect(await filter.complete('nobody')).toEqual([]);
});

test.each<TermField>(['key', 'type', 'size', 'at', 'record', 'crc'])(
  'the term of a row by its %s takes that row, of a damaged file as well',
  async (field) => {
    const { source, index } = await scanBytes(readFixture('damaged/delete-100-bytes.aof'));
    const filter = new RowFilter(source, index);
    filter.scanEnded();
    for (let row = 0; row < index.rows.length; row++) {
      const term = filter.termOf(rowIndex(row), field);
      if (term === null) {
        expect(['key', 'record']).toContain(field);
        continue;
      }
      const found: number[] = [];
      await filter.filter(query(term), (piece) => {
        found.push(...piece.found);
      });
      // A header has no checksum to ask for.
      if (field !== 'crc' || index.rows.recordNumber(rowIndex(row)) !== null) expect(found).toContain(row);
    }
    expect(filter.termOf(rowIndex(index.rows.length), field)).toBeNull();
  },
);
