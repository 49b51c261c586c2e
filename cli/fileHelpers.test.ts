/* Real threads of the built program. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CLI, ensureBuilt } from '../scripts/targets.mjs';
import { type AofRecord, encodeUtf8 } from '../src/codec/index.ts';
import { openFile } from '../src/formats/index.ts';
import { createIndex, type FileIndex, type Helpers, type PartScanner, scanFile } from '../src/scan/index.ts';
import { buildLog, TEST_KEY } from '../test/support/buildFiles.ts';
import { factsOf } from '../test/support/scanning.ts';
import { fileHelpers } from './fileHelpers.ts';
import { openFileSource } from './fileSource.ts';

let folder = '';
beforeAll(async () => {
  expect(await ensureBuilt(CLI)).toBe(true);
  folder = await mkdtemp(join(tmpdir(), 'shardscope-helpers-'));
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** More keys than are numbered one by one, some of them not ASCII, and a stretch that is lost. */
function damagedLog(version: number): Uint8Array {
  const records = Array.from(
    { length: 60_000 },
    (_, i): AofRecord => ({
      type: 'SET',
      key: encodeUtf8(i % 5 === 0 ? `ключ:${i % 40_000}` : `key:${(i * 7) % 50_000}`),
      value: encodeUtf8('v'.repeat(i % 40)),
      expire_ms: BigInt((i % 3) - 1),
    }),
  );
  const { bytes } = buildLog(records, version);
  return bytes.fill(0xee, bytes.length >> 1, (bytes.length >> 1) + 500);
}

/** `helpers`, with what they were good for. */
function counted(helpers: Helpers): Helpers & { readonly rows: () => number; readonly open: () => number } {
  let rows = 0;
  let open = 0;
  const size = { bytes: 256 << 10, alone: 64 << 10, lead: 64 << 10 };
  const start = (): PartScanner => {
    const { scan, close } = helpers.start();
    open++;
    return {
      scan: async (task) => {
        const part = await scan(task);
        rows += part?.ends.length ?? 0;
        return part;
      },
      close: () => {
        open--;
        close();
      },
    };
  };
  return {
    ...helpers,
    parts: { plain: size, sealed: size },
    start,
    rows: () => rows,
    open: () => open,
  };
}

describe.each([
  ['plaintext', 2, null],
  ['encrypted', 3, TEST_KEY],
] as const)('%s', (name, version, key) => {
  test('threads find what one finds alone', async () => {
    const path = join(folder, `${name}.aof`);
    await writeFile(path, damagedLog(version));
    const source = await openFileSource(path);
    const scan = async (helpers?: Helpers): Promise<FileIndex> => {
      const index = createIndex(source, await openFile(source, 'shard-0.aof'), 'shard-0.aof', key);
      await scanFile(source, index, helpers === undefined ? {} : { helpers });
      return index;
    };
    const alone = await scan();
    const helpers = counted(fileHelpers(source, key, 4));
    const together = await scan(helpers);
    await source.close();
    expect(factsOf(together)).toEqual(factsOf(alone));
    expect(alone.rows.records).toBeGreaterThan(59_000);
    expect(alone.faults.length).toBeGreaterThan(0);
    expect(helpers.rows()).toBeGreaterThan(1000);
    expect(helpers.open()).toBe(0);
  });

  test('a machine of one core has none', async () => {
    const path = join(folder, 'small.aof');
    await writeFile(path, buildLog([], version).bytes);
    const source = await openFileSource(path);
    expect(fileHelpers(source, key, 1)).toMatchObject({ plain: 0, sealed: 0 });
    await source.close();
  });
});
