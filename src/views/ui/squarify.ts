/* A squarified treemap: rectangles as large as their values, as near to squares as a simple rule gets them. */

export interface TreemapRect {
  /** Which of the values. */
  readonly index: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Lays out `values`, largest first, in a box. Values of zero get no rectangle. */
export function squarify(values: readonly number[], width: number, height: number): TreemapRect[] {
  const total = values.reduce((sum, value) => sum + value, 0);
  const rects: TreemapRect[] = [];
  if (!(total > 0) || !(width > 0) || !(height > 0)) return rects;
  const scale = (width * height) / total;
  const order = [...values.keys()]
    .filter((index) => (values[index] as number) > 0)
    .sort((a, b) => (values[b] as number) - (values[a] as number));
  const area = (index: number): number => (values[index] as number) * scale;

  let x = 0;
  let y = 0;
  let wide = width;
  let high = height;
  let at = 0;
  while (at < order.length) {
    const side = Math.min(wide, high);
    let end = at + 1;
    let sum = area(order[at] as number);
    // A row takes in the next one as long as its worst rectangle gets no worse by it.
    const largest = sum;
    let worst = worstRatio(sum, largest, largest, side);
    while (end < order.length) {
      const next = area(order[end] as number);
      const ratio = worstRatio(sum + next, largest, next, side);
      if (ratio > worst) break;
      worst = ratio;
      sum += next;
      end++;
    }
    const depth = sum / side;
    let along = 0;
    for (; at < end; at++) {
      const index = order[at] as number;
      const length = area(index) / depth;
      rects.push(
        wide >= high
          ? { index, x, y: y + along, width: depth, height: length }
          : { index, x: x + along, y, width: length, height: depth },
      );
      along += length;
    }
    if (wide >= high) {
      x += depth;
      wide -= depth;
    } else {
      y += depth;
      high -= depth;
    }
  }
  return rects;
}

function worstRatio(sum: number, largest: number, smallest: number, side: number): number {
  const depth = sum / side;
  return Math.max(largest / (depth * depth), (depth * depth) / smallest);
}
