import { type KeyId, rowIndex } from '../base/index.ts';
import { NO_KEY, RowKind } from '../columnar/index.ts';
import type { RepairPlan } from '../repair/index.ts';
import { counts, type KeyLoss, type ShardFile } from '../replay/index.ts';

/**
 * What a plan drops of a log although it holds. To the state behind the repair it is lost: its keys are as they were
 * before, until a record that is kept sets them anew.
 */
export function plannedLosses({ index }: ShardFile, { steps }: RepairPlan): readonly KeyLoss[] {
  const losses: KeyLoss[] = [];
  for (const step of steps) {
    if (!step.on || (step.kind !== 'drop' && step.kind !== 'truncate')) continue;
    const to = step.kind === 'truncate' ? index.size : step.offset + step.length;
    losses.push(...lossesIn({ index }, step.offset, to));
  }
  return losses.sort((a, b) => a.row - b.row);
}

/** They stand behind the last row that goes: what these rows did is undone there. */
function lossesIn({ index }: Pick<ShardFile, 'index'>, from: number, to: number): readonly KeyLoss[] {
  const { rows } = index;
  const { actOf, effectsByTag } = index.format.replay;
  const keys = new Set<KeyId>();
  let concernsAny = false;
  let row = rows.rowAt(from);
  for (; row < rows.length && rows.offset(row) < to; row = rowIndex(row + 1)) {
    if (rows.offset(row) < from || rows.kind(row) !== RowKind.record || !counts(index, row)) continue;
    const key = rows.key(row);
    const act = actOf(rows.tag(row));
    if (act === 'rename' || act === 'copy' || !effectsByTag) concernsAny = true;
    else if (key !== NO_KEY) keys.add(key);
  }
  if (concernsAny) return [{ row, key: null }];
  return Array.from(keys, (key) => ({ row, key }));
}
