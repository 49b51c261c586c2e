/* Every kind of fault and of cause is found in some real file, so that none of them is only words. */

import { expect, test } from 'vitest';
import { emberFixtures, readFixture } from '../../test/support/emberFixtures.ts';
import { openFile } from '../../test/support/openFile.ts';
import { FAULT_KINDS, type FaultCause, type FaultKind, memorySource, readKeyFile } from '../codec/index.ts';
import { createIndex, scanFile } from '../scan/index.ts';
import { diagnose } from './index.ts';

/** Those that only formats without checksums have. */
const OF_OTHERS: readonly FaultKind[] = ['bad-framing', 'loose-framing', 'missing-end', 'unused-checksum'];

/** Causes that the set of files has an example of. */
const CAUSES: readonly FaultCause['kind'][] = [
  'flipped-bit',
  'wrong-byte',
  'wrong-length',
  'filled',
  'overwritten',
  'missing-bytes',
  'missing-entries',
  'inserted-bytes',
  'appended-bytes',
  'repeated',
  'stale-block',
  'swapped',
  'truncated',
  'torn-then-appended',
  'concatenated',
  'text-mode',
  'mixed-encryption',
  'unfinished-snapshot',
  'changed-header',
  'header-missing',
];

test('every kind of fault, and every kind of cause, is found in some file', async () => {
  const kinds = new Set<string>();
  const causes = new Set<string>();
  const look = async (bytes: Uint8Array, name: string, keyFile: string | null): Promise<void> => {
    const read = keyFile === null ? null : readKeyFile(readFixture(keyFile));
    const source = memorySource(bytes);
    const opened = await openFile(source, name);
    if (opened.format === null) return;
    const index = createIndex(source, opened, name, read?.kind === 'key' ? read.key : null);
    await scanFile(source, index);
    await diagnose(source, index);
    for (const { evidence, diagnosis } of index.faults) {
      kinds.add(evidence.kind);
      if (diagnosis !== undefined) causes.add(diagnosis.cause.kind);
    }
  };
  for (const fixture of emberFixtures().filter(({ set }) => set === 'damaged')) {
    await look(fixture.bytes(), fixture.name, fixture.expected().key_file);
  }
  await look(readFixture('intact/enc-base.aof'), 'shard-0.aof', null);
  await look(readFixture('intact/data-plain/shard-1.snap'), 'shard-2.snap', null);
  expect([...kinds].sort()).toEqual(FAULT_KINDS.filter((kind) => !OF_OTHERS.includes(kind)).sort());
  expect(CAUSES.filter((cause) => !causes.has(cause))).toEqual([]);
});
