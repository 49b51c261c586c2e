import { actions, getRowLists, type OpenFile, service, tellFailure } from '../../state/index.ts';
import { exportFile } from './exportFile.ts';
import { formatBytes } from './format.ts';

/** Writes the rows of a file as CSV, in its order: those that the filter lets pass. Call it inside a click. */
export function exportRows({ id, name }: OpenFile): Promise<void> {
  return tellFailure(name, async () => {
    const rows = getRowLists(id).found?.rows.slice() ?? null;
    const exported = await exportFile(rows === null ? `${name}.csv` : `${name}.filtered.csv`, (target) =>
      service(id).exportRows(rows, target, () => {}),
    );
    if (exported === null) return;
    const { outcome, verb } = exported;
    if (outcome.problem === null)
      actions.toast('good', `${verb} ${exported.name}, ${formatBytes(outcome.bytes)}.`);
    else actions.toast('bad', `${outcome.problem.what} ${outcome.problem.meaning}`);
  });
}
