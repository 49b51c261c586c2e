import { actions, getHealth, type OpenFile } from '../../state/index.ts';
import { HealthMark } from '../ui/HealthMark.tsx';
import { classNames, formatBytes, IconButton } from '../ui/index.ts';
import './FileTab.css';

export function FileTab({ file, isActive }: { readonly file: OpenFile; readonly isActive: boolean }) {
  return (
    <div className={classNames('file-tab', isActive && 'file-tab-active')}>
      <button
        type="button"
        className="file-tab-name"
        aria-current={isActive ? 'page' : undefined}
        title={`${file.name}, ${formatBytes(file.size)}`}
        onClick={() => actions.activate(file.id)}
        onAuxClick={(event) => {
          if (event.button === 1) actions.closeFile(file.id);
        }}
      >
        <HealthMark health={getHealth(file)} />
        <span className="file-tab-text">{file.name}</span>
        <span className="file-tab-size">{formatBytes(file.size)}</span>
      </button>
      <IconButton
        icon="close"
        size="small"
        label={`Close ${file.name}`}
        className="file-tab-close"
        onClick={() => actions.closeFile(file.id)}
      />
    </div>
  );
}
