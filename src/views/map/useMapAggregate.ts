import { type RefObject, useEffect, useRef, useState } from 'react';
import {
  announceFailure,
  type FileId,
  getFile,
  getGeneration,
  getScanPhase,
  type MapRange,
  service,
  useApp,
} from '../../state/index.ts';
import type { MapAggregate } from '../../workers/index.ts';

/** While a file is read, the strip is drawn anew about this often over the whole of it. */
const STEPS = 60;

/**
 * A part of the file in `buckets` (null: all of it), asked for again as the scan comes along: one request at a time, and what was asked
 * meanwhile is asked once. Null until there is one of this scan.
 */
export function useMapAggregate(id: FileId, buckets: number, range: MapRange | null): MapAggregate | null {
  const generation = useApp((state) => getGeneration(getFile(state, id)));
  const step = useApp((state) => {
    const file = getFile(state, id);
    if (file === null || file.progress === null || file.report !== null) return getScanPhase(file);
    const { bytesDone, bytesTotal } = file.progress;
    return Math.floor((bytesDone / Math.max(1, bytesTotal)) * STEPS);
  });
  const size = useApp((state) => getFile(state, id)?.size ?? 0);
  const { from, to } = range ?? { from: 0, to: size };
  const [map, setMap] = useState<MapAggregate | null>(null);
  const wanted = useRef<Wanted | null>(null);
  const busy = useRef(false);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each step of the scan asks again
  useEffect(() => {
    if (generation === null || buckets === 0 || size === 0) return;
    wanted.current = { id, from, to, buckets };
    if (busy.current) return;
    busy.current = true;
    void askWhileWanted(wanted, setMap).finally(() => {
      busy.current = false;
    });
  }, [id, generation, step, size, from, to, buckets]);
  useEffect(
    () => () => {
      wanted.current = null;
    },
    [],
  );

  return map?.generation === generation ? map : null;
}

interface Wanted {
  readonly id: FileId;
  readonly from: number;
  readonly to: number;
  readonly buckets: number;
}

async function askWhileWanted(
  wanted: RefObject<Wanted | null>,
  show: (map: MapAggregate) => void,
): Promise<void> {
  while (wanted.current !== null) {
    const { id, from, to, buckets } = wanted.current;
    wanted.current = null;
    try {
      show(await service(id).map(from, to, buckets));
    } catch (error) {
      announceFailure(error, null);
    }
  }
}
