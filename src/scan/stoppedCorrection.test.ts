/* A correction can take seconds: wherever a scan is stopped meanwhile, it ends there and claims nothing. */

import { describe, expect, test } from 'vitest';
import { buildLog, buildSnapshot } from '../../test/support/buildFiles.ts';
import { openFile } from '../../test/support/openFile.ts';
import { scanBytes } from '../../test/support/scanning.ts';
import { rowIndex } from '../base/index.ts';
import { encodeUtf8, memorySource } from '../codec/index.ts';
import { createIndex, type FileIndex, type ScanEnd, scanFile } from './index.ts';

const MIB = 1 << 20;
const VALUE = new Uint8Array(4 * MIB).fill(0x61);
const text = encodeUtf8;
const SMALL = text('small');

const LOG = buildLog(
  [SMALL, VALUE, SMALL].map((value, i) => ({ type: 'SET', key: text(`user:${i}`), value, expire_ms: -1n })),
);
const SNAPSHOT = buildSnapshot(
  [SMALL, VALUE, SMALL].map((value, i) => ({
    type: 'string',
    key: text(`user:${i}`),
    value,
    expire_ms: -1n,
  })),
);

/** With one bit wrong in the middle of the large value. */
function flipped({ bytes, starts }: typeof LOG): Uint8Array {
  const changed = bytes.slice();
  const at = (starts[1] as number) + 2 * MIB;
  changed[at] = (changed[at] as number) ^ 8;
  return changed;
}

/** Scans, and stops when progress is told for the `stopAt`th time. */
async function stoppedAt(bytes: Uint8Array, name: string, stopAt: number) {
  const source = memorySource(bytes);
  const index = createIndex(source, await openFile(source, name), name, null);
  const signal = { aborted: false };
  let told = 0;
  let since = 0;
  const end = await scanFile(source, index, {
    signal,
    onProgress: () => {
      told++;
      if (signal.aborted) since++;
      if (told === stopAt) signal.aborted = true;
    },
  });
  return { index, end, told, since };
}

const fixes = (index: FileIndex): number => index.faults.filter(({ fix }) => fix !== undefined).length;

function expectTiled(index: FileIndex): void {
  for (let row = 0; row < index.rows.length; row++) expect(index.rows.size(rowIndex(row))).toBeGreaterThan(0);
}

describe.each([
  ['a record', 'shard-0.aof', LOG],
  ['a snapshot', 'shard-0.snap', SNAPSHOT],
] as const)('the correction of %s', (_, name, built) => {
  test('stops between its steps', async () => {
    const bytes = flipped(built);
    const whole = await stoppedAt(bytes, name, 0);
    expect([whole.end, fixes(whole.index)]).toEqual(['done', 1]);
    const intact = await scanBytes(built.bytes, { name });
    expect(intact.index.faults).toEqual([]);
    const ends: ScanEnd[] = [];
    let unfinished = 0;
    for (let stopAt = 1; stopAt <= whole.told; stopAt++) {
      const { index, end, since } = await stoppedAt(bytes, name, stopAt);
      ends.push(end);
      expect(since).toBeLessThanOrEqual(1);
      expectTiled(index);
      // What follows from no more than a part of the search is not said.
      if (end === 'cancelled' && fixes(index) === 0) unfinished++;
      expect(index.snapshot.correctedHolds).toBe(name.endsWith('.snap') && fixes(index) > 0);
    }
    // Four steps of a mebibyte, at least, lie within the search.
    expect(unfinished).toBeGreaterThanOrEqual(4);
    expect(ends).toContain('cancelled');
  });
});
