import { describe, expect, test } from 'vitest';
import { fileOffset } from '../base/index.ts';
import type { RepairPlan, RepairStep } from './plan.ts';
import { formatPlan, parsePlan, planMismatch } from './planFile.ts';

const SHA = 'ab'.repeat(32);
const base = { length: 4, on: true, optional: true, title: 'A step', reason: 'Because.', records: -1 };
const steps: readonly RepairStep[] = [
  { ...base, id: 'rewrite-count', kind: 'rewrite-count', offset: fileOffset(7), from: 3, optional: false },
  {
    ...base,
    id: 'replace-20',
    kind: 'replace',
    offset: fileOffset(20),
    length: 1,
    replacement: 'Yw==',
    before: 'Yg==',
  },
  { ...base, id: 'drop-30', kind: 'drop', offset: fileOffset(30), on: false },
  { ...base, id: 'transcode-40', kind: 'transcode', offset: fileOffset(40), to: 'plaintext' },
  { ...base, id: 'truncate-60', kind: 'truncate', offset: fileOffset(60), length: 40 },
  { ...base, id: 'footer', kind: 'recompute-footer', offset: fileOffset(100), length: 0, from: null },
];
const plan: RepairPlan = {
  version: 1,
  preset: 'salvage',
  format: 'ember-aof',
  source: { name: 'shard-3.aof', size: 100, sha256: null },
  steps,
};

/** The plan's file with one thing in it changed. */
function changed(
  change: (value: { [key: string]: unknown; steps: Record<string, unknown>[] }) => void,
): string {
  const value = JSON.parse(formatPlan(plan, SHA));
  change(value);
  return JSON.stringify(value);
}

const why = (text: string): string => {
  const read = parsePlan(text);
  return read.outcome === 'refused' ? read.why : 'not refused';
};

test('a plan that is saved and read is the same, with the SHA-256 of its input', () => {
  expect(parsePlan(formatPlan(plan, SHA))).toEqual({
    outcome: 'plan',
    plan: { ...plan, source: { ...plan.source, sha256: SHA } },
  });
});

describe('a file that is no plan is refused, and says why', () => {
  test.each([
    ['', 'not JSON'],
    ['[1, 2]', 'no repair plan'],
    ['{"name":"x"}', 'no repair plan'],
    [changed((value) => (value.version = 2)), 'version 2'],
    [changed((value) => (value.preset = 'magic')), 'preset “magic”'],
    [changed((value) => (value.source = null)), '“source” is missing'],
    [changed((value) => (value.source = { name: 'x', size: 1, sha256: 'short' })), 'no SHA-256'],
    [changed((value) => (value.source = { name: 'x', size: -1, sha256: SHA })), 'negative'],
    [changed((value) => Object.assign(value, { steps: 'all' })), '“steps”'],
    [changed(({ steps: [first] }) => Object.assign(first ?? {}, { kind: 'explode' })), 'explode'],
    [changed(({ steps: [first] }) => Object.assign(first ?? {}, { on: false })), 'can’t do without it'],
    [changed(({ steps: [first] }) => Object.assign(first ?? {}, { offset: 1.5 })), 'no whole number'],
    [changed(({ steps: [, second] }) => Object.assign(second ?? {}, { replacement: '***' })), 'no Base64'],
    [
      changed(({ steps: [, second] }) => Object.assign(second ?? {}, { id: 'rewrite-count' })),
      'the name “rewrite-count”',
    ],
    [changed(({ steps: [, second] }) => Object.assign(second ?? {}, { offset: 9 })), 'Step 2 begins before'],
    [
      changed(({ steps: [, , third] }) => Object.assign(third ?? {}, { length: 400 })),
      'past the end of the file',
    ],
    [changed(({ steps: [, , , fourth] }) => Object.assign(fourth ?? {}, { to: 'rot13' })), 'no encoding'],
  ])('%.60s: %s', (text, reason) => {
    expect(why(text)).toContain(reason);
  });
});

describe('a plan for another file is refused, and says what differs', () => {
  const subject = { format: 'ember-aof', size: 100, sha256: SHA };
  const known = { ...plan, source: { ...plan.source, sha256: SHA } };
  test.each([
    ['nothing', known, subject, null],
    ['the format', known, { ...subject, format: 'ember-snapshot' }, 'another format'],
    ['the size', known, { ...subject, size: 4096 }, '100 bytes, and this one has 4,096'],
    ['the content', known, { ...subject, sha256: 'cd'.repeat(32) }, `its SHA-256 is ${SHA}`],
    ['a plan that doesn’t say', plan, subject, 'SHA-256 of its input is missing'],
  ])('%s', (_, of, file, expected) => {
    const told = planMismatch(of, file);
    if (expected === null) expect(told).toBeNull();
    else expect(told).toContain(expected);
  });
});
