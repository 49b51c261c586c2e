import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../../test/support/propertyRuns.ts';
import { panWindow, windowAround, windowOf, zoomWindow } from './mapWindow.ts';

const size = fc.oneof(fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 1, max: 2 ** 40 }));
const part = fc.double({ min: 0, max: 1, noNaN: true });
const inFile = fc.tuple(size, part, part).map(([bytes, a, b]) => {
  const [from, to] = [Math.min(a, b) * bytes, Math.max(a, b) * bytes];
  return { bytes, range: windowOf(from, to, bytes) };
});

test('every window lies within its file and shows some of it, whatever is done', () => {
  fc.assert(
    fc.property(
      inFile,
      part,
      fc.double({ min: 0.001, max: 1000, noNaN: true }),
      ({ bytes, range }, at, factor) => {
        const place = at * bytes;
        for (const next of [
          range,
          zoomWindow(range, bytes, factor, place),
          panWindow(range, bytes, (at - 0.5) * bytes),
          windowAround(range, bytes, Math.min(place, bytes - 1)),
        ]) {
          if (next === null) continue;
          expect(next.from).toBeGreaterThanOrEqual(0);
          expect(next.to).toBeLessThanOrEqual(bytes * (1 + 1e-12));
          expect(next.to - next.from).toBeGreaterThanOrEqual(Math.min(256, bytes) * (1 - 1e-9));
          expect(next.to - next.from).toBeLessThan(bytes);
        }
      },
    ),
    runs(2),
  );
});

test('zooming in keeps the byte under the pointer where it is', () => {
  fc.assert(
    fc.property(part, fc.double({ min: 0.01, max: 1, noNaN: true }), (at, factor) => {
      const bytes = 2 ** 32;
      const next = zoomWindow(null, bytes, factor, at * bytes) ?? { from: 0, to: bytes };
      expect((at * bytes - next.from) / (next.to - next.from)).toBeCloseTo(at, 6);
    }),
    runs(1),
  );
});

test('zooming out far enough shows all', () => {
  expect(zoomWindow({ from: 1000, to: 2000 }, 10_000, 100, 1500)).toBeNull();
  expect(windowAround(null, 10_000, 5)).toBeNull();
  expect(windowAround({ from: 0, to: 1000 }, 10_000, 5000)).toEqual({ from: 4500, to: 5500 });
});
