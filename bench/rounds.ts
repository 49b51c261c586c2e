/** Something to be timed. It says itself how long it took, in ms, so that its preparation doesn't count. */
export type Subject = () => Promise<number>;

/**
 * Times each subject once a round, so that what changes on the machine meanwhile meets all of them. Every other round
 * goes backwards. A first round fills caches and lets the compiler settle; it is not counted.
 */
export async function timeRounds<Name extends string>(
  subjects: Readonly<Record<Name, Subject>>,
  rounds: number,
): Promise<Readonly<Record<Name, readonly number[]>>> {
  const names = Object.keys(subjects) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 0; round <= rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      globalThis.gc?.();
      const ms = await subjects[name]();
      if (round > 0) times[name].push(ms);
    }
  }
  return times;
}

/** How long `work` takes, in ms. */
export async function timed(work: () => Promise<unknown> | unknown): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
