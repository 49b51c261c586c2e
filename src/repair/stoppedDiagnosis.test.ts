import { expect, test } from 'vitest';
import { buildLog, concat } from '../../test/support/buildFiles.ts';
import { scanBytes } from '../../test/support/scanning.ts';
import { seededRandom } from '../base/index.ts';
import { type AofRecord, encodeUtf8 } from '../codec/index.ts';
import { diagnose } from './index.ts';

const RECORDS: readonly AofRecord[] = Array.from({ length: 60 }, (_, i) => ({
  type: 'SET',
  key: encodeUtf8(`user:${i}`),
  value: seededRandom(i).fill(new Uint8Array(2000)),
  expire_ms: -1n,
}));

/** A log damaged in many ways: bits, bytes, zeros, a block from elsewhere, bytes missing and bytes put in. */
function damagedLog(): Uint8Array {
  const { bytes, starts } = buildLog(RECORDS);
  const changed = bytes.slice();
  const at = (i: number): number => (starts[i] as number) + 700;
  changed[at(3)] = (changed[at(3)] as number) ^ 1;
  changed.fill(0xee, at(9), at(9) + 2);
  changed.fill(0, at(15), at(15) + 1024);
  changed.copyWithin(at(21), at(40), at(40) + 512);
  changed.copyWithin(at(27), at(28), at(28) + 4096);
  return concat([
    changed.subarray(0, at(33)),
    changed.subarray(at(33) + 2, at(45)),
    Uint8Array.of(13),
    changed.subarray(at(45), at(55)),
  ]);
}

test('wherever a diagnosis is stopped, what was explained stays, and nothing half explained is said', async () => {
  const bytes = damagedLog();
  const whole = await scanBytes(bytes);
  let calls = 0;
  await diagnose(whole.source, whole.index, { onProgress: () => void calls++ });
  const explained = whole.index.faults.map(({ diagnosis }) => diagnosis);
  expect(explained.filter((each) => each !== undefined).length).toBeGreaterThanOrEqual(5);
  expect(calls).toBeGreaterThan(8);
  const counts: number[] = [];
  for (let stopAt = 1; stopAt <= calls; stopAt++) {
    const { source, index } = await scanBytes(bytes);
    const signal = { aborted: false };
    let told = 0;
    let since = 0;
    const onProgress = (): void => {
      told++;
      if (signal.aborted) since++;
      if (told === stopAt) signal.aborted = true;
    };
    await diagnose(source, index, { signal, onProgress });
    // One fault may be under way; its reads answer nothing any more.
    expect(since).toBeLessThanOrEqual(2);
    const found = index.faults.map(({ diagnosis }) => diagnosis);
    found.forEach((each, i) => {
      if (each !== undefined) expect(each).toEqual(explained[i]);
    });
    counts.push(found.filter((each) => each !== undefined).length);
  }
  // From none to all of them, one after the other.
  expect(counts).toEqual([...counts].sort((a, b) => a - b));
  expect(counts[0]).toBe(0);
});
