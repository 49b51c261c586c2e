import { describe, expect, it } from 'vitest';
import { checkSources } from './layers.mjs';

/** The messages for a tree of files, each with its file. */
function problems(files: Record<string, string>): string[] {
  return checkSources(new Map(Object.entries(files))).map(({ path, message }) => `${path}: ${message}`);
}

describe('layers', () => {
  it('accepts imports down the layers, through index.ts', () => {
    const files = {
      'src/base/index.ts': 'export const one = 1;',
      'src/codec/index.ts': "export * from './bytes/crc.ts';",
      'src/codec/bytes/crc.ts': "import { one } from '../../base/index.ts'; export const crc = one;",
      'src/codec/bytes/crc.test.ts':
        "import { it } from 'vitest'; import { crc } from './crc.ts'; it('is', () => void crc);",
      'cli/main.ts':
        "import { readFile } from 'node:fs/promises'; import { crc } from '../src/codec/index.ts';",
    };
    expect(problems(files)).toEqual([]);
  });

  it.each([
    ['up the layers', "import { scan } from '../scan/index.ts';"],
    ['a type up the layers', "import type { Scan } from '../scan/index.ts';"],
    ['a type by its address', "type Scan = import('../scan/index.ts').Scan;"],
    ['a re-export', "export { scan } from '../scan/index.ts';"],
    ['a dynamic import', "const scan = await import('../scan/index.ts');"],
    [
      'an addition to what another file declares',
      "declare module '../scan/index.ts' { interface A { a: 1 } }",
    ],
    ['a worker', "new Worker(new URL('../scan/scan.worker.ts', import.meta.url));"],
  ])('refuses %s', (_, text) => {
    expect(problems({ 'src/codec/a.ts': text })).toEqual([
      expect.stringContaining('src/codec may not import from src/scan'),
    ]);
  });

  it('refuses another layer behind its index.ts', () => {
    const text = "import { crc } from '../codec/bytes/crc.ts';";
    expect(problems({ 'src/scan/a.ts': text })).toEqual([
      expect.stringContaining('only src/codec/index.ts is open'),
    ]);
  });

  it('lets a layer add to an interface of one below, at its index.ts alone', () => {
    const add = (to: string): string => `declare module '../codec/${to}' { interface Format { a: 1 } }`;
    expect(problems({ 'src/scan/a.ts': add('index.ts') })).toEqual([]);
    expect(problems({ 'src/scan/a.ts': add('format.ts') })).toEqual([
      expect.stringContaining('only src/codec/index.ts is open'),
    ]);
    expect(
      problems({ 'src/codec/a.ts': "declare module '@noble/ciphers' { interface A { a: 1 } }" }),
    ).toEqual([]);
  });

  it('refuses packages that are not listed, and Node where it is not', () => {
    expect(problems({ 'src/codec/a.ts': "import fs from 'node:fs';" })).toHaveLength(1);
    expect(problems({ 'src/state/a.ts': "import { useState } from 'react';" })).toHaveLength(1);
    expect(problems({ 'src/views/keys/a.tsx': "import { jsx } from 'react/jsx-runtime';" })).toEqual([]);
  });

  it('keeps the panes apart, and lets the shell join them', () => {
    const text = "import { Hex } from '../hex/Hex.tsx';";
    expect(problems({ 'src/views/keys/a.tsx': text })).toHaveLength(1);
    expect(problems({ 'src/views/shell/a.tsx': text })).toEqual([]);
  });

  it('refuses a file of no layer', () => {
    expect(problems({ 'src/utils/a.ts': '' })).toEqual([expect.stringContaining('belongs to no layer')]);
  });

  it('reads code, not comments and strings', () => {
    const text = '// import "../scan/index.ts"\nexport const a = \'import "../scan/index.ts"\';';
    expect(problems({ 'src/codec/a.ts': text })).toEqual([]);
  });
});

describe('house rules', () => {
  it('finds circles', () => {
    const files = {
      'src/base/a.ts': "import type { B } from './b.ts';",
      'src/base/b.ts': "import { c } from './c.ts';",
      'src/base/c.ts': "import { a } from './a.ts';",
    };
    const circle = 'src/base/a.ts → src/base/b.ts → src/base/c.ts → src/base/a.ts';
    expect(problems(files)).toEqual([`src/base/a.ts: imports itself in a circle: ${circle}`]);
  });

  it('asks a long file for its reason', () => {
    const body = 'export {};\n'.repeat(401);
    expect(problems({ 'src/base/a.ts': body })).toEqual([expect.stringContaining('has 401 lines')]);
    expect(problems({ 'src/base/a.ts': `// Length: one state machine, told in order.\n${body}` })).toEqual(
      [],
    );
  });

  it.each([
    ['src/base/a.ts', 'export default 1;', 'default export'],
    ['src/base/a.ts', 'const a = {} as any;', 'casts to any'],
    ['src/base/a.test.ts', "it.only('a', () => {});", 'leaves tests out'],
    ['src/base/a.test.ts', "describe.skip('a', () => {});", 'leaves tests out'],
    ['src/base/a.test.ts', "test.concurrent.skip('a', () => {});", 'leaves tests out'],
    ['e2e/a.spec.ts', "test.skip(true, 'later');", 'leaves tests out'],
    ['src/base/a.ts', 'const = ;', 'does not parse'],
    ['src/base/a.ts', 'await import(name);', 'only running it can tell'],
  ])('refuses in %s: %s', (path, text, message) => {
    expect(problems({ [path]: text })).toEqual([expect.stringContaining(message)]);
  });
});
