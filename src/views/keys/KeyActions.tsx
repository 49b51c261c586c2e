import { useState } from 'react';
import { queryTerms } from '../../columnar/index.ts';
import {
  actions,
  announceFailure,
  appStore,
  type FileId,
  getFile,
  getTypeNames,
  service,
  useApp,
} from '../../state/index.ts';
import type { KeyDetail, KeyQuery } from '../../workers/index.ts';
import { Button, formatNumberOf } from '../ui/index.ts';
import { KeyExportDialog } from './KeyExportDialog.tsx';
import './KeyActions.css';

/** More lanes than this are no picture any more. */
const MOST_LANES = 12;
const NAME_LENGTH = 60;

/** What can be done with one key. */
export function KeyActions({ fileId, detail }: { readonly fileId: FileId; readonly detail: KeyDetail }) {
  const hasTimeline = useHistory(fileId);
  const [exports, setExports] = useState(false);
  const { key, last } = detail.view;
  const follow = (): void => {
    // Its last record, so that its lane is the one in hand.
    if (last !== null) actions.select(fileId, { row: last, field: null, bytes: null });
    actions.addLanes(fileId, [key]);
  };
  const { fullName, term } = detail;
  return (
    <div className="key-actions">
      {hasTimeline && (
        <Button size="small" icon="timeline" onClick={follow}>
          Follow in the timeline
        </Button>
      )}
      <Button size="small" icon="records" onClick={() => listRecords(fileId, term)}>
        Its records
      </Button>
      <Button size="small" icon="download" onClick={() => setExports(true)}>
        Export…
      </Button>
      {exports && (
        <KeyExportDialog
          fileId={fileId}
          what={fullName.length > NAME_LENGTH ? `${fullName.slice(0, NAME_LENGTH)}…` : `“${fullName}”`}
          keys={{ kind: 'key', key }}
          onClose={() => setExports(false)}
        />
      )}
    </div>
  );
}

/** What can be done with all keys that a filter or a prefix leaves. */
export function ListedKeysActions({
  fileId,
  query,
  total,
}: {
  readonly fileId: FileId;
  readonly query: KeyQuery;
  readonly total: number;
}) {
  const hasTimeline = useHistory(fileId);
  const [exports, setExports] = useState(false);
  const follow = (): void => {
    service(fileId)
      .keyWindow(query, 0, MOST_LANES)
      .then(
        ({ keys }) =>
          actions.addLanes(
            fileId,
            keys.map(({ key }) => key),
          ),
        (error) => announceFailure(error, null),
      );
  };
  return (
    <span className="key-actions">
      {hasTimeline && total <= MOST_LANES && (
        <Button size="small" icon="timeline" onClick={follow}>
          {total === 1 ? 'Follow it' : `Follow all ${total}`}
        </Button>
      )}
      <Button size="small" icon="download" onClick={() => setExports(true)}>
        Export…
      </Button>
      {exports && (
        <KeyExportDialog
          fileId={fileId}
          what={formatNumberOf(total, 'key')}
          keys={{ kind: 'query', query }}
          onClose={() => setExports(false)}
        />
      )}
    </span>
  );
}

const useHistory = (id: FileId): boolean =>
  useApp((state) => getFile(state, id)?.summary?.capabilities.history === true);

/** Lists the records that a term finds, among those that the filter already asks for. */
function listRecords(id: FileId, term: string): void {
  const file = getFile(appStore.getState(), id);
  const text = file?.filter.text ?? '';
  if (!queryTerms(text, getTypeNames(file)).some((each) => each.text === term)) actions.addTerm(id, term);
  actions.setView(id, 'records');
  actions.setPane('list');
}
