import type { PlannedFile, RecoveryOutcome } from '../../workers/index.ts';
import { formatCount, formatNumberOf } from '../ui/format.ts';

type Done = Extract<RecoveryOutcome, { readonly outcome: 'done' }>;

/** Both states in a sentence or two. */
export function recoverySentence({ now, after, counts }: Done, reader: string): string {
  const holds = now.aborts
    ? `${reader} goes down when it starts now, and holds nothing.`
    : `${reader} holds ${formatNumberOf(now.keys, 'key')} when it starts now.`;
  const { gained, lost, changed } = counts;
  if (gained + lost + changed === 0) {
    return `${holds} The repair changes nothing about that.`;
  }
  const parts = [
    gained > 0 ? `${formatCount(gained)} ${gained === 1 ? 'comes' : 'come'} back` : null,
    changed > 0 ? `${formatCount(changed)} ${changed === 1 ? 'holds' : 'hold'} something else` : null,
    lost > 0 ? `${formatCount(lost)} ${lost === 1 ? 'goes' : 'go'}` : null,
  ].filter((part) => part !== null);
  return `${holds} After the repair it would hold ${formatCount(after.keys)}: ${parts.join(', ')}.`;
}

const PRESET_NAMES: Record<PlannedFile['preset'], string> = {
  truncate: 'Cut at the first fault',
  'drop-damaged': 'Drop what is damaged',
  salvage: 'Salvage',
  'fix-bits': 'Salvage and fix',
  rewrite: 'Rewrite for the reader',
};

/** Which plans the second state rests on. */
export function plansText(plans: readonly PlannedFile[]): string {
  return plans
    .map(({ name, preset, reviewed, unchanged, impossible }) => {
      if (impossible !== null) return `${name} can’t be repaired and stays as it is.`;
      if (unchanged) return `${name} needs no change.`;
      const whose = reviewed ? 'the plan under review' : 'the proposed plan';
      return `${name}: ${whose}, “${PRESET_NAMES[preset]}”.`;
    })
    .join(' ');
}
