import { actions, type OpenFile, type Pane, useApp } from '../../state/index.ts';
import { classNames, Icon, type IconName } from '../ui/index.ts';
import { NavButton } from './NavRail.tsx';
import { isWholePage, showView, viewsOf } from './views.ts';
import './BottomBar.css';

const PANES: readonly { readonly pane: Pane; readonly icon: IconName; readonly label: string }[] = [
  { pane: 'inspector', icon: 'inspector', label: 'Fields' },
  { pane: 'bytes', icon: 'bytes', label: 'Bytes' },
];

/** On a narrow screen: which view, or which side of the selected record, has the screen. */
export function BottomBar({ file }: { readonly file: OpenFile }) {
  const pane = useApp((state) => state.pane);
  const isList = pane === 'list' || isWholePage(file.view);
  const showPane = (next: Pane): void => {
    if (isWholePage(file.view)) actions.setView(file.id, 'records');
    actions.setPane(next);
  };
  return (
    <nav className="bottom-bar" aria-label="Views">
      {viewsOf(file).map((view) => (
        <NavButton
          key={view}
          file={file}
          view={view}
          isCurrent={isList && file.view === view}
          onClick={() => showView(file, view)}
        />
      ))}
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
