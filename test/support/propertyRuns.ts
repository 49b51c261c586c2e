import fc from 'fast-check';

const DEFAULT_RUNS = 200;

/** `factor` times the cases that a property tries (PROPERTY_RUNS): more for a cheap one, fewer for a costly one. */
export const runs = (factor: number): { readonly numRuns: number } => ({
  numRuns: Math.max(1, Math.round(factor * (fc.readConfigureGlobal()?.numRuns ?? DEFAULT_RUNS))),
});
