import { type FileId, service } from '../../state/index.ts';
import type { SaveProgress } from '../../workers/index.ts';
import { Button, formatBytes } from '../ui/index.ts';
import './SaveProgressBar.css';

const STAGES: Readonly<Record<SaveProgress['stage'], string>> = {
  reading: 'Reading the original for its SHA-256',
  writing: 'Writing the copy',
  checking: 'Reading the copy back and checking it',
  hashing: 'Taking the SHA-256 of the copy',
  comparing: 'Replaying original and copy, to compare their keys',
};

/** How far saving has come, and a way to stop it. */
export function SaveProgressBar({
  fileId,
  progress,
}: {
  readonly fileId: FileId;
  readonly progress: SaveProgress;
}) {
  const { stage, bytes, total } = progress;
  const share = total === 0 ? 0 : Math.min(1, bytes / total);
  return (
    <div className="save-progress">
      <progress value={share} max={1} aria-label={STAGES[stage]} />
      <span className="save-progress-text">
        {STAGES[stage]}
        {total > 0 && `, ${formatBytes(bytes)} of ${formatBytes(total)}`}
      </span>
      <Button
        size="small"
        icon="stop"
        onClick={() =>
          void service(fileId)
            .cancelSave()
            .catch(() => undefined)
        }
      >
        Stop
      </Button>
      <span className="visually-hidden" role="status">
        {STAGES[stage]}, {Math.floor(share * 4) * 25} percent
      </span>
    </div>
  );
}
