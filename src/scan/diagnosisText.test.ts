import { expect, test } from 'vitest';
import { emberLog, emberSnapshot } from '../../test/support/openFile.ts';
import { fileOffset } from '../base/index.ts';
import type { Fault, FaultEvidence } from '../codec/index.ts';
import { describeDiagnosis } from './diagnosisText.ts';

const MIB = 1 << 20;

/** What is said to have caused a fault of `length` bytes in a file of `size`. */
function causeOf(evidence: FaultEvidence, length: number, size: number): string | null {
  const isLog = evidence.kind === 'bad-checksum';
  const at = fileOffset(5);
  const fault: Fault = {
    severity: 'damage',
    offset: at,
    length,
    evidence,
    diagnosis: {
      cause: { kind: 'altered', span: { from: at, to: at + length } },
      certainty: 'likely',
      odds: null,
      loss: { records: 1, bound: 'exact', keys: [] },
    },
  };
  const kind = isLog ? ('aof' as const) : ('snapshot' as const);
  const format = isLog ? emberLog : emberSnapshot;
  return describeDiagnosis(fault, { kind, format, encrypted: false, size }).cause;
}

test('that more than one byte is wrong is only said where the checksum rules a single one out', () => {
  const evidence: FaultEvidence = {
    kind: 'bad-checksum',
    recordType: 'SET',
    stored: 1,
    computed: 2,
    framingHolds: true,
  };
  expect(causeOf(evidence, 4096, MIB)).toMatch(/^More than one byte of this record was changed\./);
  const large = causeOf(evidence, 512 * MIB, 600 * MIB);
  expect(large).toContain('in one of this size the checksum can’t tell which, or how many.');
  expect(large).not.toContain('More than one');

  const footer: FaultEvidence = { kind: 'bad-footer', stored: 1, computed: 2 };
  expect(causeOf(footer, 4, 4096)).toContain('no single one explains it');
  expect(causeOf(footer, 4, 600 * MIB)).toContain('the footer can’t tell whether it was one or several');
});
