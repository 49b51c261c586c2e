import { describe, expect, it } from 'vitest';
import { fileOffset } from '../../base/index.ts';
import { DEFAULT_READER } from '../../codec/index.ts';
import type { RepairPlan, RepairStep } from '../../repair/index.ts';
import type { Verdict } from '../../scan/index.ts';
import type { SaveOutcome } from '../../workers/index.ts';
import {
  commandLine,
  groupSteps,
  isEdited,
  nowSentence,
  outcomeText,
  recordsEffect,
  repairedName,
  stopsAtOneRecord,
  switchSteps,
} from './planText.ts';

const step = (id: string, over: Partial<RepairStep> = {}): RepairStep =>
  ({
    id,
    kind: 'drop',
    offset: fileOffset(10),
    length: 5,
    on: true,
    optional: true,
    title: 'Drop a record whose checksum fails',
    reason: '',
    records: -1,
    ...over,
  }) as RepairStep;

const plan = (...steps: RepairStep[]): RepairPlan => ({
  version: 1,
  preset: 'drop-damaged',
  format: 'ember-aof',
  source: { name: 'shard-3.aof', size: 100, sha256: null },
  steps,
});

const verdict = (over: Partial<Verdict> = {}): Verdict => ({
  reader: DEFAULT_READER,
  readerLabel: 'ember 0.4.9',
  records: 378,
  applied: 378,
  stoppedAt: fileOffset(100),
  error: null,
  phase: null,
  silentlyDropped: 0,
  unreadTrailing: 0,
  abort: null,
  ...over,
});

const outcome = (over: Partial<SaveOutcome> = {}): SaveOutcome => ({
  size: 100,
  verdict: verdict(),
  recordsKept: 378,
  recordsPromised: 378,
  verified: true,
  problem: null,
  facts: null,
  ...over,
});

describe('recordsEffect', () => {
  it('has a sign, a number and the right noun', () => {
    expect(recordsEffect(1, 'record')).toBe('+1 record');
    expect(recordsEffect(-1204, 'record')).toBe('−1,204 records');
    expect(recordsEffect(-3, 'entry')).toBe('−3 entries');
    expect(recordsEffect(0, 'entry')).toBe('±0');
  });
});

describe('nowSentence', () => {
  it('tells the ways a reader ends', () => {
    expect(nowSentence(verdict(), 'record')).toBe('to a clean end');
    expect(nowSentence(verdict({ error: 'crc32 mismatch', phase: 'record' }), 'record')).toBe(
      'then it stops with an error',
    );
    expect(nowSentence(verdict({ error: 'x', phase: 'open', records: 0, applied: 0 }), 'record')).toBe(
      'it refuses the file',
    );
    expect(nowSentence(verdict({ error: 'x', phase: 'footer', applied: 0 }), 'entry')).toBe(
      'any error discards the whole file',
    );
    expect(nowSentence(verdict({ silentlyDropped: 37 }), 'record')).toBe(
      'then it drops 37 bytes without a word',
    );
  });
});

describe('stopsAtOneRecord', () => {
  it('holds for a reader that stops, but not at the end of a log nor anywhere in a snapshot', () => {
    expect(stopsAtOneRecord(verdict({ error: 'unknown record tag: 28', phase: 'record' }))).toBe(true);
    expect(stopsAtOneRecord(verdict())).toBe(false);
    expect(stopsAtOneRecord(verdict({ error: 'x', phase: 'entry' }))).toBe(false);
  });
});

describe('repairedName', () => {
  it('keeps the ending', () => {
    expect(repairedName('shard-3.aof')).toBe('shard-3.repaired.aof');
    expect(repairedName('dump')).toBe('dump.repaired');
    expect(repairedName('.aof')).toBe('.aof.repaired');
    expect(repairedName('shard-0.snap.tmp')).toBe('shard-0.repaired.snap');
  });
});

describe('commandLine', () => {
  it('names preset and output', () => {
    expect(commandLine('shard-3.aof', plan(), false, false)).toBe(
      'shardscope repair shard-3.aof -o shard-3.repaired.aof --preset drop-damaged',
    );
  });

  it('quotes what a shell would take apart, and hides a leading dash', () => {
    expect(commandLine("it's here.aof", plan(), false, false)).toBe(
      "shardscope repair 'it'\\''s here.aof' -o 'it'\\''s here.repaired.aof' --preset drop-damaged",
    );
    expect(commandLine('-x.aof', plan(), false, false)).toContain('repair ./-x.aof -o ./-x.repaired.aof');
  });

  it('needs the plan file once steps were switched, and the key where there is one', () => {
    expect(commandLine('a.aof', plan(), true, true)).toBe(
      'shardscope repair a.aof -o a.repaired.aof --plan a.aof.plan.json --key-file KEY_FILE',
    );
  });
});

describe('switchSteps', () => {
  it('switches only optional steps, and is seen as an edit', () => {
    const before = plan(step('a'), step('b', { optional: false }), step('c'));
    const after = switchSteps(before, new Set(['a', 'b']), false);
    expect(after.steps.map(({ on }) => on)).toEqual([false, true, true]);
    expect(isEdited(after, before)).toBe(true);
    expect(isEdited(switchSteps(after, new Set(['a']), true), before)).toBe(false);
  });
});

describe('groupSteps', () => {
  it('adds up what is on', () => {
    const groups = groupSteps([
      step('a'),
      step('t', { title: 'Cut', records: 0, length: 7 }),
      step('b'),
      step('c', { on: false }),
    ]);
    expect(groups.map(({ title, on, records, bytes }) => ({ title, on, records, bytes }))).toEqual([
      { title: 'Drop a record whose checksum fails', on: 2, records: -2, bytes: 10 },
      { title: 'Cut', on: 1, records: 0, bytes: 7 },
    ]);
  });
});

describe('groups of steps', () => {
  it('put together what differs in numbers only', () => {
    const titles = ['Drop 594 bytes that are no record', 'Drop 1,138 bytes that are no record', 'Cut'];
    const groups = groupSteps(titles.map((title, i) => step(`${i}`, { title })));
    expect(groups.map(({ title, steps }) => [title, steps.length])).toEqual([
      ['Drop bytes that are no record', 2],
      ['Cut', 1],
    ]);
  });
});

describe('outcomeText', () => {
  it('says it is done only when the copy was read back and loads whole', () => {
    expect(outcomeText(outcome(), 'Saved', 'record')).toMatchObject({
      tone: 'good',
      title: 'Saved and checked: ember 0.4.9 loads all 378 records',
    });
  });

  it('warns when the reader does not take all of a good copy', () => {
    const text = outcomeText(
      outcome({ verdict: verdict({ applied: 12, error: 'unknown record tag: 28' }) }),
      'Saved',
      'record',
    );
    expect(text.tone).toBe('warn');
    expect(text.title).toBe('Saved as planned, but ember 0.4.9 loads 12 of 378 records');
    expect(text.detail).toContain('unknown record tag: 28');
  });

  it('says what differs', () => {
    const text = outcomeText(outcome({ verified: false, recordsKept: 370 }), 'Saved', 'record');
    expect(text.tone).toBe('bad');
    expect(text.detail).toContain('It holds 370 records; the plan promised 378.');
  });

  it('gives way to a problem', () => {
    const problem = {
      code: 'disk-full',
      what: 'The disk is full',
      where: null,
      meaning: 'Nothing was saved.',
      next: 'Free space.',
    };
    expect(outcomeText(outcome({ problem, verified: false }), 'Saved', 'record').title).toBe(
      'The disk is full',
    );
  });
});
