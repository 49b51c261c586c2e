import { describe, expect, test } from 'vitest';
import { fileOffset } from '../../base/index.ts';
import { DEFAULT_READER } from '../../codec/index.ts';
import type { Verdict } from '../../scan/index.ts';
import type { FileSummary, ScanReport } from '../../workers/index.ts';
import { plainSentence, verdictSentence } from './verdictSentence.ts';

const LOG: FileSummary = {
  name: 'shard-3.aof',
  size: 1000,
  format: 'ember-aof',
  formatLabel: 'Ember log, version 2',
  version: 2,
  shardId: null,
  claimedEntries: null,
  capabilities: {
    checksums: 'record',
    encrypted: false,
    clock: false,
    databases: false,
    allOrNothing: false,
    shards: true,
    rowNoun: 'record',
    history: true,
    readerChoice: true,
    repair: true,
    compact: true,
  },
  refusal: null,
};
const SNAPSHOT: FileSummary = { ...LOG, capabilities: { ...LOG.capabilities, rowNoun: 'entry' } };

const verdict = (changed: Partial<Verdict>): Verdict => ({
  reader: DEFAULT_READER,
  readerLabel: 'ember 0.4.9',
  records: changed.applied ?? 379,
  applied: 379,
  stoppedAt: fileOffset(1000),
  error: null,
  phase: null,
  silentlyDropped: 0,
  unreadTrailing: 0,
  abort: null,
  ...changed,
});

const report = (recordsHeld: number, faults: Partial<ScanReport['faultCounts']> = {}): ScanReport => ({
  generation: 1,
  phase: 'done',
  rows: recordsHeld + 1,
  recordsBeforeFault: recordsHeld,
  recordsHeld,
  recordsLocked: 0,
  recordsDamaged: 0,
  rowsFixable: 0,
  recordsDoubtful: 0,
  firstDamage: null,
  indexBytes: 0,
  bytesScanned: 1000,
  elapsedMs: 5,
  faultCounts: { info: 0, warning: 0, damage: 0, ...faults },
  types: [],
  problem: null,
});

