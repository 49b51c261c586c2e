import { actions, getFaultCount, type OpenFile, VIEWS, type ViewName } from '../../state/index.ts';
import type { IconName } from '../ui/index.ts';

/** How the navigation shows each view. */
export const VIEW_LOOKS: Record<ViewName, { readonly icon: IconName; readonly label: string }> = {
  records: { icon: 'records', label: 'Records' },
  keys: { icon: 'key', label: 'Keys' },
  timeline: { icon: 'timeline', label: 'Timeline' },
  faults: { icon: 'warning', label: 'Faults' },
  recovery: { icon: 'recovery', label: 'Recovery' },
  repair: { icon: 'wrench', label: 'Repair' },
  stats: { icon: 'stats', label: 'Stats' },
};

/** The views that this file has. */
export function viewsOf(file: OpenFile): readonly ViewName[] {
  const { capabilities } = file.summary ?? {};
  // What can't be replayed yet has no keyspace to show.
  const replayed = (view: ViewName): boolean => view === 'keys' || view === 'recovery' || view === 'stats';
  return VIEWS.filter(
    (view) =>
      ((view !== 'repair' && view !== 'recovery') || capabilities?.repair === true) &&
      (view !== 'timeline' || capabilities?.history === true) &&
      (capabilities?.shards !== false || !replayed(view)),
  );
}

export function showView(file: OpenFile, view: ViewName): void {
  actions.setView(file.id, view);
  actions.setPane('list');
}

/** What the badge on "Faults" says: null when there is nothing to say. */
export function faultBadge(
  file: OpenFile,
): { readonly count: string; readonly tone: 'bad' | 'warn' | 'neutral' } | null {
  const count = getFaultCount(file);
  if (count === 0) return null;
  const counts = file.report?.faultCounts;
  const tone = counts === undefined || counts.damage > 0 ? 'bad' : counts.warning > 0 ? 'warn' : 'neutral';
  return { count: count > 999 ? '999+' : String(count), tone };
}
