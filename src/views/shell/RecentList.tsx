import { actions, type RecentFile, useApp } from '../../state/index.ts';
import { formatBytes, Icon, IconButton } from '../ui/index.ts';
import './RecentList.css';

/** The files of earlier visits. One whose file is gone says so, and can be taken off the list. */
export function RecentList() {
  const recents = useApp((state) => state.recents);
  if (recents.length === 0) return null;
  return (
    <section className="recent-list" aria-labelledby="recent-title">
      <h2 id="recent-title">Recent files</h2>
      <ul>
        {recents.map((recent) => (
          <li key={recent.id}>
            <button
              type="button"
              className="recent-list-item"
              disabled={recent.access === 'gone'}
              onClick={() => void actions.openRecent(recent.id)}
            >
              <Icon name={recent.access === 'gone' ? 'question' : recent.kind} />
              <span className="recent-list-name">{recent.name}</span>
              <span className="recent-list-facts">
                {recent.kind === 'folder' ? 'folder' : formatBytes(recent.size)}, {formatDay(recent.openedAt)}
                {NOTES[recent.access]}
              </span>
            </button>
            <IconButton
              icon="close"
              size="small"
              label={`Remove ${recent.name} from the list`}
              onClick={() => void actions.removeRecent(recent.id)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

const NOTES: Record<RecentFile['access'], string> = {
  granted: '',
  ask: ' · the browser will ask first',
  denied: ' · reading was not allowed',
  gone: ' · no longer where it was',
  none: ' · drop it again to open it',
};

const DAY = new Intl.DateTimeFormat('en', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
const formatDay = (at: number): string => DAY.format(at);
