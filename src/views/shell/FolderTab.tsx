import { actions, type OpenFolder } from '../../state/index.ts';
import { classNames, Icon, IconButton } from '../ui/index.ts';
import './FileTab.css';

/** The tab of a data directory. */
export function FolderTab({ folder, isActive }: { readonly folder: OpenFolder; readonly isActive: boolean }) {
  return (
    <div className={classNames('file-tab', isActive && 'file-tab-active')}>
      <button
        type="button"
        className="file-tab-name"
        aria-current={isActive ? 'page' : undefined}
        title={`${folder.name}, a folder`}
        onClick={() => actions.showFolder(folder.id)}
        onAuxClick={(event) => {
          if (event.button === 1) actions.closeFolder(folder.id);
        }}
      >
        <Icon name="folder" size={14} label="folder" />
        <span className="file-tab-text">{folder.name}</span>
      </button>
      <IconButton
        icon="close"
        size="small"
        label={`Close ${folder.name}`}
        className="file-tab-close"
        onClick={() => actions.closeFolder(folder.id)}
      />
    </div>
  );
}
