// How many cases each property tries unless the test itself says otherwise, and the seed that they follow from: the
// same on every machine, so that a red run can be seen again. PROPERTY_SEED=random looks for new ones. A failing
// property prints its seed and path; give them to fc.assert to see the same case again.
import fc from 'fast-check';

const DEFAULT_RUNS = 200;

const DEFAULT_SEED = 20_261_121;
const seed = process.env.PROPERTY_SEED ?? String(DEFAULT_SEED);

fc.configureGlobal({
  numRuns: Number(process.env.PROPERTY_RUNS ?? DEFAULT_RUNS),
  ...(seed === 'random' ? {} : { seed: Number(seed) }),
});
