import { actions, getFaultCount, type OpenFile } from '../../state/index.ts';
import type { FileSummary } from '../../workers/index.ts';
import {
  Chip,
  classNames,
  formatBytes,
  formatDuration,
  formatNumberOf,
  formatOffset,
  Icon,
  type IconName,
} from '../ui/index.ts';
import { showView } from './views.ts';
import './StatusBar.css';

type Tone = 'good' | 'warn' | 'bad' | 'info' | 'neutral';

/** The worst there is, how much there is, and where one is. */
export function StatusBar({ file, summary }: { readonly file: OpenFile; readonly summary: FileSummary }) {
  const { report, progress, selection } = file;
  const rows = report?.rows ?? progress?.rows ?? 0;
  const worst = worstOf(file);
  return (
    <footer className="status-bar">
      <button
        type="button"
        className={classNames('status-bar-button', `status-bar-${worst.tone}`)}
        title="Show the faults"
        onClick={() => showView(file, 'faults')}
      >
        <Icon name={worst.icon} size={14} />
        {worst.text}
      </button>
      <span className="status-bar-extra">{formatNumberOf(rows, 'row')}</span>
      {file.released && (
        <span className="status-bar-released">Index released to save memory; reading again…</span>
      )}
      {report !== null && report.phase === 'done' && (
        <span className="status-bar-extra">
          Read in {formatDuration(report.elapsedMs)}
          {report.elapsedMs >= 100 && `, ${formatBytes((report.bytesScanned / report.elapsedMs) * 1000)}/s`}
        </span>
      )}
      <span className="status-bar-extra">{summary.formatLabel}</span>
      {summary.shardId !== null && <span className="status-bar-extra">Shard {summary.shardId}</span>}
      {selection?.bytes && (
        <span className="status-bar-extra">
          <span className="mono">{formatOffset(selection.bytes.start)}</span>,{' '}
          {formatNumberOf(selection.bytes.end - selection.bytes.start, 'byte')}
          {selection.bytes.space === 'plain' && ' [decrypted]'}
        </span>
      )}
      {file.sampleNote !== null && (
        <span className="status-bar-sample" title={file.sampleNote}>
          <Chip tone="accent">Sample</Chip>
          <span className="status-bar-extra">{file.sampleNote}</span>
        </span>
      )}
      <button
        type="button"
        className="status-bar-button status-bar-privacy"
        aria-label="Nothing leaves this computer"
        onClick={() => actions.setOverlay('privacy')}
      >
        <Icon name="shield" size={14} />
        <span className="status-bar-extra">Nothing leaves this computer</span>
        <span className="status-bar-short">0 bytes sent</span>
      </button>
    </footer>
  );
}

function worstOf(file: OpenFile): { readonly tone: Tone; readonly icon: IconName; readonly text: string } {
  const count = getFaultCount(file);
  const text = formatNumberOf(count, 'fault');
  const { report } = file;
  if (report === null) {
    return count === 0
      ? { tone: 'neutral', icon: 'circle', text: 'Being read' }
      : { tone: 'bad', icon: 'damage', text: `${text} so far` };
  }
  const { damage, warning } = report.faultCounts;
  if (damage > 0) return { tone: 'bad', icon: 'damage', text: `Damage, ${text}` };
  if (warning > 0) return { tone: 'warn', icon: 'warning', text: `Warning, ${text}` };
  if (count > 0) return { tone: 'info', icon: 'info', text };
  // What was not read may hold some.
  if (report.phase !== 'done') {
    const text = report.rows === 0 ? 'No row found so far' : 'No faults so far';
    return { tone: 'neutral', icon: 'stop', text };
  }
  return { tone: 'good', icon: 'check', text: 'No faults' };
}
