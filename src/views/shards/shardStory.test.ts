import { describe, expect, test } from 'vitest';
import type { FolderFile } from '../../state/index.ts';
import { shardStory } from './shardStory.ts';

interface Facts {
  readonly held?: number;
  readonly applied?: number;
  readonly damaged?: number;
  readonly error?: string;
  readonly phase?: string;
  readonly dropped?: number;
  readonly locked?: number;
  readonly abort?: { readonly certain: boolean };
  readonly refusal?: { readonly code: string; readonly what: string };
}

function file(name: string, facts: Facts = {}): FolderFile {
  const {
    held = 10,
    damaged = 0,
    error = null,
    phase = null,
    dropped = 0,
    locked = 0,
    refusal = null,
  } = facts;
  const survey = {
    summary: { refusal, capabilities: { rowNoun: name.includes('.snap') ? 'entry' : 'record' } },
    report: {
      phase: 'done',
      recordsHeld: held,
      recordsDamaged: damaged,
      recordsLocked: locked,
      faultCounts: { info: 0, warning: 0, damage: damaged },
    },
    verdict: {
      applied: facts.applied ?? held,
      error,
      phase,
      silentlyDropped: dropped,
      abort: facts.abort === undefined ? null : { at: 7, type: 'LTRIM', reason: '', ...facts.abort },
    },
    problem: null,
  };
  return { name, file: new File([], name), handle: null, survey, reading: null } as unknown as FolderFile;
}

const story = (log: FolderFile | null, snapshot: FolderFile | null, leftovers: FolderFile[] = []) =>
  shardStory({ shardId: 0, log, snapshot, leftovers }, [], 'Ember 0.4.9');
const snapshot = file('shard-0.snap', { held: 5 });
const log = file('shard-0.aof');
const NO_KEY = 'file is encrypted but no encryption key was provided';

describe('what the server would do with a shard', () => {
  test.each([
    ['good', log, snapshot, 'loads all 5 entries, then replays all 10 records.'],
    ['good', null, snapshot, 'loads all 5 entries.'],
    ['good', file('shard-0.aof', { held: 0 }), snapshot, 'loads all 5 entries, then finds the log empty.'],
    [
      'damage',
      file('shard-0.aof', { applied: 3, damaged: 1, error: 'crc32 mismatch', phase: 'record' }),
      snapshot,
      'loads all 5 entries, then stops in the log after 3 of 11 records with “crc32 mismatch”.',
    ],
    [
      'damage',
      log,
      file('shard-0.snap', { held: 4, applied: 0, error: 'unexpected end of file', phase: 'entry' }),
      'discards the whole snapshot with “unexpected end of file”, from which 4 entries can still be read, then replays all 10 records.',
    ],
    [
      'damage',
      file('shard-0.aof', { applied: 4, damaged: 1, dropped: 1985 }),
      null,
      'silently drops the last 1,985 bytes of the log, with 6 intact records in them.',
    ],
    [
      'warning',
      file('shard-0.aof', { dropped: 3 }),
      null,
      'replays all 10 records and drops the torn end of the log (3 bytes).',
    ],
    [
      'warning',
      file('shard-0.aof', { refusal: { code: 'empty', what: '' } }),
      null,
      'reads nothing from the log (0 bytes).',
    ],
  ] as const)('%s', (health, ofLog, ofSnapshot, sentence) => {
    expect(story(ofLog, ofSnapshot)).toMatchObject({ health, sentence: `Ember 0.4.9 ${sentence}` });
  });

  test('a record that brings the server down, for certain or perhaps', () => {
    const certain = story(file('shard-0.aof', { abort: { certain: true } }), snapshot);
    expect(certain.health).toBe('damage');
    expect(certain.sentence).toContain('would abort at start-up: the LTRIM at 0x00000007 brings it down');
    const perhaps = story(file('shard-0.aof', { abort: { certain: false } }), snapshot);
    expect(perhaps.health).toBe('warning');
    expect(perhaps.sentence).toBe('Ember 0.4.9 loads all 5 entries, then replays all 10 records.');
    expect(perhaps.notes[0]?.text).toContain('may bring the server down');
  });

  test('one locked file is enough to say nothing about the shard', () => {
    const locked = file('shard-0.aof', { locked: 10, error: NO_KEY, phase: 'open' });
    expect(story(locked, snapshot)).toMatchObject({
      health: 'locked',
      sentence: 'Encrypted. Give the key to see what it holds.',
    });
  });

  test('what has not been read yet waits, but damage shows at once', () => {
    const waiting = { ...log, survey: null };
    expect(story(waiting, snapshot)).toMatchObject({ health: 'reading', sentence: 'Waits to be read' });
    const bad = file('shard-0.snap', { damaged: 1, error: 'x', phase: 'footer' });
    expect(story({ ...waiting, reading: 5 }, bad)).toMatchObject({
      health: 'damage',
      sentence: 'Being read',
    });
  });

  test('a leftover says what it holds, and harms nobody', () => {
    const { health, notes } = story(log, snapshot, [file('shard-0.snap.tmp', { held: 2, damaged: 1 })]);
    expect(health).toBe('good');
    expect(notes).toEqual([
      {
        tone: 'info',
        text: 'shard-0.snap.tmp: a snapshot that was never finished; 2 entries can be read from it. The server never looks at it.',
      },
    ]);
  });
});
