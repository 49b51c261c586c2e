import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultMarks, keyStep, offsetOfX, xOfOffset } from './mapGeometry.ts';

describe('the strip', () => {
  it('maps bytes to places and back, within the file', () => {
    expect(xOfOffset(500, 1_000, 200)).toBe(100);
    expect(offsetOfX(100, 1_000, 200)).toBe(500);
    expect(offsetOfX(200, 1_000, 200)).toBe(999);
    expect(offsetOfX(-5, 1_000, 200)).toBe(0);
    expect(offsetOfX(10, 0, 200)).toBe(0);
    expect(xOfOffset(0, 0, 200)).toBe(0);
  });

  it('makes a single bucket of damage wide enough to be seen', () => {
    expect(faultMarks([0, 0, 0, 3, 0, 0, 0], 7, 3)).toEqual([{ from: 2, to: 5, severity: 3 }]);
    expect(faultMarks([3, 0, 0, 0], 4, 3)).toEqual([{ from: 0, to: 3, severity: 3 }]);
    expect(faultMarks([0, 0, 0, 3], 4, 3)).toEqual([{ from: 1, to: 4, severity: 3 }]);
  });

  it('joins neighbours and draws the worse above', () => {
    expect(faultMarks([0, 3, 3, 3, 3, 1, 0, 2, 2, 2], 10, 1)).toEqual([
      { from: 5, to: 6, severity: 1 },
      { from: 7, to: 10, severity: 2 },
      { from: 1, to: 5, severity: 3 },
    ]);
  });

  it('scales buckets to a wider strip', () => {
    expect(faultMarks([0, 2], 100, 3)).toEqual([{ from: 50, to: 100, severity: 2 }]);
  });

  it('keeps every mark inside, wide enough, and over its fault', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 60, max: 400 }),
        (severity, width) => {
          const marks = faultMarks(severity, width, 3);
          for (const { from, to } of marks) {
            expect(from).toBeGreaterThanOrEqual(0);
            expect(to).toBeLessThanOrEqual(width);
            expect(to - from).toBeGreaterThanOrEqual(3);
          }
          severity.forEach((worst, i) => {
            if (worst === 0) return;
            const middle = ((i + 0.5) / severity.length) * width;
            expect(
              marks.some((mark) => mark.severity === worst && mark.from <= middle && mark.to >= middle),
            ).toBe(true);
          });
        },
      ),
    );
  });
});

describe('keys', () => {
  it('move by a hundredth or a tenth, or to an end', () => {
    expect(keyStep('ArrowRight', 100, 1_000)).toBe(110);
    expect(keyStep('ArrowLeft', 5, 1_000)).toBe(0);
    expect(keyStep('PageUp', 950, 1_000)).toBe(999);
    expect(keyStep('PageDown', 500, 1_000)).toBe(400);
    expect(keyStep('Home', 500, 1_000)).toBe(0);
    expect(keyStep('End', 0, 1_000)).toBe(999);
    expect(keyStep('Tab', 0, 1_000)).toBeNull();
  });

  it('always move on in a tiny file', () => {
    expect(keyStep('ArrowRight', 3, 10)).toBe(4);
  });
});
