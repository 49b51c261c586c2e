import { EMBEDDED, KIND_BITS, RowKind, RowStatus } from '../columnar/index.ts';
import { type FileIndex, typeNameIn } from '../scan/index.ts';
import type { ScanReport } from './api.ts';
import type { Problem } from './told.ts';

/** How a scan went, apart from what it found. */
interface ScanCourse {
  readonly generation: number;
  readonly phase: ScanReport['phase'];
  readonly elapsedMs: number;
  readonly problem: Problem | null;
}

/** Sums up a scan. @param index null when there was nothing to scan */
export function scanReport(index: FileIndex | null, course: ScanCourse): ScanReport {
  const faultCounts = { info: 0, warning: 0, damage: 0 };
  for (const fault of index?.faults ?? []) faultCounts[fault.severity]++;
  const records =
    index === null ? { beforeFault: 0, held: 0, locked: 0, damaged: 0, doubtful: 0 } : countRecords(index);
  return {
    ...course,
    rows: index?.rows.length ?? 0,
    recordsBeforeFault: records.beforeFault,
    recordsHeld: records.held,
    recordsLocked: records.locked,
    recordsDamaged: records.damaged,
    rowsFixable: fixableRows(index),
    recordsDoubtful: records.doubtful,
    firstDamage: index?.firstDamage ?? null,
    bytesScanned: index?.rows.end ?? 0,
    indexBytes: index?.memory ?? 0,
    faultCounts,
    types: index === null ? [] : typesOf(index),
  };
}

/** Records and entries that hold (up to the first that doesn't, and in all), that don't, and that may not be any. */
function countRecords(index: FileIndex) {
  const { rows } = index;
  let beforeFault: number | null = null;
  let held = 0;
  let locked = 0;
  let damaged = 0;
  let doubtful = 0;
  for (let row = 0; row < rows.length; ) {
    const { kinds, statuses } = rows.columns(row);
    for (let i = 0; i < kinds.length; i++) {
      const kind = (kinds[i] as number) & KIND_BITS;
      const isRecord = kind === RowKind.record || kind === RowKind.entry;
      if (!isRecord) {
        if (kind === RowKind.gap) beforeFault ??= held;
        continue;
      }
      const status = statuses[i];
      const holds = status === RowStatus.ok || status === RowStatus.unproven || status === RowStatus.locked;
      if (((kinds[i] as number) & EMBEDDED) !== 0) doubtful++;
      else if (holds) {
        held++;
        if (status === RowStatus.locked) locked++;
      } else {
        beforeFault ??= held;
        damaged++;
      }
    }
    row += kinds.length;
  }
  return { beforeFault: beforeFault ?? held, held, locked, damaged, doubtful };
}

function fixableRows(index: FileIndex | null): number {
  const rows = new Set<number>();
  for (const fault of index?.faults ?? []) if (fault.fix !== undefined) rows.add(fault.row);
  return rows.size;
}

function typesOf(index: FileIndex): ScanReport['types'] {
  const types: { type: string; rows: number; bytes: number }[] = [];
  for (let tag = 0; tag < 256; tag++) {
    const rows = index.countOf[tag] as number;
    if (rows === 0) continue;
    types.push({ type: typeNameIn(index, tag), rows, bytes: index.bytesOf[tag] as number });
  }
  return types.sort((a, b) => b.rows - a.rows);
}
