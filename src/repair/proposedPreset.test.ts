import { describe, expect, it } from 'vitest';
import type { RepairPreset, RepairPreview } from './plan.ts';
import { proposedPreset } from './proposedPreset.ts';

const preview = (
  preset: RepairPreset,
  recordsKept: number,
  over: Partial<RepairPreview> = {},
): RepairPreview => ({
  plan: {
    version: 1,
    preset,
    format: 'ember-aof',
    source: { name: 'shard-3.aof', size: 100, sha256: null },
    steps: [],
  },
  outputSize: 0,
  recordsKept,
  recordsDropped: 0,
  bytesDropped: 0,
  unchanged: false,
  impossible: null,
  ...over,
});

describe('proposedPreset', () => {
  it('keeps most, and of equals changes least', () => {
    expect(proposedPreset([preview('truncate', 10), preview('drop-damaged', 20)])).toBe('drop-damaged');
    expect(proposedPreset([preview('drop-damaged', 20), preview('truncate', 20)])).toBe('truncate');
    const all = [
      preview('truncate', 33),
      preview('drop-damaged', 75),
      preview('salvage', 75),
      preview('fix-bits', 76),
    ];
    expect(proposedPreset(all)).toBe('fix-bits');
    expect(proposedPreset(all.slice(0, 3))).toBe('drop-damaged');
  });

  it('passes over what can not be done', () => {
    expect(proposedPreset([preview('truncate', 10), preview('salvage', 90, { impossible: 'no' })])).toBe(
      'truncate',
    );
    expect(proposedPreset([preview('truncate', 10, { impossible: 'no header' })])).toBeNull();
  });

  it('proposes a rewrite only where nothing else changes anything', () => {
    const whole = { unchanged: true };
    expect(proposedPreset([preview('truncate', 90), preview('rewrite', 95)])).toBe('truncate');
    expect(proposedPreset([preview('truncate', 90, whole), preview('rewrite', 85)])).toBe('rewrite');
  });
});
