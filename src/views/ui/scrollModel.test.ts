import { describe, expect, it } from 'vitest';
import {
  canvasHeight,
  MAX_CANVAS,
  maxScrollTop,
  maxTop,
  placeAt,
  revealRow,
  SCROLL_START,
  type ScrollGeometry,
  scrolledTo,
  settle,
  visibleRows,
} from './scrollModel.ts';

const geometry = (rows: number, viewport = 720): ScrollGeometry => ({ rows, rowHeight: 24, viewport });
const small = geometry(1_000);
const huge = geometry(100_000_000);

describe('the canvas', () => {
  it('is as high as the rows while a browser can show that', () => {
    expect(canvasHeight(small)).toBe(24_000);
    expect(maxScrollTop(small)).toBe(maxTop(small));
  });

  it('is never higher than browsers allow', () => {
    expect(canvasHeight(huge)).toBe(MAX_CANVAS);
    expect(maxTop(huge)).toBe(2_400_000_000 - 720);
  });

  it('does not scroll when everything fits', () => {
    expect(maxTop(geometry(10))).toBe(0);
    expect(placeAt(geometry(10), 500)).toEqual(SCROLL_START);
  });
});

describe('scrolling', () => {
  it('is the browser’s own below the cap, fractions of a pixel included', () => {
    expect(scrolledTo(small, SCROLL_START, 1234.5)).toEqual({ top: 1234.5, scrollTop: 1234.5 });
    expect(scrolledTo(small, SCROLL_START, 23_280)).toEqual({ top: 23_280, scrollTop: 23_280 });
  });

  it('moves by as many pixels as the wheel in the middle of 10^8 rows', () => {
    const before = placeAt(huge, 1_200_000_000);
    const after = scrolledTo(huge, before, before.scrollTop + 120);
    expect(after.top).toBe(1_200_000_120);
    expect(settle(huge, after).top).toBe(after.top);
  });

  it('jumps in proportion when the thumb is dragged', () => {
    const middle = scrolledTo(huge, SCROLL_START, maxScrollTop(huge) / 2);
    expect(middle.top).toBeCloseTo(maxTop(huge) / 2, -1);
    const quarter = scrolledTo(huge, middle, maxScrollTop(huge) / 4);
    expect(quarter.top / maxTop(huge)).toBeGreaterThan(0.24);
    expect(quarter.top / maxTop(huge)).toBeLessThan(0.26);
  });

  it('shows the last row at the bottom, also when a zoomed page stops a little short of it', () => {
    const end = maxScrollTop(huge);
    expect(scrolledTo(huge, SCROLL_START, end).top).toBe(maxTop(huge));
    expect(scrolledTo(huge, SCROLL_START, end - 0.4).top).toBe(maxTop(huge));
  });

  it('moves the canvas on when it runs out before the rows do', () => {
    // One gesture of 400,000 pixels upwards, without a rest in which the canvas could settle.
    let position = placeAt(huge, 500_000);
    for (let i = 0; i < 1_200 && position.top > 0; i++) {
      const before = position.top;
      position = scrolledTo(huge, position, Math.max(0, position.scrollTop - 500));
      expect(before - position.top).toBeLessThanOrEqual(500);
    }
    expect(position).toEqual(SCROLL_START);
  });

  it('never shows the void above the first row', () => {
    let position = placeAt(huge, 60_000);
    position = { top: 200, scrollTop: position.scrollTop };
    const after = scrolledTo(huge, position, position.scrollTop - 300);
    expect(after).toEqual(SCROLL_START);
  });
});

describe('revealing a row', () => {
  const position = placeAt(small, 2_400);

  it('leaves a row in view alone', () => {
    expect(revealRow(small, position, 100)).toBe(position);
    expect(revealRow(small, position, 129)).toBe(position);
  });

  it('moves as little as possible when the row is near', () => {
    expect(revealRow(small, position, 99).top).toBe(99 * 24);
    expect(revealRow(small, position, 130).top).toBe(131 * 24 - 720);
  });

  it('shows a near row among its neighbours too, where nobody walked there', () => {
    expect(revealRow(small, position, 130, false).top).toBe((130 - 10) * 24);
    expect(revealRow(small, position, 120, false)).toBe(position);
  });

  it('puts a row from afar a third from the top', () => {
    expect(revealRow(small, position, 500).top).toBe((500 - 10) * 24);
    expect(revealRow(huge, SCROLL_START, 50_000_000).top).toBe((50_000_000 - 10) * 24);
  });

  it('stays within the rows', () => {
    expect(revealRow(small, position, 0).top).toBe(0);
    expect(revealRow(small, position, 999).top).toBe(maxTop(small));
    expect(revealRow(geometry(0), SCROLL_START, 7)).toEqual(SCROLL_START);
  });
});

describe('the rows to draw', () => {
  it('are as many at the ends as in the middle', () => {
    const at = (top: number) => visibleRows(small, placeAt(small, top), 6);
    const sizes = [0, 24, 12_000, 23_000, 24_000].map((top) => at(top).end - at(top).first);
    expect(new Set(sizes)).toEqual(new Set([43]));
  });

  it('are all there are when they are few', () => {
    expect(visibleRows(geometry(3), SCROLL_START, 6)).toEqual({ first: 0, end: 3, canvasTop: 0 });
    expect(visibleRows(geometry(0), SCROLL_START, 6)).toEqual({ first: 0, end: 0, canvasTop: 0 });
  });

  it('stay where they are on the canvas during a small scroll', () => {
    const before = placeAt(huge, 1_000_000_000);
    const after = scrolledTo(huge, before, before.scrollTop + 48);
    const moved = visibleRows(huge, after, 0);
    const still = visibleRows(huge, before, 0);
    expect(moved.canvasTop - still.canvasTop).toBe((moved.first - still.first) * 24);
  });
});
