import { actions, type FileId, getFile, getRowLists, useApp } from '../../state/index.ts';
import { Busy, Button, formatNumberOf } from '../ui/index.ts';
import { FilterBar } from './FilterBar.tsx';
import { RecordGrid } from './RecordGrid.tsx';
import './RecordsView.css';

/** The table of a file's rows: its records or entries, and all that lies between them. */
export function RecordsView({ fileId }: { readonly fileId: FileId }) {
  const rows = useApp((state) => {
    const file = getFile(state, fileId);
    return file?.report?.rows ?? file?.progress?.rows ?? 0;
  });
  const phase = useApp((state) => {
    const file = getFile(state, fileId);
    return file?.report?.phase ?? 'scanning';
  });
  const searches = useApp((state) => (getFile(state, fileId)?.progress?.search ?? null) !== null);
  return (
    <section className="records" aria-label="Records">
      {rows === 0 && (
        <div className="records-message">
          {phase === 'scanning' ? (
            <Busy label={searches ? 'No row so far: the search goes on' : 'Reading the first rows'} />
          ) : (
            <p>{searches ? 'No row was found in what was read.' : 'Nothing of this file has been read.'}</p>
          )}
        </div>
      )}
      <FilterBar fileId={fileId} rows={rows} />
      <RecordGrid fileId={fileId} rows={rows} phase={phase} />
      <NoHits fileId={fileId} />
      <NoRecords fileId={fileId} />
    </section>
  );
}

/** Why no row is listed although there are some. */
function NoHits({ fileId }: { readonly fileId: FileId }) {
  const arrangement = useApp((state) => getFile(state, fileId)?.arrangement ?? null);
  const filter = useApp((state) => getFile(state, fileId)?.filter ?? null);
  if (arrangement === null || filter === null || getRowLists(fileId).shown?.length !== 0) return null;
  const { phase, done } = arrangement;
  if (phase !== 'done' && phase !== 'stopped') return null;
  return (
    <div className="records-message">
      <p className="records-message-title">
        {phase === 'done' ? 'No row matches the filter' : 'No row was found before the search was stopped'}
      </p>
      <p>
        {formatNumberOf(done, 'row')} were looked at for <code>{filter.text}</code>
        {filter.caseSensitive && ', upper and lower case apart'}. The file itself has not changed.
      </p>
      <Button className="records-message-button" onClick={() => actions.setFilter(fileId, { text: '' })}>
        Clear the filter
      </Button>
    </div>
  );
}

/** What to make of a file that was read whole and has nothing but a header. */
function NoRecords({ fileId }: { readonly fileId: FileId }) {
  const noun = useApp((state) => getFile(state, fileId)?.summary?.capabilities.rowNoun ?? 'record');
  const isEmpty = useApp((state) => {
    const report = getFile(state, fileId)?.report;
    return report?.phase === 'done' && report.types.length === 0 && report.faultCounts.damage === 0;
  });
  if (!isEmpty) return null;
  return (
    <div className="records-message">
      {noun === 'record' ? (
        <>
          <p className="records-message-title">This log holds no records</p>
          <p>After a rewrite the data is in the snapshot, and the log starts anew. That is not damage.</p>
        </>
      ) : (
        <>
          <p className="records-message-title">This snapshot holds no entries</p>
          <p>It was taken of an empty shard. What was written since is in the log.</p>
        </>
      )}
    </div>
  );
}
