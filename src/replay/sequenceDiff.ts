/** A run of two sequences: `same` in both, or what the first has and the second has in its place. */
export interface DiffRun {
  readonly same: boolean;
  /** `before[beforeFrom … beforeTo)` stands against `after[afterFrom … afterTo)`. */
  readonly beforeFrom: number;
  readonly beforeTo: number;
  readonly afterFrom: number;
  readonly afterTo: number;
}

/** A table of more cells than this is not filled: what lies between equal ends then counts as replaced. */
const MOST_CELLS = 1 << 20;

/**
 * What is the same in two sequences, and what is not: equal ends are taken off, then the longest common subsequence.
 * Runs of both kinds follow one another and cover both sequences.
 */
export function sequenceDiff<T>(
  before: readonly T[],
  after: readonly T[],
  isEqual: (a: T, b: T) => boolean = (a, b) => a === b,
): readonly DiffRun[] {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && isEqual(before[head] as T, after[head] as T)) head++;
  let tail = 0;
  while (
    tail < most - head &&
    isEqual(before[before.length - 1 - tail] as T, after[after.length - 1 - tail] as T)
  )
    tail++;
  const runs: DiffRun[] = [];
  const push = (same: boolean, beforeFrom: number, beforeTo: number, afterFrom: number, afterTo: number) => {
    if (beforeFrom < beforeTo || afterFrom < afterTo)
      runs.push({ same, beforeFrom, beforeTo, afterFrom, afterTo });
  };
  push(true, 0, head, 0, head);
  const beforeEnd = before.length - tail;
  const afterEnd = after.length - tail;
  let a = head;
  let b = head;
  for (const [i, j, length] of commonRuns(before, after, head, beforeEnd, afterEnd, isEqual)) {
    push(false, a, i, b, j);
    push(true, i, i + length, j, j + length);
    a = i + length;
    b = j + length;
  }
  push(false, a, beforeEnd, b, afterEnd);
  push(true, beforeEnd, before.length, afterEnd, after.length);
  return runs;
}

/** Where the middles agree, as `[before, after, length]`, in order. */
function commonRuns<T>(
  before: readonly T[],
  after: readonly T[],
  from: number,
  beforeEnd: number,
  afterEnd: number,
  isEqual: (a: T, b: T) => boolean,
): readonly (readonly [number, number, number])[] {
  const rows = beforeEnd - from;
  const columns = afterEnd - from;
  if (rows === 0 || columns === 0 || rows * columns > MOST_CELLS) return [];
  // lengths[i][j]: the longest common subsequence of what begins at i and at j.
  const width = columns + 1;
  const lengths = new Uint16Array((rows + 1) * width);
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      const at = i * width + j;
      lengths[at] = isEqual(before[from + i] as T, after[from + j] as T)
        ? (lengths[at + width + 1] as number) + 1
        : Math.max(lengths[at + width] as number, lengths[at + 1] as number);
    }
  }
  const found: [number, number, number][] = [];
  for (let i = 0, j = 0; i < rows && j < columns; ) {
    if (isEqual(before[from + i] as T, after[from + j] as T)) {
      const last = found.at(-1);
      if (last !== undefined && last[0] + last[2] === from + i && last[1] + last[2] === from + j) last[2]++;
      else found.push([from + i, from + j, 1]);
      i++;
      j++;
    } else if ((lengths[(i + 1) * width + j] as number) >= (lengths[i * width + j + 1] as number)) i++;
    else j++;
  }
  return found;
}
