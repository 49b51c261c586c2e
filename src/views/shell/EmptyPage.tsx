import { actions } from '../../state/index.ts';
import { Button, Icon } from '../ui/index.ts';
import { RecentList } from './RecentList.tsx';
import { SampleList } from './SampleList.tsx';
import './EmptyPage.css';

/** The start: one sentence, one large target, something to try it on. */
export function EmptyPage() {
  return (
    <main className="empty-page">
      <div className="empty-page-column">
        <h1>See what is in a log or snapshot, where it is damaged, and what can be saved.</h1>
        <button type="button" className="empty-page-target" onClick={() => void actions.chooseFiles()}>
          <Icon name="open" size={28} />
          <span className="empty-page-target-title">Drop files here, or choose them</span>
          <span className="empty-page-target-note">
            <code>shard-*.aof</code> and <code>shard-*.snap</code> of ember, <code>.aof</code> and{' '}
            <code>.rdb</code> of AiKv, of any size. They are only read, never changed.
          </span>
        </button>
        <p className="empty-page-folder">
          <Button icon="folder" onClick={() => void actions.chooseFolder()}>
            Open a data directory
          </Button>
          <span>to see all of its shards at once, the damaged ones first. Or drop the folder.</span>
        </p>
        <p className="empty-page-privacy">
          <Icon name="shield" />
          <span>
            Nothing leaves this computer: the page reads your files itself and sends them nowhere.{' '}
            <button type="button" className="link-button" onClick={() => actions.setOverlay('privacy')}>
              How do I check?
            </button>
          </span>
        </p>
        <RecentList />
        <SampleList />
      </div>
    </main>
  );
}