describe('the verdict in words', () => {
  test('all is well', () => {
    const sentence = verdictSentence(verdict({}), report(379), LOG);
    expect(sentence.tone).toBe('good');
    expect(plainSentence(sentence)).toBe('Ember 0.4.9 loads all 379 records. No damage was found.');
  });

  test('an empty log is no damage', () => {
    const sentence = verdictSentence(verdict({ applied: 0 }), report(0), LOG);
    expect(sentence.tone).toBe('good');
    expect(sentence.headline).toBe('Ember 0.4.9 loads this log; it holds no records.');
  });

  test('it stops at damage, with intact records beyond', () => {
    const sentence = verdictSentence(
      verdict({
        applied: 1_204_118,
        stoppedAt: fileOffset(0x10a3f2c1),
        error: 'crc32 mismatch (expected 0x8c1f03aa, got 0x52d0917e)',
        phase: 'record',
      }),
      { ...report(4_317_986, { damage: 3 }), recordsBeforeFault: 1_204_118 },
      LOG,
    );
    expect(sentence.tone).toBe('bad');
    expect(plainSentence(sentence)).toBe(
      'Ember 0.4.9 would recover 1,204,118 of 4,317,986 records from this log. ' +
        'It stops at 0x10A3F2C1 with “crc32 mismatch (expected 0x8c1f03aa, got 0x52d0917e)”. ' +
        '3,113,868 intact records lie beyond the damage.',
    );
    expect(sentence.parts).toContainEqual({ kind: 'offset', offset: 0x10a3f2c1 });
  });

  test('damaged records count, so that nobody miscounts', () => {
    const stop = {
      applied: 33,
      stoppedAt: fileOffset(2400),
      error: 'crc32 mismatch',
      phase: 'record',
    } as const;
    const found = { ...report(75, { damage: 1 }), recordsBeforeFault: 33, recordsDamaged: 1 };
    expect(plainSentence(verdictSentence(verdict(stop), { ...found, rowsFixable: 1 }, LOG))).toBe(
      'Ember 0.4.9 would recover 33 of 76 records from this log. ' +
        'It stops at 0x00000960 with “crc32 mismatch”. 42 intact records lie beyond the damage. ' +
        'One record is damaged and can be put right.',
    );
    const worse = { ...found, recordsDamaged: 3, rowsFixable: 2, recordsDoubtful: 2 };
    expect(plainSentence(verdictSentence(verdict(stop), worse, LOG))).toContain(
      'would recover 33 of 78 records from this log',
    );
    expect(plainSentence(verdictSentence(verdict(stop), worse, LOG))).toContain(
      '3 records are damaged; 2 of them can be put right. 2 more, found inside a damaged one, are in doubt.',
    );
  });

  test('encrypted records without a key are not called intact', () => {
    const stop = {
      applied: 12,
      stoppedAt: fileOffset(703),
      error: 'unknown record tag: 178',
      phase: 'record',
    } as const;
    const found = { ...report(24, { damage: 1 }), recordsBeforeFault: 12, recordsLocked: 12 };
    expect(plainSentence(verdictSentence(verdict(stop), found, LOG))).toContain(
      '12 encrypted records lie beyond the damage; give the key to see whether they hold.',
    );
  });

  test('it stops at a record that it does not know, in an undamaged file', () => {
    const sentence = verdictSentence(
      verdict({ applied: 10, stoppedAt: fileOffset(500), error: 'unknown record tag: 28', phase: 'record' }),
      report(11),
      LOG,
    );
    expect(plainSentence(sentence)).toBe(
      'Ember 0.4.9 would recover 10 of 11 records from this log. ' +
        'It stops at 0x000001F4 with “unknown record tag: 28”. 1 intact record lies beyond that point. ' +
        'The file itself is undamaged; this reader can’t read all of it.',
    );
  });

  test('it stops before it comes to the damage', () => {
    const sentence = verdictSentence(
      verdict({ applied: 10, stoppedAt: fileOffset(500), error: 'unknown record tag: 14', phase: 'record' }),
      { ...report(90, { damage: 1 }), recordsBeforeFault: 40 },
      LOG,
    );
    expect(plainSentence(sentence)).toContain('80 intact records lie beyond that point.');
  });

  test('it reports a clean end and drops intact records in silence', () => {
    const sentence = verdictSentence(
      verdict({ applied: 100, stoppedAt: fileOffset(600), silentlyDropped: 400 }),
      report(379, { damage: 1 }),
      LOG,
    );
    expect(sentence.tone).toBe('bad');
    expect(plainSentence(sentence)).toBe(
      'Ember 0.4.9 would recover 100 of 379 records from this log. ' +
        'It reports a clean end at 0x00000258, but silently drops the last 400 bytes. ' +
        '279 intact records lie in them.',
    );
  });

  test('a torn tail is the trace of a crash, not a loss of records', () => {
    const sentence = verdictSentence(
      verdict({ applied: 378, stoppedAt: fileOffset(963), silentlyDropped: 37 }),
      report(378, { warning: 1 }),
      LOG,
    );
    expect(sentence.tone).toBe('warn');
    expect(plainSentence(sentence)).toBe(
      'Ember 0.4.9 loads all 378 records and drops the last 37 bytes. ' +
        'It reports a clean end at 0x000003C3: the file ends inside a record, as after a crash, ' +
        'and nothing intact lies in what is dropped.',
    );
  });

  test('it refuses the file', () => {
    const sentence = verdictSentence(
      verdict({ applied: 0, stoppedAt: fileOffset(0), error: 'invalid magic bytes', phase: 'open' }),
      report(379, { damage: 1 }),
      LOG,
    );
    expect(plainSentence(sentence)).toBe(
      'Ember 0.4.9 would read nothing from this log. It refuses the file with “invalid magic bytes”. ' +
        '379 intact records lie in it.',
    );
  });

  test('it discards a whole snapshot', () => {
    const sentence = verdictSentence(
      verdict({ applied: 0, stoppedAt: fileOffset(996), error: 'crc32 mismatch', phase: 'footer' }),
      report(1, { damage: 1 }),
      SNAPSHOT,
    );
    expect(plainSentence(sentence)).toBe(
      'Ember 0.4.9 would discard this whole snapshot. ' +
        'It fails at the footer, 0x000003E4, with “crc32 mismatch”; ' +
        'the shard then starts empty and replays its log alone. 1 entry can still be read from it.',
    );
  });

  test('an entry that can be put right is told apart from those that can be read', () => {
    const fails = verdict({
      applied: 0,
      stoppedAt: fileOffset(996),
      error: 'crc32 mismatch',
      phase: 'footer',
    });
    const sentence = verdictSentence(fails, { ...report(35, { damage: 1 }), rowsFixable: 1 }, SNAPSHOT);
    expect(plainSentence(sentence)).toContain(
      '35 entries can still be read from it, and one more can be put right.',
    );
  });

  test('bytes after a footer are never looked at', () => {
    const sentence = verdictSentence(verdict({ unreadTrailing: 12 }), report(379, { warning: 1 }), SNAPSHOT);
    expect(sentence.tone).toBe('warn');
    expect(plainSentence(sentence)).toBe(
      'Ember 0.4.9 loads all 379 entries. It never looks at the last 12 bytes, after the footer.',
    );
  });

  test('it would abort at start-up', () => {
    const abort = { at: fileOffset(64), type: 'LTRIM', certain: true, reason: 'the stop resolves below -1' };
    const certain = verdictSentence(verdict({ abort }), report(379), LOG);
    expect(certain.tone).toBe('bad');
    expect(certain.headline).toBe('Ember 0.4.9 would abort at start-up when it loads this log.');
    expect(plainSentence(certain)).toContain(
      'The LTRIM at 0x00000040 brings it down: the stop resolves below -1.',
    );
    const possible = verdictSentence(verdict({ abort: { ...abort, certain: false } }), report(379), LOG);
    expect(possible.headline).toBe('Ember 0.4.9 may abort at start-up when it loads this log.');
  });

  test('an encrypted file without its key asks for it', () => {
    const error = 'file is encrypted but no encryption key was provided';
    const sentence = verdictSentence(verdict({ applied: 0, error, phase: 'open' }), report(0), LOG);
    expect(sentence).toMatchObject({ tone: 'info', needsKey: true, headline: 'This log is encrypted.' });
  });

  test('one record, or none, reads as English', () => {
    expect(verdictSentence(verdict({ applied: 1 }), report(1), LOG).headline).toBe(
      'Ember 0.4.9 loads the only record.',
    );
    const torn = verdictSentence(verdict({ applied: 0, silentlyDropped: 1 }), report(0, { warning: 1 }), LOG);
    expect(torn.headline).toBe('Ember 0.4.9 loads no record and drops the last 1 byte.');
  });
});
