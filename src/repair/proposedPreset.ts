/* Which of the ready-made plans is proposed. */
import type { RepairPreset, RepairPreview } from './plan.ts';

/** In the order of how much they change, the least first. */
export const PRESETS: readonly RepairPreset[] = [
  'truncate',
  'drop-damaged',
  'salvage',
  'fix-bits',
  'rewrite',
];

/** The preset to propose: what keeps most; of equals, the one that changes least. */
export function proposedPreset(previews: readonly RepairPreview[]): RepairPreset | null {
  let best: RepairPreview | null = null;
  for (const preset of PRESETS) {
    const preview = previews.find((one) => one.plan.preset === preset && one.impossible === null);
    if (preview === undefined) continue;
    // A rewrite counts the records that it adds, so its number says nothing beside the others'.
    if (preset === 'rewrite' && best !== null && !best.unchanged) continue;
    if (best === null || best.unchanged || preview.recordsKept > best.recordsKept) best = preview;
  }
  return best?.plan.preset ?? null;
}
