/**
 * Fails when `condition` does not hold. For errors of ours only: damaged input is data, never an exception.
 * @throws Error with `message`
 */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(`internal error: ${message}`);
}

/** Marks the branch that an exhaustive `switch` can't reach; a missing case is a type error. */
export function assertNever(value: never): never {
  throw new Error(`internal error: unexpected ${String(value)}`);
}
