import { Suspense } from 'react';
import { actions, hasAside, type OpenFile, useApp } from '../../state/index.ts';
import { FaultsView } from '../faults/index.ts';
import { BytesPane } from '../hex/index.ts';
import { Inspector } from '../inspector/index.ts';
import { FileMap } from '../map/index.ts';
import { RecordsView } from '../records/index.ts';
import { Busy, NARROW, PaneBoundary, useMediaQuery } from '../ui/index.ts';
import { Aside } from './Aside.tsx';
import { BottomBar } from './BottomBar.tsx';
import { KeysView, RecoveryView, RepairView, StatsView, TimelineView } from './lazyViews.ts';
import { NavRail } from './NavRail.tsx';
import { ProblemBar } from './ProblemBar.tsx';
import { RefusalPage } from './RefusalPage.tsx';
import { StatusBar } from './StatusBar.tsx';
import { VerdictStrip } from './VerdictStrip.tsx';
import './Workspace.css';

/** One open file: what will become of it, where it is damaged, and its panes. */
export function Workspace({ file }: { readonly file: OpenFile }) {
  const isNarrow = useMediaQuery(NARROW);
  const pane = useApp((state) => state.pane);
  const { id, summary, problem } = file;
  // One pane at a time: the sentence stands above the list, and the others get its room.
  const isBrief = isNarrow && (pane !== 'list' || !hasAside(file.view));

  if (summary === null) {
    return (
      <main className="workspace-message">
        {problem === null ? (
          <Busy label={`Opening ${file.name}`} />
        ) : (
          <ProblemBar problem={problem} file={file} onDismiss={null} />
        )}
      </main>
    );
  }
  if (summary.refusal !== null) return <RefusalPage file={file} problem={summary.refusal} />;

  return (
    <div className="workspace">
      <PaneBoundary name="the verdict" resetKey={id}>
        <VerdictStrip file={file} summary={summary} brief={isBrief} />
      </PaneBoundary>
      {problem !== null && (
        <ProblemBar problem={problem} file={file} onDismiss={() => actions.dismissProblem(id)} />
      )}
      <section className="workspace-map" aria-label="Map of the file">
        <PaneBoundary name="the map of the file" resetKey={id}>
          <FileMap fileId={id} />
        </PaneBoundary>
      </section>
      {isNarrow ? <NarrowPanes file={file} /> : <WidePanes file={file} />}
      <StatusBar file={file} summary={summary} />
      {isNarrow && <BottomBar file={file} />}
    </div>
  );
}

function WidePanes({ file }: { readonly file: OpenFile }) {
  return (
    <div className="workspace-panes">
      <NavRail file={file} />
      <ListPane file={file} />
      {hasAside(file.view) && <Aside fileId={file.id} />}
    </div>
  );
}

/** One pane at a time; the bar at the bottom changes it. */
function NarrowPanes({ file }: { readonly file: OpenFile }) {
  const pane = useApp((state) => state.pane);
  const { id } = file;
  return (
    <div className="workspace-panes">
      {pane === 'list' || !hasAside(file.view) ? (
        <ListPane file={file} />
      ) : (
        <main className="workspace-list">
          {pane === 'inspector' ? (
            <PaneBoundary name="the fields" resetKey={id}>
              <Inspector fileId={id} />
            </PaneBoundary>
          ) : (
            <PaneBoundary name="the bytes" resetKey={id}>
              <BytesPane fileId={id} />
            </PaneBoundary>
          )}
        </main>
      )}
    </div>
  );
}

function ListPane({ file }: { readonly file: OpenFile }) {
  const { id, view } = file;
  return (
    <main className="workspace-list">
      <Suspense fallback={<Busy label="Fetching this view" />}>
        {view === 'records' && (
          <PaneBoundary name="the records" resetKey={id}>
            <RecordsView fileId={id} />
          </PaneBoundary>
        )}
        {view === 'keys' && (
          <PaneBoundary name="the keys" resetKey={id}>
            <KeysView fileId={id} />
          </PaneBoundary>
        )}
        {view === 'timeline' && (
          <PaneBoundary name="the timeline" resetKey={id}>
            <TimelineView fileId={id} />
          </PaneBoundary>
        )}
        {view === 'faults' && (
          <PaneBoundary name="the faults" resetKey={id}>
            <FaultsView fileId={id} />
          </PaneBoundary>
        )}
        {view === 'recovery' && (
          <PaneBoundary name="the recovery" resetKey={id}>
            <RecoveryView fileId={id} />
          </PaneBoundary>
        )}
        {view === 'repair' && (
          <PaneBoundary name="the repair" resetKey={id}>
            <RepairView fileId={id} />
          </PaneBoundary>
        )}
        {view === 'stats' && (
          <PaneBoundary name="the totals" resetKey={id}>
            <StatsView fileId={id} />
          </PaneBoundary>
        )}
      </Suspense>
    </main>
  );
}
