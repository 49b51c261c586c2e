import { describe, expect, it } from 'vitest';
import { fileOffset } from '../../base/index.ts';
import { DEFAULT_READER } from '../../codec/index.ts';
import type { RepairPlan } from '../../repair/index.ts';
import type { SaveFacts, SaveOutcome } from '../../workers/index.ts';
import { reportFacts, reportText } from './repairReport.ts';

const plan: RepairPlan = {
  version: 1,
  preset: 'fix-bits',
  format: 'ember-aof',
  source: { name: 'shard-3.aof', size: 5944, sha256: null },
  steps: [
    {
      id: 'replace-2496',
      kind: 'replace',
      offset: fileOffset(2496),
      length: 1,
      on: true,
      optional: true,
      title: 'Flip one bit back',
      reason: 'The stored checksum then matches.',
      records: 1,
      replacement: '5g==',
      before: 'xg==',
    },
    {
      id: 'drop-3000',
      kind: 'drop',
      offset: fileOffset(3000),
      length: 512,
      on: false,
      optional: true,
      title: 'Drop 512 bytes',
      reason: 'Zeros.',
      records: 0,
    },
  ],
};
const facts: SaveFacts = {
  inputSha256: 'aa'.repeat(32),
  outputSha256: 'bb'.repeat(32),
  inputSize: 5944,
  outputSize: 5944,
  recordsDropped: 3,
  bytesDropped: 1536,
  effect: {
    spansDropped: 2,
    bytesChanged: 1,
    bytesAdded: 0,
    keysDropped: { count: 0, names: [] },
    keysMended: { count: 1, names: ['cache:page:v2:0000004'] },
  },
};
const outcome: SaveOutcome = {
  size: 5944,
  verdict: {
    reader: DEFAULT_READER,
    readerLabel: 'ember 0.4.9',
    records: 73,
    applied: 73,
    stoppedAt: fileOffset(5944),
    error: null,
    phase: null,
    silentlyDropped: 0,
    unreadTrailing: 0,
    abort: null,
  },
  recordsKept: 73,
  recordsPromised: 73,
  verified: true,
  problem: null,
  facts,
};
const repaired = {
  input: 'shard-3.aof',
  output: 'shard-3.repaired.aof',
  plan,
  preset: 'Salvage and fix',
  outcome,
  facts,
  noun: 'record',
};

describe('the report of a repair', () => {
  it('names both files by their digests, and what was kept, dropped and changed', () => {
    const told = Object.fromEntries(reportFacts(repaired).map(({ label, value }) => [label, value]));
    expect(told).toEqual({
      Input: 'shard-3.aof, 5,944 bytes',
      'SHA-256 of the input': facts.inputSha256,
      Output: 'shard-3.repaired.aof, 5,944 bytes',
      'SHA-256 of the output': facts.outputSha256,
      Plan: 'Salvage and fix, 1 step, 1 switched off',
      Records: '73 kept, 3 dropped',
      Bytes: '1,536 dropped in 2 spans, 1 changed',
      'Put right': 'Key cache:page:v2:0000004',
      'ember 0.4.9': 'loads 73 records of the copy, to a clean end',
    });
  });

  it('says where the reader still stops', () => {
    const verdict = {
      ...outcome.verdict,
      applied: 12,
      error: 'unknown record tag: 28',
      stoppedAt: fileOffset(64),
    };
    const last = reportFacts({ ...repaired, outcome: { ...outcome, verdict } }).at(-1);
    expect(last?.value).toBe(
      'loads 12 records of the copy, then stops at 0x00000040 with “unknown record tag: 28”',
    );
  });

  it('lists the steps that were applied in its text, and no others', () => {
    const text = reportText(repaired);
    expect(text).toContain('  0x000009C0, 1 byte: Flip one bit back. The stored checksum then matches.\n');
    expect(text).not.toContain('Drop 512 bytes');
    expect(text.endsWith('\n')).toBe(true);
  });
});
