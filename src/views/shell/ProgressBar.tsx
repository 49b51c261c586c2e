import type { ScanProgress } from '../../workers/index.ts';
import { Button, formatBytes, formatDuration } from '../ui/index.ts';
import './ProgressBar.css';

interface ProgressBarProps {
  /** What is being done, for screen readers. */
  readonly label: string;
  readonly progress: ScanProgress | null;
  readonly total: number;
  readonly onCancel: () => void;
}

/** Less than this says nothing of the rate: a scan may look at one large record before it goes on. */
const TELLING_BYTES = 1 << 20;

/** How far a scan has come: bytes, rate, time left. What announces it to screen readers is {@link scanNews}. */
export function ProgressBar({ label, progress, total, onCancel }: ProgressBarProps) {
  const done = progress?.bytesDone ?? 0;
  const rate = done < TELLING_BYTES ? 0 : (progress?.bytesPerSecond ?? 0);
  const percent = total === 0 ? 100 : Math.floor((done / total) * 100);
  const left = rate > 0 ? ((total - done) / rate) * 1000 : null;
  return (
    <div className="progress-bar">
      <div
        className="progress-bar-track"
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
      >
        <div
          className="progress-bar-fill"
          style={{ transform: `scaleX(${total === 0 ? 1 : done / total})` }}
        />
      </div>
      <span className="progress-bar-text">
        {formatBytes(done)} of {formatBytes(total)}
        {rate > 0 && `, ${formatBytes(rate)}/s`}
        {left !== null && left > 900 && `, about ${formatDuration(left)} left`}
      </span>
      <Button size="small" icon="stop" onClick={onCancel}>
        Stop
      </Button>
    </div>
  );
}
