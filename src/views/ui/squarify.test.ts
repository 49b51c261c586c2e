import { expect, test } from 'vitest';
import { seededRandom } from '../../base/index.ts';
import { squarify } from './squarify.ts';

test('nothing to lay out', () => {
  expect(squarify([], 100, 100)).toEqual([]);
  expect(squarify([0, 0], 100, 100)).toEqual([]);
  expect(squarify([1], 0, 100)).toEqual([]);
});

test('one value fills the box', () => {
  expect(squarify([7], 120, 80)).toEqual([{ index: 0, x: 0, y: 0, width: 120, height: 80 }]);
});

test('the classic example: areas in proportion, in order, without gaps', () => {
  const values = [6, 6, 4, 3, 2, 2, 1];
  const rects = squarify(values, 6, 4);
  for (const { index, width, height } of rects) expect(width * height).toBeCloseTo(values[index] as number);
  expect(rects.map(({ width, height }) => [width, height].map((n) => Math.round(n * 100) / 100))[0]).toEqual([
    3, 2,
  ]);
});

test('rectangles cover the box and never overlap', () => {
  const random = seededRandom(5);
  for (let round = 0; round < 100; round++) {
    const values = Array.from({ length: 1 + random.below(40) }, () => random.below(1000));
    const rects = squarify(values, 300, 50 + random.below(400));
    const sum = values.reduce((a, b) => a + b, 0);
    if (sum === 0) continue;
    const areas = rects.reduce((total, { width, height }) => total + width * height, 0);
    const box =
      Math.max(...rects.map(({ x, width }) => x + width)) *
      Math.max(...rects.map(({ y, height }) => y + height));
    expect(areas).toBeCloseTo(box, 3);
    for (const a of rects) {
      for (const b of rects) {
        if (a === b) continue;
        const overlapX = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
        const overlapY = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
        expect(overlapX < 1e-6 || overlapY < 1e-6).toBe(true);
      }
    }
  }
});
