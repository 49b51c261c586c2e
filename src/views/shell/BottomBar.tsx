import { type KeyboardEvent, useId, useRef } from 'react';
import { actions, hasAside, type OpenFile, type Pane, useApp, type ViewName } from '../../state/index.ts';
import { classNames, Icon, type IconName } from '../ui/index.ts';
import { NavButton } from './NavRail.tsx';
import { showView, VIEW_LOOKS, viewsOf } from './views.ts';
import './BottomBar.css';

const PANES: readonly { readonly pane: Pane; readonly icon: IconName; readonly label: string }[] = [
  { pane: 'inspector', icon: 'inspector', label: 'Fields' },
  { pane: 'bytes', icon: 'bytes', label: 'Bytes' },
];

/** The views that have a button of their own; the others stand behind "More". */
const IN_BAR: readonly ViewName[] = ['records', 'keys', 'faults', 'repair'];

/** On a narrow screen: which view, or which side of the selected record, has the screen. */
export function BottomBar({ file }: { readonly file: OpenFile }) {
  const pane = useApp((state) => state.pane);
  const isList = pane === 'list' || !hasAside(file.view);
  const showPane = (next: Pane): void => {
    if (!hasAside(file.view)) actions.setView(file.id, 'records');
    actions.setPane(next);
  };
  const views = viewsOf(file);
  return (
    <nav className="bottom-bar" aria-label="Views">
      {views
        .filter((view) => IN_BAR.includes(view))
        .map((view) => (
          <NavButton
            key={view}
            file={file}
            view={view}
            isCurrent={isList && file.view === view}
            onClick={() => showView(file, view)}
          />
        ))}
      <MoreViews file={file} views={views.filter((view) => !IN_BAR.includes(view))} isList={isList} />
      <span className="bottom-bar-line" aria-hidden="true" />
      {PANES.map(({ pane: one, icon, label }) => {
        const isCurrent = !isList && pane === one;
        return (
          <button
            key={one}
            type="button"
            className={classNames('nav-button', isCurrent && 'nav-button-current')}
            aria-current={isCurrent ? 'true' : undefined}
            onClick={() => showPane(one)}
          >
            <Icon name={icon} size={18} />
            <span>{label}</span>
          </button>
        );
      })}
    </nav>
  );
}

interface MoreViewsProps {
  readonly file: OpenFile;
  readonly views: readonly ViewName[];
  readonly isList: boolean;
}

/** The views that have no room in the bar. While one of them is shown, its name stands there. */
function MoreViews({ file, views, isList }: MoreViewsProps) {
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  const current = isList ? views.find((view) => view === file.view) : undefined;
  const look = current === undefined ? { icon: 'more' as const, label: 'More' } : VIEW_LOOKS[current];
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    // One level at a time: the page's own Escape must not act as well.
    event.preventDefault();
    panel.current?.hidePopover();
  };
  return (
    <>
      <button
        type="button"
        className={classNames('nav-button', current !== undefined && 'nav-button-current')}
        aria-label={current === undefined ? 'More views' : `${look.label}, more views`}
        popoverTarget={id}
      >
        <Icon name={look.icon} size={18} />
        <span>{look.label}</span>
      </button>
      <div
        ref={panel}
        id={id}
        className="bottom-bar-more"
        popover="auto"
        role="dialog"
        aria-label="More views"
        onKeyDown={onKeyDown}
        onToggle={(event) => {
          if (event.newState === 'open') event.currentTarget.querySelector('button')?.focus();
        }}
      >
        {views.map((view) => (
          <NavButton
            key={view}
            file={file}
            view={view}
            isCurrent={view === current}
            onClick={() => {
              panel.current?.hidePopover();
              showView(file, view);
            }}
          />
        ))}
      </div>
    </>
  );
}
