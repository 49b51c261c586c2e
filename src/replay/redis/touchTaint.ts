import type { KeyId, RowIndex } from '../../base/index.ts';
import { RowKind, RowStatus, UNSURE } from '../../columnar/index.ts';
import type { FileIndex } from '../../scan/index.ts';
import type { KeyNumbers } from '../keyName.ts';
import type { AnyKeyspace } from '../keyspace.ts';
import { Taint, type TaintLedger } from '../taint.ts';
import type { Touch } from './commandRun.ts';

/**
 * Notes how certain the keys are that a row has touched. Keys above the ledger's size are left out: SWAPDB may name some
 * that nothing else does.
 * @param keyspace as it is behind the row
 * @param numbers of the keys of `index`
 */
export function judgeTouches(
  ledger: TaintLedger,
  index: FileIndex,
  row: RowIndex,
  touched: readonly Touch[],
  keyspace: AnyKeyspace,
  numbers: KeyNumbers,
): void {
  const { rows } = index;
  const idOf = (name: string): KeyId | null => {
    const key = numbers.find(name);
    return key === null || key >= ledger.size ? null : key;
  };
  const isCertain = index.databases.isCertain(row) && !rows.hasFlag(row, UNSURE);
  // An entry behind damage was found by its looks alone.
  const isGuess = rows.kind(row) === RowKind.entry && rows.status(row) !== RowStatus.ok;
  // All are judged before one is changed: two databases may change places.
  const followed = touched.map(({ from }) => ledger.worst(from.map(idOf).filter((key) => key !== null)));
  for (const [i, { name, effect }] of touched.entries()) {
    const key = idOf(name);
    if (key === null) continue;
    if (effect === 'fixes') ledger.set(key, Taint.exact);
    else if (effect === 'follows') ledger.set(key, followed[i] as Taint);
    else ledger.touch(key);
    const isUnclear = keyspace.unclear.has(name);
    if (isGuess || (isUnclear && keyspace.get(name) === undefined)) ledger.set(key, Taint.unknown);
    else if (!isCertain || isUnclear) ledger.doubt(key);
  }
}
