import { clamp } from '../../base/index.ts';
import { actions, DEFAULT_PREFERENCES, type FileId, useApp } from '../../state/index.ts';
import { BytesPane } from '../hex/index.ts';
import { Inspector } from '../inspector/index.ts';
import { PaneBoundary, SplitHandle } from '../ui/index.ts';
import { useWindowSize } from './useWindowSize.ts';
import './Aside.css';

const MIN_WIDTH = 300;
const MIN_HEIGHT = 96;
/** What header, verdict, map and status bar take, and the least the list and the fields need. */
const LIST_NEEDS = 420;
const FIELDS_NEED = 440;

/** The selected record: its fields above its bytes. Both lines around them can be moved, and stay where they were. */
export function Aside({ fileId }: { readonly fileId: FileId }) {
  const inspectorWidth = useApp((state) => state.preferences.inspectorWidth);
  const bytesHeight = useApp((state) => state.preferences.bytesHeight);
  const page = useWindowSize();
  const maxWidth = Math.max(MIN_WIDTH, page.width - LIST_NEEDS);
  const maxHeight = Math.max(MIN_HEIGHT, page.height - FIELDS_NEED);
  const width = clamp(inspectorWidth, MIN_WIDTH, maxWidth);
  const height = clamp(bytesHeight, MIN_HEIGHT, maxHeight);

  return (
    <aside className="aside" aria-label="Selected record">
      <SplitHandle
        label="Width of the fields and bytes"
        orientation="vertical"
        value={width}
        min={MIN_WIDTH}
        max={maxWidth}
        initial={DEFAULT_PREFERENCES.inspectorWidth}
        onChange={(inspectorWidth) => actions.setPreferences({ inspectorWidth })}
      />
      <div className="aside-panes" style={{ width }}>
        <div className="aside-fields">
          <PaneBoundary name="the fields" resetKey={fileId}>
            <Inspector fileId={fileId} />
          </PaneBoundary>
        </div>
        <SplitHandle
          label="Height of the bytes"
          orientation="horizontal"
          value={height}
          min={MIN_HEIGHT}
          max={maxHeight}
          initial={DEFAULT_PREFERENCES.bytesHeight}
          onChange={(bytesHeight) => actions.setPreferences({ bytesHeight })}
        />
        <div className="aside-bytes" style={{ height }}>
          <PaneBoundary name="the bytes" resetKey={fileId}>
            <BytesPane fileId={fileId} />
          </PaneBoundary>
        </div>
      </div>
    </aside>
  );
}
