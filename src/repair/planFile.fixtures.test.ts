import { expect, test } from 'vitest';
import { emberFixtures } from '../../test/support/emberFixtures.ts';
import { openFile } from '../../test/support/openFile.ts';
import { memorySource } from '../codec/index.ts';
import { createIndex, scanFile } from '../scan/index.ts';
import { formatPlan, makePlan, parsePlan, type RepairPreset } from './index.ts';

const PRESETS: readonly RepairPreset[] = ['truncate', 'drop-damaged', 'salvage', 'fix-bits'];
const SHA = '0'.repeat(64);

test.each(emberFixtures().map((fixture) => [fixture.path, fixture] as const))(
  'every plan for %s can be saved and read back',
  async (_, fixture) => {
    const source = memorySource(fixture.bytes());
    const opened = await openFile(source, fixture.name);
    if (opened.format === null) return;
    const index = createIndex(source, opened, fixture.name, null);
    await scanFile(source, index);
    for (const preset of PRESETS) {
      const made = makePlan(index, preset, fixture.name);
      if (made.outcome !== 'plan') continue;
      const { plan } = made;
      const read = parsePlan(formatPlan(plan, SHA));
      if (read.outcome === 'refused') expect.unreachable(`${preset}: ${read.why}`);
      // Compared as text: a plan in memory may hold a -0.
      expect(JSON.parse(formatPlan(read.plan, SHA)), preset).toEqual(JSON.parse(formatPlan(plan, SHA)));
    }
  },
);
