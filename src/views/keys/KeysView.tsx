import { useMemo, useState } from 'react';
import type { FileId } from '../../state/index.ts';
import { actions, getFile, useApp } from '../../state/index.ts';
import type { KeysReport } from '../../workers/index.ts';
import { Callout, formatCount, formatNumberOf, NARROW, useMediaQuery } from '../ui/index.ts';
import { KeysPending } from '../ui/KeysPending.tsx';
import { useKeysReport } from '../ui/useKeysReport.ts';
import { KeyDetailPane, showRow } from './KeyDetailPane.tsx';
import { KeyFilterBar } from './KeyFilterBar.tsx';
import { KeyGrid } from './KeyGrid.tsx';
import { KeyGroups } from './KeyGroups.tsx';
import { changeLook, queryOf, useKeysLook } from './keyQueries.ts';
import { useKeyTotal } from './useKeyWindow.ts';
import './KeysView.css';

/** Every key of a file: what became of it, and how certain that is. */
export function KeysView({ fileId }: { readonly fileId: FileId }) {
  const { state, retry } = useKeysReport(fileId);
  return (
    <section className="keys" aria-label="Keys">
      {state.phase === 'ready' ? (
        <Keys fileId={fileId} report={state.report} />
      ) : (
        <KeysPending fileId={fileId} state={state} onRetry={retry} />
      )}
    </section>
  );
}

function Keys({ fileId, report }: { readonly fileId: FileId; readonly report: KeysReport }) {
  const look = useKeysLook(fileId);
  const query = useMemo(() => queryOf(look), [look]);
  const total = useKeyTotal(fileId, report.generation, query);
  const selected = useApp((app) => getFile(app, fileId)?.keySelection[0] ?? null);
  const isNarrow = useMediaQuery(NARROW);
  const [opened, setOpened] = useState(false);
  const showsDetail = !isNarrow || (opened && selected !== null);
  const showsList = !isNarrow || !showsDetail;

  if (report.keys === 0) {
    return (
      <div className="keys-none">
        <p>No record of this file that holds names a key.</p>
      </div>
    );
  }
  return (
    <div className="keys-panes">
      {showsList && (
        <div className="keys-list">
          <KeyFilterBar fileId={fileId} look={look} report={report} query={query} total={total} />
          <ShardNote fileId={fileId} report={report} />
          <Doubt fileId={fileId} report={report} />
          {look.mode === 'table' ? (
            <>
              {total === 0 && <p className="keys-none-found">No key is like that.</p>}
              <KeyGrid
                fileId={fileId}
                generation={report.generation}
                query={query}
                total={total ?? 0}
                onSort={(sort, descending) => changeLook(fileId, { sort, descending })}
                onOpen={() => setOpened(true)}
              />
            </>
          ) : (
            <KeyGroups
              fileId={fileId}
              report={report}
              look={look}
              query={query}
              onOpen={() => setOpened(true)}
            />
          )}
        </div>
      )}
      {showsDetail && (
        <KeyDetailPane
          fileId={fileId}
          selected={selected}
          generation={report.generation}
          onBack={isNarrow ? () => setOpened(false) : null}
        />
      )}
    </div>
  );
}

/** Whose keys these are, where the shard has another file. */
function ShardNote({ fileId, report }: { readonly fileId: FileId; readonly report: KeysReport }) {
  const partner = useApp((app) => getFile(app, getFile(app, fileId)?.partner ?? fileId));
  if (partner === null || partner.id === fileId) return null;
  const { snapshot, basis } = report;
  if (snapshot === null) {
    return (
      <p className="keys-shard">
        The keys of this snapshot alone.{' '}
        <button
          type="button"
          className="link-button"
          onClick={() => {
            actions.setView(partner.id, 'keys');
            actions.activate(partner.id);
          }}
        >
          What the shard holds with {partner.name}
        </button>
      </p>
    );
  }
  return (
    <p className="keys-shard">
      {basis === 'lost'
        ? `Nothing of ${snapshot} can be used: what the log does not set is unknown.`
        : `What the shard holds: ${snapshot}, and this log on top of it.`}
    </p>
  );
}

/** What a loss means for the keys, in a sentence. */
function Doubt({ fileId, report }: { readonly fileId: FileId; readonly report: KeysReport }) {
  const doubtful = report.stale + report.unknown;
  if (doubtful === 0) return null;
  const { firstLoss } = report;
  return (
    <Callout
      tone="warn"
      title={`${formatCount(doubtful)} of ${formatNumberOf(report.keys, 'key')} ${doubtful === 1 ? 'is' : 'are'} not certain.`}
    >
      {report.losses === 0
        ? `What was lost concerned ${doubtful === 1 ? 'it' : 'them'} alone. `
        : 'What was lost may have changed any key; those that a later record set anew are exact again. '}
      {firstLoss !== null && (
        <button type="button" className="link-button" onClick={() => showRow(fileId, firstLoss)}>
          Show the first loss
        </button>
      )}{' '}
      <button
        type="button"
        className="link-button"
        onClick={() => {
          changeLook(fileId, { taint: 'doubtful' });
          actions.setPane('list');
        }}
      >
        Show these keys
      </button>
    </Callout>
  );
}
