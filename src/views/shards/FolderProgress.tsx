import { actions, isReadable, type OpenFolder } from '../../state/index.ts';
import { Button, formatBytes, formatNumberOf } from '../ui/index.ts';

/** How far the reading of a folder's files has come. */
export function FolderProgress({ folder }: { readonly folder: OpenFolder }) {
  const { id, phase } = folder;
  const files = folder.files.filter(isReadable);
  const total = files.reduce((sum, { file }) => sum + file.size, 0);
  const done = files.reduce(
    (sum, { file, survey, reading }) => sum + (survey === null ? (reading ?? 0) : file.size),
    0,
  );
  const read = files.filter(({ survey }) => survey !== null).length;
  if (phase === 'stopped' && folder.problem === null) {
    return (
      <p className="shards-progress">
        Reading was stopped after {read} of {formatNumberOf(files.length, 'file')}.
        <Button size="small" icon="reload" onClick={() => void actions.readFolder(id)}>
          Read the rest
        </Button>
      </p>
    );
  }
  if (phase !== 'reading') return null;
  const share = total === 0 ? 1 : done / total;
  return (
    <div className="shards-progress">
      <div
        className="shards-progress-track"
        role="progressbar"
        aria-label={`Reading ${folder.name}`}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.floor(share * 100)}
      >
        <div className="shards-progress-fill" style={{ transform: `scaleX(${share})` }} />
      </div>
      <span>
        {read} of {formatNumberOf(files.length, 'file')}, {formatBytes(done)} of {formatBytes(total)}
      </span>
      <Button size="small" icon="stop" onClick={() => actions.stopFolder(id)}>
        Stop
      </Button>
    </div>
  );
}
