import { describe, expect, it, vi } from 'vitest';
import { PAGE_ROWS, type RowView } from '../../workers/index.ts';
import { RowPages } from './rowPages.ts';

/** A worker whose answers the test gives one by one. */
function slowWorker() {
  const asked: {
    readonly page: number;
    answer(rows: number, mark?: string): Promise<void>;
    fail(): Promise<void>;
  }[] = [];
  const ask = (from: number, count: number) =>
    new Promise<readonly RowView[]>((resolve, reject) => {
      expect(count).toBe(PAGE_ROWS);
      const view = (i: number, mark: string) => ({ row: from + i, summary: mark }) as unknown as RowView;
      asked.push({
        page: from / PAGE_ROWS,
        answer: async (rows, mark = '') => {
          resolve(Array.from({ length: rows }, (_, i) => view(i, mark)));
          await new Promise((settled) => setTimeout(settled));
        },
        fail: async () => {
          reject(new Error('gone'));
          await new Promise((settled) => setTimeout(settled));
        },
      });
    });
  return { asked, ask };
}

const pagesOf = (asked: readonly { readonly page: number }[]) => asked.map(({ page }) => page);

describe('row pages', () => {
  it('sends for what is in view, then one page ahead', async () => {
    const { asked, ask } = slowWorker();
    const pages = new RowPages(ask);
    pages.want(10, 60, 1, 1_000, 'a');
    expect(pagesOf(asked)).toEqual([0, 1]);
    expect(pages.get(10)).toBeNull();
    await asked[0]?.answer(PAGE_ROWS);
    expect(pages.get(10)?.row).toBe(10);
    pages.want(10, 60, 1, 1_000, 'a');
    expect(asked).toHaveLength(2);
  });

  it('has the rows that came unasked, until more or others are wanted', async () => {
    const { asked, ask } = slowWorker();
    const rows = Array.from({ length: 60 }, (_, row) => ({ row }) as unknown as RowView);
    const pages = new RowPages(ask, { rows, revision: 'a' });
    pages.want(0, 50, 1, 60, 'a');
    expect(asked).toHaveLength(0);
    expect(pages.get(59)?.row).toBe(59);
    pages.want(0, 50, 1, 100, 'a');
    await asked[0]?.answer(100);
    expect(pages.get(99)?.row).toBe(99);
    pages.want(0, 50, 1, 100, 'b');
    expect(pagesOf(asked)).toEqual([0, 0]);
  });

  it('looks ahead upwards when the reader goes up', () => {
    const { asked, ask } = slowWorker();
    new RowPages(ask).want(640, 700, -1, 10_000, 'a');
    expect(pagesOf(asked)).toEqual([5, 4]);
  });

  it('never sends for what has scrolled away before its turn', async () => {
    const { asked, ask } = slowWorker();
    const pages = new RowPages(ask);
    pages.want(0, 50, 1, 1e8, 'a');
    for (let row = 1e6; row < 9e7; row += 1e6) pages.want(row, row + 50, 1, 1e8, 'a');
    expect(asked).toHaveLength(2);
    await asked[0]?.answer(PAGE_ROWS);
    await asked[1]?.answer(PAGE_ROWS);
    expect(pagesOf(asked).slice(2)).toEqual([Math.floor(89e6 / PAGE_ROWS), Math.floor(89e6 / PAGE_ROWS) + 1]);
  });

  it('asks for a short last page again when there are more rows, and shows it meanwhile', async () => {
    const { asked, ask } = slowWorker();
    const pages = new RowPages(ask);
    pages.want(0, 50, 1, 20, 'a');
    await asked[0]?.answer(20);
    pages.want(0, 50, 1, 20, 'a');
    expect(asked).toHaveLength(1);
    pages.want(0, 50, 1, 80, 'a');
    expect(asked).toHaveLength(2);
    expect(pages.get(19)?.row).toBe(19);
    await asked[1]?.answer(80);
    expect(pages.get(79)?.row).toBe(79);
  });

  it('is content with rows that came after it asked', async () => {
    const { asked, ask } = slowWorker();
    const pages = new RowPages(ask);
    pages.want(0, 50, 1, 20, 'a');
    await asked[0]?.answer(64);
    pages.want(0, 50, 1, 64, 'a');
    expect(asked).toHaveLength(1);
  });

  it('shows rows as they were until those of the new revision have come', async () => {
    const { asked, ask } = slowWorker();
    const pages = new RowPages(ask);
    pages.want(0, 50, 1, 100, 'scanning');
    await asked[0]?.answer(100, 'unproven');
    pages.want(0, 50, 1, 100, 'done');
    expect(pages.get(0)?.summary).toBe('unproven');
    await asked[1]?.answer(100, 'ok');
    expect(pages.get(0)?.summary).toBe('ok');
  });

  it('tells of a failure, does not hammer, and asks again when told to', async () => {
    const { asked, ask } = slowWorker();
    const pages = new RowPages(ask);
    const changed = vi.fn();
    pages.subscribe(changed);
    pages.want(0, 50, 1, 100, 'a');
    await asked[0]?.fail();
    expect(changed).toHaveBeenCalledTimes(1);
    expect(pages.failure()).toBeInstanceOf(Error);
    pages.want(0, 50, 1, 100, 'a');
    expect(asked).toHaveLength(1);
    pages.retry();
    expect(pages.failure()).toBeNull();
    pages.want(0, 50, 1, 100, 'a');
    await asked[1]?.answer(100);
    expect(pages.get(99)?.row).toBe(99);
  });

  it('forgets the pages that were not looked at for longest', async () => {
    const pages = new RowPages(async (from) =>
      Array.from({ length: PAGE_ROWS }, (_, i) => ({ row: from + i }) as unknown as RowView),
    );
    for (let page = 0; page < 200; page++) {
      pages.want(page * PAGE_ROWS, page * PAGE_ROWS + 1, 1, 1e6, 'a');
      await new Promise((settled) => setTimeout(settled));
    }
    expect(pages.get(0)).toBeNull();
    expect(pages.get(199 * PAGE_ROWS)).not.toBeNull();
  });
});
