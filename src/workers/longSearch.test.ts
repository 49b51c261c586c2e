import { describe, expect, test } from 'vitest';
import { buildLog, concat } from '../../test/support/buildFiles.ts';
import { openFile } from '../../test/support/openFile.ts';
import { encodeUtf8, memorySource } from '../codec/index.ts';
import { createIndex, scanFile } from '../scan/index.ts';
import type { ScanSearch } from './api.ts';
import { longSearch } from './longSearch.ts';

const MIB = 1 << 20;
const LOG = buildLog([{ type: 'DEL', key: encodeUtf8('a') }]);

/** What is told of the searches of a scan, each thing once. */
async function toldOf(bytes: Uint8Array): Promise<readonly (ScanSearch | null)[]> {
  const source = memorySource(bytes);
  const index = createIndex(source, await openFile(source, 'shard-0.aof'), 'shard-0.aof', null);
  const told = new Map<string, ScanSearch | null>();
  await scanFile(source, index, {
    onProgress: (at, searching = false) => {
      const search = searching ? longSearch(index, at) : null;
      told.set(JSON.stringify(search), search);
    },
  });
  return [...told.values()];
}

describe('what is told of a search', () => {
  test('of a file of zeros', async () => {
    expect(await toldOf(new Uint8Array(40 * MIB))).toEqual([null, { from: 0, onlyZeros: true }]);
  });

  test('of zeros behind records', async () => {
    const bytes = concat([LOG.bytes, new Uint8Array(40 * MIB)]);
    expect(await toldOf(bytes)).toEqual([null, { from: LOG.end, onlyZeros: true }]);
  });

  test('of anything else than zeros', async () => {
    const bytes = concat([LOG.bytes, new Uint8Array(24 * MIB), new Uint8Array(24 * MIB).fill(0xee)]);
    expect(await toldOf(bytes)).toEqual([
      null,
      { from: LOG.end, onlyZeros: true },
      { from: LOG.end, onlyZeros: false },
    ]);
  });

  test('nothing of a short one, and of records', async () => {
    expect(await toldOf(concat([LOG.bytes, new Uint8Array(8 * MIB).fill(0xee)]))).toEqual([null]);
    expect(await toldOf(LOG.bytes)).toEqual([null]);
  });
});
