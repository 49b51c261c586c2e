import { actions, type DroppedFolder } from '../../state/index.ts';
import { Button, Dialog, formatNumberOf } from '../ui/index.ts';
import './FolderDialog.css';

/** Says which files of a dropped folder can be opened, and opens them. */
export function FolderDialog({
  folder,
  onClose,
}: {
  readonly folder: DroppedFolder;
  readonly onClose: () => void;
}) {
  const { name, files, listed } = folder;
  const canOpen = files.length > 0;
  return (
    <Dialog
      title={`“${name}” is a folder`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{canOpen ? 'Not now' : 'Close'}</Button>
          {canOpen && (
            <Button variant="primary" onClick={() => void actions.openFolder()}>
              {files.length === 1 ? 'Open it' : `Open all ${files.length}`}
            </Button>
          )}
        </>
      }
    >
      {canOpen ? (
        <>
          <p>{formatNumberOf(files.length, 'file')} in it can be opened, each in a tab of its own:</p>
          <ul className="folder-dialog-files">
            {files.map((file) => (
              <li key={file.name} className="mono">
                {file.name}
              </li>
            ))}
          </ul>
        </>
      ) : listed ? (
        <p>
          It holds no <code>.aof</code> or <code>.snap</code> file. Subfolders were not looked into: drop the
          folder that holds the shard files, or the files themselves.
        </p>
      ) : (
        <p>
          This browser does not let the page look into it. Open the folder yourself and drop the{' '}
          <code>shard-*.aof</code> and <code>shard-*.snap</code> files inside it.
        </p>
      )}
    </Dialog>
  );
}
