import { describe, expect, test } from 'vitest';
import { rowIndex } from '../base/index.ts';
import type { OpenFile, Selection } from './model.ts';
import { moveSelection, stepBack, stepForward } from './selectionHistory.ts';

type Walk = Pick<OpenFile, 'selection' | 'history'>;

const at = (row: number, field: string | null = null): Selection => ({
  row: rowIndex(row),
  field,
  bytes: null,
});
const START: Walk = { selection: null, history: { past: [], future: [] } };
const walk = (...rows: readonly number[]): Walk =>
  rows.reduce((state, row) => moveSelection(state, at(row), false), START);

describe('walking back through selections', () => {
  test('each row left behind can be gone back to, and forward again', () => {
    const there = walk(1, 5, 9);
    const back = stepBack(stepBack(there));
    expect(back.selection?.row).toBe(1);
    expect(stepForward(stepForward(back))).toEqual(there);
  });

  test('the ends hold', () => {
    expect(stepBack(START)).toBe(START);
    expect(stepForward(START)).toBe(START);
  });

  test('another field of the same row, or a step of a longer walk, is not remembered', () => {
    expect(moveSelection(walk(1), at(1, 'key'), false).history.past).toEqual([]);
    expect(moveSelection(walk(1), at(2), true).history.past).toEqual([]);
  });

  test('a new step forgets what lay ahead', () => {
    const turned = moveSelection(stepBack(walk(1, 5)), at(7), false);
    expect(turned.history.future).toEqual([]);
    expect(turned.history.past.map((selection) => selection.row)).toEqual([1]);
  });
});
