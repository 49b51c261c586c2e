import { describe, expect, test } from 'vitest';
import { emberFixtures, readFixture } from '../../test/support/emberFixtures.ts';
import { emberLog, emberSnapshot, openFile } from '../../test/support/openFile.ts';
import { fileOffset } from '../base/index.ts';
import {
  type Fault,
  type FaultEvidence,
  type FaultKind,
  memorySource,
  readKeyFile,
  type Severity,
} from '../codec/index.ts';
import { createIndex, describeFault, type FaultContext, scanFile } from './index.ts';

const AT = fileOffset(0x40);
const LENGTH_PAST_END: FaultEvidence = {
  kind: 'corrupt-length',
  recordType: 'SET',
  field: 'key',
  fieldAt: AT,
  value: 65_536,
  limit: 536_870_912,
  resumesAt: AT,
};
const LOG: FaultContext = { format: emberLog, kind: 'aof', encrypted: false, size: 4096 };

/** One of each kind, with the extremes of what it may hold. */
const SAMPLES: {
  readonly [K in Exclude<
    FaultKind,
    'bad-framing' | 'loose-framing' | 'missing-end' | 'unused-checksum'
  >]: readonly Extract<FaultEvidence, { readonly kind: K }>[];
} = {
  'torn-tail': [
    { kind: 'torn-tail', recordType: null, missing: null },
    { kind: 'torn-tail', recordType: 'SET', missing: 1 },
    { kind: 'torn-tail', recordType: 'SET', missing: 400_000_000 },
  ],
  'corrupt-length': [
    {
      kind: 'corrupt-length',
      recordType: 'SET',
      field: 'value',
      fieldAt: AT,
      value: 2 ** 32 - 1,
      limit: 536_870_912,
      resumesAt: AT,
    },
    {
      kind: 'corrupt-length',
      recordType: null,
      field: '',
      fieldAt: AT,
      value: 0,
      limit: null,
      resumesAt: null,
    },
    {
      kind: 'corrupt-length',
      recordType: 'vector',
      field: 'value.count',
      fieldAt: AT,
      value: 9,
      limit: 1_000_000_000,
      resumesAt: null,
    },
  ],
  'bad-checksum': [
    { kind: 'bad-checksum', recordType: 'SET', stored: 1, computed: 3, framingHolds: true },
    { kind: 'bad-checksum', recordType: 'SET', stored: 0, computed: 0xffff_ffff, framingHolds: false },
  ],
  'unknown-tag': [{ kind: 'unknown-tag', tag: 200, resumesAt: AT }],
  'bad-body': (['utf8', 'negative', 'out-of-range', 'too-long', 'cut-short', 'left-over'] as const).flatMap(
    (rule) => [
      { kind: 'bad-body' as const, recordType: 'SET', field: 'key', fieldAt: AT, rule, value: '-5' },
      { kind: 'bad-body' as const, recordType: 'SET', field: '', fieldAt: null, rule, value: null },
    ],
  ),
  garbage: [{ kind: 'garbage', resumesAt: null }],
  zeroed: [512, 4096, 1].flatMap((alignment) => [
    { kind: 'zeroed', alignment, resumesAt: null },
    { kind: 'zeroed', alignment, resumesAt: null, zeros: { count: 600, atLeast: alignment === 1 } },
  ]),
  'foreign-header': [{ kind: 'foreign-header', format: 'ember-aof', version: 2 }],
  'duplicate-span': [{ kind: 'duplicate-span', copyOf: AT }],
  'bad-header': [
    { kind: 'bad-header', found: '45 41 4f 47', version: null, reason: 'magic' },
    { kind: 'bad-header', found: '', version: null, reason: 'magic' },
    { kind: 'bad-header', found: '45 41 4f 46', version: 0, reason: 'version-0' },
    { kind: 'bad-header', found: '45 41 4f 46', version: 1, reason: 'other-version' },
  ],
  'short-header': [
    { kind: 'short-header', needed: 5, found: 0 },
    { kind: 'short-header', needed: 5, found: 3 },
  ],
  'bad-footer': [
    { kind: 'bad-footer', stored: null, computed: 0 },
    { kind: 'bad-footer', stored: 7, computed: 5 },
  ],
  'count-mismatch': [{ kind: 'count-mismatch', claimed: 2, found: 1 }],
  'trailing-bytes': [{ kind: 'trailing-bytes' }],
  'shard-id-mismatch': [{ kind: 'shard-id-mismatch', inHeader: 1, inName: 0 }],
  undecryptable: [{ kind: 'undecryptable', frameLength: 17, wrongKeyLikely: true }],
  'key-required': [{ kind: 'key-required' }],
  'mixed-encryption': [
    { kind: 'mixed-encryption', inside: 'encrypted', records: 12 },
    { kind: 'mixed-encryption', inside: 'plaintext', records: 1 },
  ],
  'unfinished-snapshot': [{ kind: 'unfinished-snapshot', claimed: 0, found: 3 }],
};

