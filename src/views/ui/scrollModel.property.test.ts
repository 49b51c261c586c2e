import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  maxScrollTop,
  maxTop,
  placeAt,
  revealRow,
  SCROLL_START,
  type ScrollGeometry,
  type ScrollPosition,
  scrolledTo,
  settle,
  visibleRows,
} from './scrollModel.ts';

const COUNTS = [10, 100_000, 10_000_000, 100_000_000];

const geometries = fc.record({
  rows: fc.constantFrom(...COUNTS),
  rowHeight: fc.constantFrom(24, 44),
  viewport: fc.integer({ min: 120, max: 2_000 }),
});

/** A geometry and a position at rest somewhere in it. */
const places = geometries.chain((geometry) =>
  fc.record({
    geometry: fc.constant(geometry),
    position: fc.nat({ max: maxTop(geometry) }).map((top) => placeAt(geometry, top)),
  }),
);

const wheelSteps = fc.array(fc.integer({ min: -400, max: 400 }), { maxLength: 60 });

/** What a browser makes of a wrong scrollTop. */
const browserClamp = (geometry: ScrollGeometry, scrollTop: number): number =>
  Math.min(maxScrollTop(geometry), Math.max(0, scrollTop));

/** One turn of the wheel: the browser scrolls, then takes over what the model answers. */
const wheel = (geometry: ScrollGeometry, position: ScrollPosition, pixels: number): ScrollPosition =>
  scrolledTo(geometry, position, browserClamp(geometry, position.scrollTop + pixels));

describe.each(COUNTS)('%i rows', (rows) => {
  const geometry: ScrollGeometry = { rows, rowHeight: 24, viewport: 700 };

  it('shows every row that is asked for, from anywhere', () => {
    fc.assert(
      fc.property(fc.nat({ max: rows - 1 }), fc.nat({ max: maxTop(geometry) }), (row, from) => {
        const position = revealRow(geometry, placeAt(geometry, from), row);
        const { first, end } = visibleRows(geometry, position, 0);
        expect(row).toBeGreaterThanOrEqual(first);
        expect(row).toBeLessThan(end);
        expect(row * 24).toBeGreaterThanOrEqual(position.top);
        expect(row * 24 + 24).toBeLessThanOrEqual(
          position.top + geometry.viewport + (maxTop(geometry) === 0 ? 24 : 0),
        );
      }),
    );
  });

  it('shows the last row with the thumb at the bottom, and the first at the top, from anywhere', () => {
    fc.assert(
      fc.property(fc.nat({ max: maxTop(geometry) }), (from) => {
        const bottom = scrolledTo(geometry, placeAt(geometry, from), maxScrollTop(geometry));
        expect(settle(geometry, bottom).top).toBe(bottom.top);
        // From next to the end this is a small scroll; then the rest of the way is one too.
        const there = scrolledTo(geometry, settle(geometry, bottom), maxScrollTop(geometry));
        expect(there.top).toBe(maxTop(geometry));
        expect(visibleRows(geometry, there, 0).end).toBe(rows);
        expect(scrolledTo(geometry, there, 0).top).toBe(0);
      }),
    );
  });
});

describe('at any size', () => {
  it('a wheel that rests between turns moves the rows by exactly its pixels', () => {
    fc.assert(
      fc.property(places, wheelSteps, ({ geometry, position }, steps) => {
        let at = position;
        let expected = position.top;
        for (const pixels of steps) {
          at = settle(geometry, wheel(geometry, at, pixels));
          expected = Math.min(maxTop(geometry), Math.max(0, expected + pixels));
          expect(at.top).toBe(expected);
        }
      }),
    );
  });

  it('a gesture without a rest does so too', () => {
    fc.assert(
      fc.property(places, wheelSteps, ({ geometry, position }, steps) => {
        let at = position;
        let expected = position.top;
        for (const pixels of steps) {
          at = wheel(geometry, at, pixels);
          expected = Math.min(maxTop(geometry), Math.max(0, expected + pixels));
          expect(at.top).toBe(expected);
        }
      }),
    );
  });

  it('coming to rest moves no row, once or often', () => {
    fc.assert(
      fc.property(places, wheelSteps, ({ geometry, position }, steps) => {
        const moved = steps.reduce((at, pixels) => wheel(geometry, at, pixels), position);
        const rested = settle(geometry, moved);
        expect(rested.top).toBe(moved.top);
        expect(settle(geometry, rested)).toEqual(rested);
        expect(scrolledTo(geometry, rested, rested.scrollTop)).toEqual(rested);
      }),
    );
  });

  it('a thumb lower down shows rows further down', () => {
    fc.assert(
      fc.property(geometries, fc.nat({ max: 1_000 }), fc.nat({ max: 1_000 }), (geometry, a, b) => {
        const shown = (thousandths: number): number =>
          scrolledTo(
            geometry,
            placeAt(geometry, maxTop(geometry) * (thousandths > 500 ? 0 : 1)),
            (maxScrollTop(geometry) * thousandths) / 1_000,
          ).top;
        if (a <= b) expect(shown(a)).toBeLessThanOrEqual(shown(b) + 1);
      }),
    );
  });

  it('all that is drawn is within the canvas and covers the view', () => {
    fc.assert(
      fc.property(places, fc.nat({ max: 12 }), ({ geometry, position }, overscan) => {
        const { first, end, canvasTop } = visibleRows(geometry, position, overscan);
        const { rowHeight, viewport, rows } = geometry;
        expect(first).toBeGreaterThanOrEqual(0);
        expect(end).toBeLessThanOrEqual(rows);
        expect(canvasTop).toBeGreaterThanOrEqual(-1);
        expect(first * rowHeight).toBeLessThanOrEqual(position.top);
        expect(end * rowHeight).toBeGreaterThanOrEqual(Math.min(rows * rowHeight, position.top + viewport));
        expect(canvasTop).toBe(position.scrollTop - (position.top - first * rowHeight));
      }),
    );
  });

  it('starts at the first row', () => {
    fc.assert(
      fc.property(geometries, (geometry) => {
        expect(placeAt(geometry, 0)).toEqual(SCROLL_START);
        expect(visibleRows(geometry, SCROLL_START, 3).first).toBe(0);
      }),
    );
  });
});
