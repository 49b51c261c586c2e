/*
 * What a sampling profile says, by the layers of the source: the built page's functions have no names that mean anything.
 */

export interface CallFrame {
  readonly functionName: string;
  readonly scriptId: string;
  /** '' for what is built into the browser. */
  readonly url: string;
  /** From 0, like the column. */
  readonly lineNumber: number;
  readonly columnNumber: number;
}

/** As the DevTools' Profiler gives it. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: CallFrame;
    readonly children?: readonly number[];
  }[];
  /** The node that was found running, sample by sample. */
  readonly samples?: readonly number[];
  /** Microseconds since the sample before. */
  readonly timeDeltas?: readonly number[];
}

const GARBAGE = 'collecting garbage';
const OTHER = 'Chromium’s own';
const WASM = 'in WebAssembly';

/**
 * The time of each group, in ms. What is built into the browser counts for the layer that calls it, and WebAssembly
 * stands beside the layer that does. Idle time is left out.
 * @param sourceOf the file that a function of a script was written in, like `src/scan/windows.ts`
 */
export function timeByGroup(
  { nodes, samples = [], timeDeltas = [] }: CpuProfile,
  sourceOf: (frame: CallFrame) => string | null,
): ReadonlyMap<string, number> {
  const groups = new Map<number, string | null>();
  const callers = new Map<number, number>();
  // A node comes before those that it calls.
  for (const { id, callFrame, children = [] } of nodes) {
    for (const child of children) callers.set(child, id);
    groups.set(id, groupOf(callFrame, groups.get(callers.get(id) ?? -1) ?? OTHER, sourceOf));
  }
  const times = new Map<string, number>();
  samples.forEach((node, i) => {
    const group = groups.get(node) ?? null;
    if (group !== null) times.set(group, (times.get(group) ?? 0) + (timeDeltas[i] ?? 0) / 1000);
  });
  return times;
}

function groupOf(
  frame: CallFrame,
  caller: string,
  sourceOf: (frame: CallFrame) => string | null,
): string | null {
  if (frame.functionName === '(idle)') return null;
  if (frame.functionName === '(garbage collector)') return GARBAGE;
  if (frame.url.startsWith('wasm:')) return caller.endsWith(WASM) ? caller : `${caller} ${WASM}`;
  const source = frame.url === '' ? null : sourceOf(frame);
  return source === null ? caller : layerOf(source);
}

/** 'src/scan/windows.ts' → 'src/scan'; all packages are one. */
const layerOf = (source: string): string =>
  /^src\/\w+/.exec(source)?.[0] ?? (source.includes('node_modules/') ? 'packages' : OTHER);
