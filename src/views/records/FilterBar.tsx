import { queryTerms, withoutTerm } from '../../columnar/index.ts';
import {
  actions,
  appStore,
  type FileId,
  getFile,
  getRowLists,
  getTypeNames,
  type OpenFile,
  useApp,
} from '../../state/index.ts';
import { Button, formatCount, formatNumberOf, Icon, IconButton, Segmented } from '../ui/index.ts';
import './FilterBar.css';

/** What the table lists and why: the conditions one by one, how many rows hold to them, and the row they hide. */
export function FilterBar({ fileId, rows }: { readonly fileId: FileId; readonly rows: number }) {
  const filter = useApp((state) => getFile(state, fileId)?.filter ?? null);
  const types = useApp((state) => getTypeNames(getFile(state, fileId)));
  const arrangement = useApp((state) => getFile(state, fileId)?.arrangement ?? null);
  const selected = useApp((state) => getFile(state, fileId)?.selection?.row ?? null);
  if (filter === null || arrangement === null) return null;
  const { phase } = arrangement;
  const isFiltered = phase !== 'none' || filter.text.trim() !== '';
  if (!isFiltered) return null;
  const { found, shown } = getRowLists(fileId);
  const isHidden =
    selected !== null &&
    shown !== null &&
    found !== null &&
    phase === 'done' &&
    found.positionOf(selected) === null;
  const terms = queryTerms(filter.text, types);
  return (
    <div className="filter-bar">
      {terms.length > 0 && (
        <ul className="filter-chips" aria-label="Conditions">
          {terms.map((term) => (
            <li key={`${term.offset} ${term.text}`} className="filter-chip">
              <span className="filter-chip-text" title={term.text}>
                {term.text}
              </span>
              <IconButton
                size="small"
                icon="close"
                label={`Take out ${term.text}`}
                onClick={() => actions.setFilter(fileId, { text: withoutTerm(filter.text, term) })}
              />
            </li>
          ))}
        </ul>
      )}
      {filter.text.trim() !== '' && (
        <Segmented
          label="What becomes of the other rows"
          value={filter.findOnly ? 'mark' : 'filter'}
          options={[
            { value: 'filter', label: 'Filter' },
            { value: 'mark', label: 'Mark only' },
          ]}
          onChange={(value) => actions.setFilter(fileId, { findOnly: value === 'mark' })}
        />
      )}
      <Count file={getFile(appStore.getState(), fileId)} rows={rows} />
      {(phase === 'finding' || phase === 'sorting') && (
        <Button size="small" icon="stop" onClick={() => void actions.stopArranging(fileId)}>
          Stop
        </Button>
      )}
      {isHidden && (
        <span className="filter-hidden">
          <Icon name="info" size={13} /> The selected row is hidden by the filter.{' '}
          <Button size="small" onClick={() => actions.setFilter(fileId, { findOnly: true })}>
            Show it
          </Button>
        </span>
      )}
    </div>
  );
}

function Count({ file, rows }: { readonly file: OpenFile | null; readonly rows: number }) {
  if (file === null) return null;
  const { phase, count, done, total } = file.arrangement;
  const share = total > 0 ? Math.floor((100 * done) / total) : 0;
  const counted = `${formatCount(count)} of ${formatNumberOf(rows, 'row')}`;
  return (
    <>
      <span className="filter-count">
        {phase === 'sorting' ? 'Sorting' : counted}
        {phase === 'stopped' && ', stopped'}
        {phase === 'failed' && ', failed'}
        {(phase === 'finding' || phase === 'sorting') && (
          <progress className="filter-progress" value={share} max={100} aria-label={`${share} %`} />
        )}
      </span>
      <span className="visually-hidden" role="status">
        {phase === 'done' ? counted : ''}
      </span>
    </>
  );
}
