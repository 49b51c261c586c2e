import { useEffect, useRef, useState } from 'react';
import type { KeyId } from '../../base/index.ts';
import {
  announceFailure,
  appStore,
  type FileId,
  getFile,
  getGeneration,
  getPartner,
  getScanPhase,
  service,
  useApp,
} from '../../state/index.ts';
import type { LaneBase, LaneView, TimelineAxis } from '../../workers/index.ts';
import type { DrawnLane } from './laneScene.ts';

/** Enough that no pixel of a screen lacks one. */
const SAMPLES = 4096;

export interface KnownLane extends DrawnLane {
  /** 0 … 1 while its values are replayed; null when that is done. */
  readonly share: number | null;
  /** The snapshot that the lane's first values come from; null where none does. */
  readonly base: string | null;
}

interface Answers {
  readonly revision: string;
  readonly axis: TimelineAxis | null;
  readonly lanes: ReadonlyMap<KeyId, KnownLane>;
}

const NOTHING: Answers = { revision: '', axis: null, lanes: new Map() };

/**
 * The axis and the lanes of the chosen keys. Marks come at once, from the index; states follow as they are replayed.
 * Both are asked for again when the file was read anew.
 */
export function useLanes(id: FileId, keys: readonly KeyId[]) {
  const revision = useApp((state) => {
    const file = getFile(state, id);
    const partner = getFile(state, file?.partner ?? id);
    const read = [file, partner].map((each) => `${getGeneration(each)} ${getScanPhase(each)}`);
    return [id, ...read, partner?.verdict == null].join(' ');
  });
  const [answers, setAnswers] = useState<Answers>(NOTHING);
  const asked = useRef<{ revision: string; readonly keys: Set<KeyId> }>({ revision: '', keys: new Set() });

  useEffect(() => {
    const isCurrent = (): boolean => asked.current.revision === revision;
    if (!isCurrent()) {
      asked.current = { revision, keys: new Set() };
      service(id)
        .timelineAxis(SAMPLES)
        .then(
          (axis) => isCurrent() && setAnswers((known) => ({ ...fresh(known, revision), axis })),
          (error: unknown) => announceFailure(error, null),
        );
    }
    const put = (key: KeyId, lane: KnownLane): void => {
      if (!isCurrent() || !asked.current.keys.has(key)) return;
      setAnswers((known) => {
        const current = fresh(known, revision);
        return { ...current, lanes: new Map(current.lanes).set(key, lane) };
      });
    };
    for (const key of keys) {
      if (asked.current.keys.has(key)) continue;
      asked.current.keys.add(key);
      askLane(id, key, (lane) => put(key, lane)).catch((error: unknown) => announceFailure(error, null));
    }
    for (const key of asked.current.keys) {
      if (keys.includes(key)) continue;
      asked.current.keys.delete(key);
      void service(id)
        .dropLane(key)
        .catch(() => undefined);
    }
  }, [id, revision, keys]);

  return answers.revision === revision ? answers : NOTHING;
}

const fresh = (known: Answers, revision: string): Answers =>
  known.revision === revision ? known : { ...NOTHING, revision };

async function askLane(id: FileId, key: KeyId, put: (lane: KnownLane) => void): Promise<void> {
  const lane: LaneView | null = await service(id).lane(key);
  if (lane === null) return;
  put({ lane, states: null, share: 0, base: null });
  const { base, name } = await baseOf(id, lane);
  const states = await service(id).laneStates(key, base, (share) => {
    put({ lane, states: null, share, base: null });
  });
  put({ lane, states, share: null, base: base.values.length > 0 ? name : null });
}

/** What the snapshot beside the log holds of the lane's keys, where it is open as well. */
async function baseOf(
  id: FileId,
  lane: LaneView,
): Promise<{ readonly base: LaneBase; readonly name: string | null }> {
  const app = appStore.getState();
  const beside = getFile(app, getFile(app, id)?.partner ?? id);
  if (beside === null || beside.id === id) return { base: { values: [], whole: true }, name: null };
  const snapshot = getPartner(app, id);
  const base =
    snapshot?.report?.phase === 'done'
      ? await service(snapshot.id).snapshotValues(lane.sources)
      : NOTHING_LEFT;
  return { base, name: beside.name };
}

/** Of a snapshot that the server discards nothing is known. */
const NOTHING_LEFT: LaneBase = { values: [], whole: false };
