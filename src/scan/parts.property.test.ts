import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  anyKey,
  anyWindows,
  craftedFile,
  damaged,
  intactFile,
  intactLog,
  noiseFile,
} from '../../test/support/arbitraryFiles.ts';
import { runs } from '../../test/support/propertyRuns.ts';
import { factsOf, scanBytes } from '../../test/support/scanning.ts';

/** Longer than others: there must be something to divide. */
const longLog = fc.oneof(intactLog(2, 'any', 60), intactLog(3, 'any', 60));

const anyFile = fc.oneof(
  { weight: 3, arbitrary: longLog },
  { weight: 6, arbitrary: damaged(longLog) },
  { weight: 1, arbitrary: damaged(intactFile('any')) },
  { weight: 1, arbitrary: noiseFile },
  { weight: 1, arbitrary: craftedFile },
);

test('a scan with helpers finds what a scan without them does', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyFile,
      anyKey,
      anyWindows,
      fc.integer({ min: 1, max: 2000 }),
      fc.boolean(),
      async ({ bytes, name }, key, windows, partBytes, batches) => {
        const alone = await scanBytes(bytes, { name, key, batches: false });
        const together = await scanBytes(bytes, { name, key, windows, partBytes, batches });
        expect(factsOf(together.index)).toEqual(factsOf(alone.index));
      },
    ),
    runs(3),
  );
});
