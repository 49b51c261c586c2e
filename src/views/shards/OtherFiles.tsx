import { actions, type FolderFile, type FolderId, isReadable } from '../../state/index.ts';
import { formatBytes, formatNumberOf } from '../ui/index.ts';

const LISTED = 100;

/** What lies in the folder and belongs to no shard. */
export function OtherFiles({
  folderId,
  files,
}: {
  readonly folderId: FolderId;
  readonly files: readonly FolderFile[];
}) {
  if (files.length === 0) return null;
  const more = files.length - LISTED;
  return (
    <section className="shards-others" aria-labelledby="other-files">
      <h2 id="other-files">{formatNumberOf(files.length, 'other file')}</h2>
      <p>The server does not look at them.</p>
      <ul>
        {files.slice(0, LISTED).map((file) => (
          <li key={file.name}>
            {isReadable(file) ? (
              <button
                type="button"
                className="link-button mono"
                onClick={() => void actions.openFileOfFolder(folderId, file)}
              >
                {file.name}
              </button>
            ) : (
              <span className="mono">{file.name}</span>
            )}
            <span className="shards-others-size">{formatBytes(file.file.size)}</span>
          </li>
        ))}
        {more > 0 && <li>and {formatNumberOf(more, 'more', 'more')}</li>}
      </ul>
    </section>
  );
}
