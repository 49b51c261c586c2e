import type { Severity } from '../../codec/index.ts';
import type { FaultView } from '../../workers/index.ts';

/** Faults of one kind and severity, in file order. */
export interface FaultGroup {
  readonly key: string;
  readonly title: string;
  readonly severity: Severity;
  readonly faults: readonly FaultView[];
}

const RANK: Record<Severity, number> = { damage: 0, warning: 1, info: 2 };

/** Groups a page of faults by kind: the worst first, then as the file has them. */
export function groupFaults(faults: readonly FaultView[]): readonly FaultGroup[] {
  const groups = new Map<
    string,
    { readonly title: string; readonly severity: Severity; readonly faults: FaultView[] }
  >();
  for (const view of faults) {
    const { severity, evidence } = view.fault;
    const key = `${severity} ${evidence.kind} ${view.title}`;
    const group = groups.get(key) ?? { title: view.title, severity, faults: [] };
    group.faults.push(view);
    groups.set(key, group);
  }
  return [...groups]
    .map(([key, group]) => ({ key, ...group }))
    .toSorted((a, b) => RANK[a.severity] - RANK[b.severity]);
}
