import { expect, test } from 'vitest';
import { type CallFrame, type CpuProfile, timeByGroup } from './functionGroups.ts';

const frame = (functionName: string, url = ''): CallFrame => ({
  functionName,
  scriptId: '1',
  url,
  lineNumber: 0,
  columnNumber: 0,
});

const PROFILE: CpuProfile = {
  nodes: [
    { id: 1, callFrame: frame('(root)'), children: [2, 3, 4, 8] },
    { id: 2, callFrame: frame('(idle)') },
    { id: 3, callFrame: frame('(garbage collector)') },
    { id: 4, callFrame: frame('src/scan/plainRun.ts', 'blob:x'), children: [5, 7] },
    { id: 5, callFrame: frame('src/codec/table/recordBatch.ts', 'blob:x'), children: [6] },
    { id: 6, callFrame: frame('wasm-function[1]', 'wasm://wasm/1'), children: [9] },
    { id: 7, callFrame: frame('slice') },
    { id: 8, callFrame: frame('../node_modules/comlink/index.js', 'blob:x') },
    { id: 9, callFrame: frame('wasm-function[0]', 'wasm://wasm/1') },
  ],
  samples: [2, 3, 4, 5, 6, 7, 8, 9, 1],
  timeDeltas: [9000, 1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000],
};

test('time goes to the layer of the source, WebAssembly and built-in functions to that of their caller', () => {
  expect(Object.fromEntries(timeByGroup(PROFILE, ({ functionName }) => functionName))).toEqual({
    'collecting garbage': 1,
    'src/scan': 2 + 5,
    'src/codec': 3,
    'src/codec in WebAssembly': 4 + 7,
    packages: 6,
    'Chromium’s own': 8,
  });
});

test('a function whose source is not known counts for its caller', () => {
  expect(Object.fromEntries(timeByGroup(PROFILE, () => null))).toMatchObject({
    'Chromium’s own': 2 + 3 + 5 + 6 + 8,
  });
});

test('a profile without samples has no time', () => {
  expect(timeByGroup({ nodes: PROFILE.nodes }, () => null).size).toBe(0);
});
