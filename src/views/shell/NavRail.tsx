import { getFaultCount, type OpenFile, type ViewName } from '../../state/index.ts';
import { Badge, classNames, formatNumberOf, Icon } from '../ui/index.ts';
import { faultBadge, showView, VIEW_LOOKS, viewsOf } from './views.ts';
import './NavRail.css';

/** The views of a file, down the left side. */
export function NavRail({ file }: { readonly file: OpenFile }) {
  return (
    <nav className="nav-rail" aria-label="Views">
      {viewsOf(file).map((view) => (
        <NavButton
          key={view}
          file={file}
          view={view}
          isCurrent={file.view === view}
          onClick={() => showView(file, view)}
        />
      ))}
    </nav>
  );
}

interface NavButtonProps {
  readonly file: OpenFile;
  readonly view: ViewName;
  readonly isCurrent: boolean;
  readonly onClick: () => void;
}

export function NavButton({ file, view, isCurrent, onClick }: NavButtonProps) {
  const { icon, label } = VIEW_LOOKS[view];
  const badge = view === 'faults' ? faultBadge(file) : null;
  return (
    <button
      type="button"
      className={classNames('nav-button', isCurrent && 'nav-button-current')}
      aria-current={isCurrent ? 'true' : undefined}
      onClick={onClick}
    >
      <Icon name={icon} size={18} />
      <span>{label}</span>
      {badge !== null && (
        <Badge tone={badge.tone} count={badge.count} label={formatNumberOf(getFaultCount(file), 'fault')} />
      )}
    </button>
  );
}
