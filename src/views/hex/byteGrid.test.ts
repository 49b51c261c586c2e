import { describe, expect, it } from 'vitest';
import { cursorFor, gridRows, moveByteCursor, revealRow, selectedRange } from './byteGrid.ts';

const shape = { width: 16, size: 1000, pageRows: 10 };

describe('moveByteCursor', () => {
  it('stays inside the bytes', () => {
    expect(moveByteCursor(0, 'left', shape)).toBe(0);
    expect(moveByteCursor(3, 'up', shape)).toBe(3);
    expect(moveByteCursor(999, 'right', shape)).toBe(999);
    expect(moveByteCursor(999, 'down', shape)).toBe(999);
    expect(moveByteCursor(0, 'right', { ...shape, size: 0 })).toBe(0);
  });

  it('goes down into a short last row by ending at its last byte', () => {
    // 1000 = 62 rows of 16 and one of 8.
    expect(moveByteCursor(991, 'down', shape)).toBe(999);
    expect(moveByteCursor(977, 'down', shape)).toBe(993);
  });

  it('reaches the ends of a row and of the bytes', () => {
    expect(moveByteCursor(37, 'row-start', shape)).toBe(32);
    expect(moveByteCursor(37, 'row-end', shape)).toBe(47);
    expect(moveByteCursor(995, 'row-end', shape)).toBe(999);
    expect(moveByteCursor(37, 'start', shape)).toBe(0);
    expect(moveByteCursor(37, 'end', shape)).toBe(999);
  });

  it('pages by one row less than is seen and keeps its column', () => {
    expect(moveByteCursor(5, 'page-down', shape)).toBe(5 + 9 * 16);
    expect(moveByteCursor(5 + 9 * 16, 'page-up', shape)).toBe(5);
    expect(moveByteCursor(37, 'page-up', shape)).toBe(5);
    expect(moveByteCursor(990, 'page-down', shape)).toBe(999);
  });
});

describe('selectedRange', () => {
  it('includes both ends, whichever way it was drawn', () => {
    expect(selectedRange({ anchor: 5, cursor: 9 })).toEqual({ from: 5, to: 10 });
    expect(selectedRange({ anchor: 9, cursor: 5 })).toEqual({ from: 5, to: 10 });
    expect(selectedRange({ anchor: 7, cursor: 7 })).toEqual({ from: 7, to: 8 });
  });
});

describe('revealRow', () => {
  it('does not move when all of it is in view', () => {
    expect(revealRow({ from: 5 * 16, to: 6 * 16 }, 2, shape)).toBe(2);
  });

  it('scrolls by the least for a near row', () => {
    expect(revealRow({ from: 12 * 16, to: 12 * 16 + 1 }, 2, shape)).toBe(3);
    expect(revealRow({ from: 16, to: 17 }, 2, shape)).toBe(1);
  });

  it('jumps with two rows of context, within the bytes', () => {
    expect(revealRow({ from: 40 * 16, to: 40 * 16 + 4 }, 0, shape)).toBe(38);
    expect(revealRow({ from: 0, to: 4 }, 40, shape)).toBe(0);
    expect(revealRow({ from: 990, to: 999 }, 0, shape)).toBe(gridRows(1000, 16) - 10);
  });

  it('shows the start of a span taller than the pane, and stays once inside it', () => {
    expect(revealRow({ from: 16 * 16, to: 600 }, 0, shape)).toBe(14);
    expect(revealRow({ from: 0, to: 999 }, 20, shape)).toBe(20);
  });
});

describe('cursorFor', () => {
  it('keeps its end while it draws the selection', () => {
    expect(cursorFor({ anchor: 9, cursor: 5 }, { from: 5, to: 10 }, 0)).toEqual({ anchor: 9, cursor: 5 });
  });

  it('starts anew on a selection made elsewhere', () => {
    expect(cursorFor({ anchor: 9, cursor: 5 }, { from: 40, to: 50 }, 0)).toEqual({ anchor: 40, cursor: 40 });
    expect(cursorFor({ anchor: 9, cursor: 5 }, null, 7)).toEqual({ anchor: 7, cursor: 7 });
  });
});