/** Every text is there, ends as a sentence where it is one, and shows nothing that is missing. */
function expectWhole(fault: Fault, context: FaultContext): void {
  const { title, evidence, cause, consequence, suggestion } = describeFault(fault, context);
  expect(title).toMatch(/^[A-Z][^.]+$/);
  for (const sentence of [evidence, consequence, suggestion, ...(cause === null ? [] : [cause])]) {
    expect(sentence).toMatch(/^[\p{L}\d“].*[.]$/u);
    expect(sentence).not.toMatch(/undefined|null|NaN|\[object|“”| {2}|\.\./);
  }
}

describe('every kind has whole texts in every kind of file', () => {
  test.each(Object.entries(SAMPLES))('%s', (_, samples) => {
    for (const evidence of samples) {
      for (const severity of ['info', 'warning', 'damage'] satisfies Severity[]) {
        for (const format of [emberLog, emberSnapshot]) {
          for (const encrypted of [false, true]) {
            for (const length of [0, 1, 4096 - AT]) {
              const context = { format, kind: format.kind, encrypted, size: 4096 };
              expectWhole({ severity, offset: AT, length, evidence }, context);
            }
          }
        }
      }
    }
  });
});

describe('every fault of every damaged file has whole texts', () => {
  const damaged = emberFixtures().filter((fixture) => fixture.set === 'damaged');
  test.each(damaged.map((fixture) => [fixture.path, fixture] as const))('%s', async (_, fixture) => {
    const path = fixture.expected().key_file;
    const read = path === null ? null : readKeyFile(readFixture(path));
    const source = memorySource(fixture.bytes());
    const opened = await openFile(source, fixture.name);
    for (const key of [read?.kind === 'key' ? read.key : null, null]) {
      const index = createIndex(source, opened, fixture.name, key);
      await scanFile(source, index);
      for (const fault of index.faults) expectWhole(fault, index);
    }
  });
});

describe('what is said follows from the evidence', () => {
  const describeSample = (evidence: FaultEvidence, length = 100) =>
    describeFault({ severity: 'damage', offset: AT, length, evidence }, LOG);

  test('a length that leads past the end is the silent loss', () => {
    const text = describeSample(LENGTH_PAST_END);
    expect(text.consequence).toContain('silently drops the remaining 4,032 bytes');
  });

  test('a length over the limit is an error of the reader', () => {
    const text = describeSample({
      kind: 'corrupt-length',
      recordType: 'SET',
      field: 'key',
      fieldAt: AT,
      value: 2 ** 31,
      limit: 536_870_912,
      resumesAt: AT,
    });
    expect(text.evidence).toContain('2,147,483,648, over the limit of 536,870,912');
    expect(text.consequence).not.toContain('silently');
  });

  test('a checksum that is off by one bit points at the checksum', () => {
    const stored = 0xd811_31c3;
    expect(
      describeSample({
        kind: 'bad-checksum',
        recordType: 'SET',
        stored,
        computed: stored ^ 8,
        framingHolds: true,
      }).cause,
    ).toContain('single bit');
    expect(
      describeSample({
        kind: 'bad-checksum',
        recordType: 'SET',
        stored,
        computed: stored ^ 24,
        framingHolds: true,
      }).cause,
    ).toBeNull();
  });

  test('a correction names the cause, and the record can be dropped on its own', () => {
    const evidence = LENGTH_PAST_END;
    const fix = {
      at: AT,
      before: Uint8Array.of(1),
      after: Uint8Array.of(0),
      scope: 'bit',
      bit: 0,
      odds: 1e-6,
    } as const;
    const text = describeFault({ severity: 'damage', offset: AT, length: 100, evidence, fix }, LOG);
    expect(text.cause).toBe(
      'A single flipped bit: with bit 0 of the byte at 0x00000040 turned back (01 to 00) the checksum holds; by accident that happens once in 1,000,000 times.',
    );
    expect(text.suggestion).toContain('takes out this one');
  });

  test('an unknown tag is a newer version’s only where its checksum holds', () => {
    const evidence: FaultEvidence = { kind: 'unknown-tag', tag: 36, resumesAt: AT };
    expect(describeFault({ severity: 'warning', offset: AT, length: 18, evidence }, LOG).cause).toContain(
      'newer',
    );
    expect(describeSample(evidence).cause).toBeNull();
  });
});
