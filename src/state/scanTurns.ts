/*
 * Scans take turns: a scan keeps the disk and a processor busy by itself and holds a good 50 MB of reads in flight, so
 * a folder of shards dropped at once is read a few at a time. The one being looked at never waits.
 */

/** How many scans run at once, besides the one that is looked at. */
const MAX_SCANS = Math.max(1, Math.min(4, (globalThis.navigator?.hardwareConcurrency ?? 2) - 1));

/** A right to scan. It must be ended, once or more often, whatever becomes of the scan. */
export interface ScanTurn {
  readonly end: () => void;
}

interface Waiting<Id> {
  readonly id: Id;
  readonly start: () => void;
}

/** @param isUrgent says who need not wait */
export function createScanTurns<Id>(isUrgent: (id: Id) => boolean, places: number = MAX_SCANS) {
  const waiting: Waiting<Id>[] = [];
  let free = places;

  const startNext = (): void => {
    while (waiting.length > 0) {
      const urgent = waiting.findIndex(({ id }) => isUrgent(id));
      if (urgent === -1 && free <= 0) return;
      const [next] = waiting.splice(Math.max(0, urgent), 1);
      // Below zero while an urgent one runs beside the others.
      free -= 1;
      next?.start();
    }
  };

  return {
    /** To be called when another one may have become urgent. */
    review: startNext,

    /**
     * Waits for a turn.
     * @returns the turn, which may be ended before it has come, and a promise of its coming
     */
    take(id: Id): { readonly turn: ScanTurn; readonly begun: Promise<void> } {
      let state: 'waiting' | 'running' | 'ended' = 'waiting';
      let begin = (): void => {};
      const begun = new Promise<void>((resolve) => {
        begin = resolve;
      });
      const entry: Waiting<Id> = {
        id,
        start: () => {
          state = 'running';
          begin();
        },
      };
      waiting.push(entry);
      startNext();
      const end = (): void => {
        if (state === 'waiting') waiting.splice(waiting.indexOf(entry), 1);
        if (state === 'running') free += 1;
        state = 'ended';
        startNext();
      };
      return { turn: { end }, begun };
    },
  };
}
