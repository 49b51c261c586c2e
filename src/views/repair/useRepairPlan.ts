import { useEffect, useState } from 'react';
import { formatReader, MAX_TAG } from '../../codec/index.ts';
import {
  PRESETS,
  proposedPreset,
  type RepairPlan,
  type RepairPreset,
  type RepairPreview,
} from '../../repair/index.ts';
import {
  actions,
  getFile,
  type OpenFile,
  problemFrom,
  repairRequest,
  service,
  useApp,
} from '../../state/index.ts';
import type { Problem } from '../../workers/index.ts';
import { stopsAtOneRecord } from './planText.ts';

/** Up to this size a rewrite is worked out at once; it replays the whole log. */
const QUICK_REWRITE_BYTES = 64 << 20;

/** Planning may take a walk over every fault; the plans of a scan are made once. */
const KEPT = 4;
const planned = new Map<string, Promise<readonly RepairPreview[]>>();

/** Whether the reader stops at a kind of record that it doesn't know, in a log that can be written anew for it. */
export function offersRewrite({ summary, verdict }: OpenFile): boolean {
  if (summary?.format !== 'ember-aof' || summary.capabilities.encrypted) return false;
  const tag = Number(/^unknown record tag: (\d+)$/.exec(verdict?.error ?? '')?.[1] ?? 0);
  // Any other tag is damage, or of a version that nobody here knows.
  return tag > 0 && tag <= MAX_TAG;
}

/** The presets that can be offered for a file, in their order. */
export const offeredPresets = (file: OpenFile): readonly RepairPreset[] =>
  PRESETS.filter((preset) => {
    // Corrections come from checksums.
    if (preset === 'fix-bits') return file.summary?.capabilities.checksums !== 'none';
    return preset !== 'rewrite' || offersRewrite(file);
  });

/** @param base which scan of the shard's other file a rewrite goes on from */
function planAll(file: OpenFile, generation: number, base: string): Promise<readonly RepairPreview[]> {
  const request = repairRequest(file.id);
  const wanted = offeredPresets(file).filter(
    (preset) => preset !== 'rewrite' || file.size <= QUICK_REWRITE_BYTES,
  );
  const key = `${file.id} ${generation} ${formatReader(request.reader)} ${base} ${wanted.length}`;
  const known = planned.get(key);
  if (known !== undefined) return known;
  const plans = (async () => {
    const previews: RepairPreview[] = [];
    for (const preset of wanted) previews.push(await service(file.id).planRepair(preset, request));
    return previews;
  })();
  planned.set(key, plans);
  plans.catch(() => planned.delete(key));
  for (const oldest of planned.keys()) {
    if (planned.size <= KEPT) break;
    planned.delete(oldest);
  }
  return plans;
}

export interface RepairReview {
  /** One for each preset that has been worked out; null while they are being made. */
  readonly presets: readonly RepairPreview[] | null;
  /** The one that keeps most without doubt. */
  readonly proposed: RepairPreset | null;
  readonly plan: RepairPlan | null;
  /** What the plan makes of the file; of the plan before it, while that is worked out. */
  readonly preview: RepairPreview | null;
  readonly pending: boolean;
  /** False where the reader stops at something that the plan leaves as it is. */
  readonly reachesStop: boolean;
  readonly problem: Problem | null;
  readonly choose: (preset: RepairPreset) => void;
}

/** The plan under review, and what it would make of the file. */
export function useRepairPlan(file: OpenFile, generation: number): RepairReview {
  const { id } = file;
  const plan = useApp((state) => getFile(state, id)?.plan ?? null);
  const reader = useApp((state) => state.preferences.reader);
  const [presets, setPresets] = useState<readonly RepairPreview[] | null>(null);
  const [edited, setEdited] = useState<{ readonly plan: RepairPlan; readonly preview: RepairPreview } | null>(
    null,
  );
  const [problem, setProblem] = useState<Problem | null>(null);
  const base = useApp((state) => {
    const partner = file.partner === null ? null : getFile(state, file.partner);
    return partner === null ? '' : `${partner.id} ${partner.report?.generation ?? ''}`;
  });
  const offered = offeredPresets(file).join(' ');

  // biome-ignore lint/correctness/useExhaustiveDependencies: of the file only what is offered counts here
  useEffect(() => {
    let wanted = true;
    setPresets(null);
    setProblem(null);
    planAll(file, generation, base).then(
      (previews) => wanted && setPresets(previews),
      (error) => wanted && setProblem(problemFrom(error, null)),
    );
    return () => {
      wanted = false;
    };
  }, [id, generation, reader, base, offered]);

  const proposed = presets === null ? null : proposedPreset(presets);

  // Without a plan of the user's own, the one that keeps most is proposed.
  useEffect(() => {
    if (presets === null || plan !== null) return;
    const preview = presets.find((one) => one.plan.preset === proposed);
    if (preview !== undefined) actions.setPlan(id, preview.plan);
  }, [id, presets, proposed, plan]);

  const ready = presets?.find((one) => one.plan === plan) ?? (edited?.plan === plan ? edited.preview : null);
  useEffect(() => {
    if (plan === null || ready !== null || presets === null) return;
    let wanted = true;
    service(id)
      .previewPlan(plan)
      .then(
        (preview) => wanted && setEdited({ plan, preview }),
        (error) => wanted && setProblem(problemFrom(error, null)),
      );
    return () => {
      wanted = false;
    };
  }, [id, plan, ready, presets]);

  const before = presets?.find((one) => one.plan.preset === plan?.preset) ?? null;
  return {
    presets,
    proposed,
    plan,
    preview: ready ?? edited?.preview ?? before,
    pending: ready === null,
    reachesStop: useReachesStop(file, plan),
    problem,
    choose: (preset) => {
      const chosen = presets?.find((one) => one.plan.preset === preset);
      if (chosen !== undefined) actions.setPlan(id, chosen.plan);
      else void workOut(preset);
    },
  };

  /** A preset that takes long is made only when it is asked for. */
  async function workOut(preset: RepairPreset): Promise<void> {
    try {
      const preview = await service(id).planRepair(preset, repairRequest(id));
      setPresets((known) => [...(known ?? []).filter((one) => one.plan.preset !== preset), preview]);
      if (preview.impossible === null) actions.setPlan(id, preview.plan);
    } catch (error) {
      setProblem(problemFrom(error, null));
    }
  }
}

/** Whether a plan changes the record at which the reader stops. */
function useReachesStop({ id, verdict }: OpenFile, plan: RepairPlan | null): boolean {
  const stop = verdict !== null && stopsAtOneRecord(verdict) ? verdict.stoppedAt : null;
  const [answer, setAnswer] = useState<{ readonly of: RepairPlan; readonly reaches: boolean } | null>(null);
  useEffect(() => {
    if (plan === null || stop === null) return;
    let wanted = true;
    service(id)
      .changesRecordAt(plan, stop)
      // It only adds a warning: where it fails, whatever else fails says so.
      .then(
        (reaches) => wanted && setAnswer({ of: plan, reaches }),
        () => undefined,
      );
    return () => {
      wanted = false;
    };
  }, [id, plan, stop]);
  return stop === null || answer?.of !== plan || answer.reaches;
}
