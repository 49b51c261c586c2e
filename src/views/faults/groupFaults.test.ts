import { describe, expect, it } from 'vitest';
import type { FaultView } from '../../workers/index.ts';
import { groupFaults } from './groupFaults.ts';

const fault = (index: number, kind: string, severity: string): FaultView =>
  ({ index, title: `About ${kind}`, fault: { severity, evidence: { kind } } }) as unknown as FaultView;

describe('grouping faults', () => {
  it('puts the worst first and keeps the file’s order within', () => {
    const groups = groupFaults([
      fault(0, 'trailing-bytes', 'info'),
      fault(1, 'bad-checksum', 'damage'),
      fault(2, 'torn-tail', 'warning'),
      fault(3, 'bad-checksum', 'damage'),
    ]);
    expect(groups.map(({ title, faults }) => [title, faults.map(({ index }) => index)])).toEqual([
      ['About bad-checksum', [1, 3]],
      ['About torn-tail', [2]],
      ['About trailing-bytes', [0]],
    ]);
  });

  it('keeps a kind apart by how bad it is', () => {
    expect(groupFaults([fault(0, 'zeroed', 'damage'), fault(1, 'zeroed', 'info')])).toHaveLength(2);
    expect(groupFaults([])).toEqual([]);
  });
});
