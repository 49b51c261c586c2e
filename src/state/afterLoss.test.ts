import { describe, expect, test } from 'vitest';
import type { ScanProgress, ScanReport } from '../workers/index.ts';
import { afterLoss } from './afterLoss.ts';

const MEMORY = 'Uncaught RangeError: Array buffer allocation failed';
const filter = { text: 'value:"x"', caseSensitive: true, findOnly: false };
const progress = { indexBytes: 4000 } as ScanProgress;
const reading = { name: 'a.aof', report: null, progress, filter };
const read = { ...reading, report: { phase: 'done' } as ScanReport };

describe('a worker that died', () => {
  test('of a mistake is started again as it was', () => {
    const { told, allowance, changed } = afterLoss(reading, 'Uncaught TypeError: x is undefined', 10_000);
    expect(told).toContain('stopped and was started again');
    expect([allowance, changed]).toEqual([10_000, {}]);
  });

  test('of a lack of memory while it read gets a successor that stops short of that, and then of that again', () => {
    const { told, allowance, changed } = afterLoss(reading, MEMORY, 10_000);
    expect(told).toContain('It now stops short of where that happened.');
    expect([allowance, changed]).toEqual([3000, {}]);
    const again = { ...reading, progress: { ...progress, indexBytes: 2900 } };
    expect(afterLoss(again, MEMORY, allowance).allowance).toBe(2175);
  });

  test('before it told how far it had come gets a successor that may hold less', () => {
    expect(afterLoss({ ...reading, progress: null }, MEMORY, 10_000).allowance).toBe(7500);
  });

  test('of a lack of memory over a question is not asked it again', () => {
    const { told, allowance, changed } = afterLoss(read, MEMORY, 10_000);
    expect(told).toContain('over what was asked of it');
    expect(allowance).toBe(10_000);
    expect(changed).toEqual({ view: 'records', filter: { ...filter, text: '' }, sort: null });
  });
});
