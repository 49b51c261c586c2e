import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  anyKey,
  anyWindows,
  craftedFile,
  damaged,
  intactFile,
  noiseFile,
} from '../../test/support/arbitraryFiles.ts';
import { anyRecord } from '../../test/support/arbitraryRecords.ts';
import { runs } from '../../test/support/propertyRuns.ts';
import { factsOf, scanBytes } from '../../test/support/scanning.ts';
import { writeAofHeader, writeRecord } from '../codec/index.ts';

const anyFile = fc.oneof(
  { weight: 2, arbitrary: intactFile('any') },
  { weight: 4, arbitrary: damaged(intactFile('any')) },
  { weight: 1, arbitrary: noiseFile },
  { weight: 1, arbitrary: craftedFile },
);

describe('a scan by WebAssembly finds what a scan record by record does', () => {
  test('any file, any windows', async () => {
    await fc.assert(
      fc.asyncProperty(anyFile, anyKey, anyWindows, async ({ bytes, name }, key, windows) => {
        const plain = await scanBytes(bytes, { name, key, batches: false });
        const fast = await scanBytes(bytes, { name, key, windows });
        expect(factsOf(fast.index)).toEqual(factsOf(plain.index));
      }),
      runs(3),
    );
  });

  test('any records, with any one byte changed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyRecord(), { minLength: 1, maxLength: 20 }),
        fc.nat(),
        fc.nat(255),
        async (records, place, byte) => {
          const parts = [writeAofHeader(2), ...records.map((record) => writeRecord(record))];
          const bytes = new Uint8Array(Buffer.concat(parts));
          bytes[5 + (place % (bytes.length - 5))] = byte;
          const plain = await scanBytes(bytes, { batches: false });
          const fast = await scanBytes(bytes);
          expect(factsOf(fast.index)).toEqual(factsOf(plain.index));
        },
      ),
      runs(3),
    );
  });
});
