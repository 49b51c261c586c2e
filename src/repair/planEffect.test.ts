import { describe, expect, test } from 'vitest';
import { readFixture } from '../../test/support/emberFixtures.ts';
import { openFile } from '../../test/support/openFile.ts';
import { decodeUtf8, memorySource } from '../codec/index.ts';
import { createIndex, type FileIndex, scanFile } from '../scan/index.ts';
import {
  type KeySample,
  makePlan,
  planEffect,
  type RepairPlan,
  type RepairPreset,
  stepKeys,
} from './index.ts';

async function indexOf(path: string): Promise<FileIndex> {
  const source = memorySource(readFixture(path));
  const name = path.replace(/^.*\//, '');
  const index = createIndex(source, await openFile(source, name), name, null);
  await scanFile(source, index);
  return index;
}

function planOf(index: FileIndex, preset: RepairPreset): RepairPlan {
  const made = makePlan(index, preset, 'file');
  if (made.outcome !== 'plan') throw new Error(made.why);
  return made.plan;
}

const names = (index: FileIndex, { first }: KeySample): readonly (string | null)[] =>
  first.map((key) => decodeUtf8(index.keys.bytesOf(key)));

describe('what a plan does to keys and bytes', () => {
  test('a record that is dropped costs its key something', async () => {
    const index = await indexOf('damaged/flip-value.aof');
    const effect = planEffect(index, planOf(index, 'drop-damaged'));
    expect(effect).toMatchObject({ spansDropped: 1, bytesChanged: 0, bytesAdded: 0 });
    expect(names(index, effect.keysDropped)).toEqual(['cache:page:v2:0000004']);
    expect(effect.keysMended.count).toBe(0);
  });

  test('a bit that is put right costs nothing', async () => {
    const index = await indexOf('damaged/flip-value.aof');
    const effect = planEffect(index, planOf(index, 'fix-bits'));
    expect(effect).toMatchObject({ spansDropped: 0, bytesChanged: 1 });
    expect(effect.keysDropped.count).toBe(0);
    expect(names(index, effect.keysMended)).toEqual(['cache:page:v2:0000004']);
  });

  test('a cut costs every key that has a record behind it, each counted once', async () => {
    const index = await indexOf('damaged/flip-value.aof');
    const effect = planEffect(index, planOf(index, 'truncate'));
    expect(effect.keysDropped.count).toBeGreaterThan(20);
    expect(effect.keysDropped.count).toBeLessThan(43);
    expect(effect.keysDropped.first).toHaveLength(20);
  });

  test('a gap has no key; a new count and footer change eight bytes', async () => {
    const index = await indexOf('damaged/snap-zero-sector.snap');
    const effect = planEffect(index, planOf(index, 'salvage'));
    expect(effect.spansDropped).toBeGreaterThan(0);
    expect(effect.bytesChanged).toBe(8);
  });

  test('a step that is off does nothing, but its keys can be told', async () => {
    const index = await indexOf('damaged/flip-value.aof');
    const plan = planOf(index, 'fix-bits');
    const [step] = plan.steps.map((each) => ({ ...each, on: false }));
    if (step === undefined) throw new Error('no step');
    expect(planEffect(index, { ...plan, steps: [step] })).toMatchObject({
      bytesChanged: 0,
      keysMended: { count: 0 },
    });
    expect(stepKeys(index, step).count).toBe(1);
  });
});
