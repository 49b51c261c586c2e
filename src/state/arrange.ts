/*
 * Keeps each file's lists of rows in step with its filter and its order: looks again when one of them changes, and
 * when a scan begins or ends. What is shown stays until the first of the new rows are there.
 */
import { parseQuery } from '../columnar/index.ts';
import { appStore, updateFile } from './appStore.ts';
import { service } from './fileSessions.ts';
import type { Arrangement, FileId, OpenFile } from './model.ts';
import { getRowLists, RowList, setRowLists } from './rowLists.ts';
import { getGeneration, getTypeNames } from './selectors.ts';
import { tellFailure } from './tellFailure.ts';

export const NOT_ARRANGED: Arrangement = { version: 0, phase: 'none', count: 0, done: 0, total: 0 };

/** What the lists of a file follow from. */
interface Wanted {
  readonly query: string | null;
  readonly case: boolean;
  readonly findOnly: boolean;
  readonly sort: OpenFile['sort'];
  /** Another scan, or the end of one, makes everything anew. */
  readonly scan: string;
}

const arranged = new Map<FileId, Wanted>();
let runs = 0;
const current = new Map<FileId, number>();

/** Follows the store from now on. */
export function followArrangements(): void {
  appStore.subscribe(({ files }, before) => {
    for (const file of files) if (!before.files.includes(file)) review(file);
    for (const { id } of before.files) {
      if (!files.some((file) => file.id === id)) forget(id);
    }
  });
}

/** Its rows are found anew when it is read again. */
function forget(id: FileId): void {
  arranged.delete(id);
  current.delete(id);
  setRowLists(id, null);
}

/** The query of a file; null when it takes all rows. What is wrong in it counts for nothing. */
const queryOf = (file: OpenFile): string | null =>
  parseQuery(file.filter.text, getTypeNames(file)).query === null ? null : file.filter.text;

function review(file: OpenFile): void {
  const { id, filter, sort, report } = file;
  if (file.released && report !== null) {
    forget(id);
    return;
  }
  const before = arranged.get(id);
  const isRead = report !== null;
  const generation = getGeneration(file);
  const wanted: Wanted = {
    query: queryOf(file),
    case: filter.caseSensitive,
    findOnly: filter.findOnly,
    // Rows that still come in have no last one to begin with.
    sort: isRead ? sort : null,
    scan: generation === null ? '' : `${generation} ${isRead}`,
  };
  if (before !== undefined && isSame(before, wanted)) return;
  arranged.set(id, wanted);
  if (wanted.scan === '') return;
  const sameRows =
    before !== undefined &&
    before.query === wanted.query &&
    before.case === wanted.case &&
    before.scan === wanted.scan &&
    file.arrangement.phase !== 'finding';
  runs += 1;
  current.set(id, runs);
  const run = runs;
  void tellFailure(file.name, () =>
    arrange(id, wanted, run, sameRows).catch((error: unknown) => {
      // One that was replaced meanwhile is no longer anybody's concern.
      if (current.get(id) !== run) return;
      updateFile(id, ({ arrangement }) => ({
        arrangement: { ...arrangement, phase: 'failed', version: arrangement.version + 1 },
      }));
      throw error;
    }),
  );
}

function isSame(a: Wanted, b: Wanted): boolean {
  return (
    a.query === b.query &&
    a.case === b.case &&
    a.findOnly === b.findOnly &&
    a.scan === b.scan &&
    a.sort?.by === b.sort?.by &&
    a.sort?.descending === b.sort?.descending
  );
}

/** @param sameRows only the order, or what is done with the hits, has changed */
async function arrange(id: FileId, wanted: Wanted, run: number, sameRows: boolean): Promise<void> {
  const isCurrent = (): boolean => current.get(id) === run;
  const say = (changed: Partial<Arrangement>): void => {
    if (!isCurrent()) return;
    updateFile(id, ({ arrangement }) => ({
      arrangement: { ...arrangement, ...changed, version: arrangement.version + 1 },
    }));
  };
  let { found } = getRowLists(id);
  if (!sameRows) {
    if (wanted.query !== null) say({ phase: 'finding', count: 0, done: 0, total: 0 });
    // It comes in before what is asked next, so nobody has to wait for its answer. What fails here fails there too.
    service(id)
      .cancelFilter()
      .catch(() => undefined);
    found = wanted.query === null ? null : await find(id, wanted, say, isCurrent);
  }
  if (!isCurrent()) return;
  const among = wanted.findOnly ? null : found;
  const { sort } = wanted;
  if (sort === null || (sort.by === 'offset' && !sort.descending)) {
    setRowLists(id, { found, shown: among });
  } else {
    say({ phase: 'sorting', done: 0, total: 1 });
    const rows = among?.rows ?? null;
    const sorted = await service(id).sortRows(rows, sort, (share) => say({ done: share }));
    if (sorted === null) return;
    if (isCurrent()) setRowLists(id, { found, shown: new RowList(sorted, false) });
  }
  say({ phase: found === null ? 'none' : 'done', count: found?.length ?? 0 });
}

/** Finds the rows; they are listed as they come, so that the first can be looked at. */
async function find(
  id: FileId,
  { query, case: caseSensitive, findOnly, sort }: Wanted,
  say: (changed: Partial<Arrangement>) => void,
  isCurrent: () => boolean,
): Promise<RowList> {
  const found = new RowList();
  await service(id).filterRows({ text: query ?? '', caseSensitive }, (piece) => {
    if (!isCurrent()) return;
    found.append(piece.found);
    found.firstRows ??= piece.firstRows;
    if (found.length > 0) {
      const shown = sort === null ? (findOnly ? null : found) : getRowLists(id).shown;
      setRowLists(id, { found, shown });
    }
    say({ phase: 'finding', count: found.length, done: piece.rowsDone, total: piece.rowsTotal });
  });
  return found;
}

/** Settles once there is a hit to go to, or none will come. */
export function firstHit(id: FileId): Promise<void> {
  const isThere = (): boolean => {
    const arrangement = appStore.getState().files.find((file) => file.id === id)?.arrangement;
    return arrangement?.phase !== 'finding' || arrangement.count > 0;
  };
  return new Promise((resolve) => {
    if (isThere()) return resolve();
    const stop = appStore.subscribe(() => {
      if (!isThere()) return;
      stop();
      resolve();
    });
  });
}

/** Stops the search and the sort that are under way; what was found stays. */
export function stopArranging(id: FileId): Promise<void> {
  return tellFailure(null, async () => {
    current.delete(id);
    await service(id).cancelFilter();
    updateFile(id, ({ arrangement }) => ({
      arrangement: { ...arrangement, phase: 'stopped', version: arrangement.version + 1 },
    }));
  });
}
