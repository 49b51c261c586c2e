import type { RepairPreview } from '../../repair/index.ts';
import type { Verdict } from '../../scan/index.ts';
import {
  Button,
  Callout,
  classNames,
  formatBytes,
  formatCount,
  formatNumberOf,
  formatOffset,
  Icon,
} from '../ui/index.ts';
import { nowSentence } from './planText.ts';
import './RepairSummary.css';

interface RepairSummaryProps {
  readonly verdict: Verdict | null;
  readonly preview: RepairPreview;
  readonly pending: boolean;
  readonly fileSize: number;
  readonly noun: string;
  readonly readerName: string;
  /** False where the reader stops at something that the plan leaves as it is. */
  readonly reachesStop: boolean;
  /** Chooses the plan that this reader can read; null where there is none. */
  readonly onRewrite: (() => void) | null;
}

/** The file as it is against the copy that the plan makes. */
export function RepairSummary(props: RepairSummaryProps) {
  const { verdict, preview, pending, fileSize, noun, readerName, reachesStop, onRewrite } = props;
  const nouns = (n: number): string => formatNumberOf(n, noun).replace(/^\S+ /, '');
  const { plan, recordsKept, recordsDropped, bytesDropped, outputSize } = preview;
  const leavesDamage = plan.steps.some(
    (step) => !step.on && (step.kind === 'drop' || step.kind === 'truncate'),
  );
  // It writes new records for some of those that it takes out.
  const isRewrite = plan.preset === 'rewrite';
  return (
    <section
      className={classNames('repair-summary', pending && 'repair-summary-pending')}
      aria-label="What the plan changes"
      aria-busy={pending}
    >
      <h3>What the plan changes</h3>
      <div className="repair-summary-cards">
        <div className="repair-card repair-card-now">
          <span>{readerName} loads now</span>
          <b>{verdict === null ? '–' : formatCount(verdict.applied)}</b>
          <span>
            {verdict === null ? 'not known yet' : `${nouns(verdict.applied)}, ${nowSentence(verdict, noun)}`}
          </span>
        </div>
        <Icon name="arrowRight" size={20} label="becomes" />
        <div
          className={classNames('repair-card', leavesDamage ? 'repair-card-doubtful' : 'repair-card-after')}
        >
          <span>in the copy</span>
          <b>{formatCount(recordsKept)}</b>
          <span>
            {nouns(recordsKept)}
            {leavesDamage ? ', but damage stays in: a step is off' : ', checked after saving'}
          </span>
        </div>
      </div>
      <dl className="repair-summary-facts">
        <div>
          <dt>{isRewrite ? 'In the copy' : 'Kept'}</dt>
          <dd>{formatNumberOf(recordsKept, noun)}</dd>
        </div>
        <div>
          <dt>{isRewrite ? 'Taken out' : 'Dropped'}</dt>
          <dd>{formatNumberOf(recordsDropped, noun)}</dd>
        </div>
        <div>
          <dt>Bytes dropped</dt>
          <dd title={formatNumberOf(bytesDropped, 'byte')}>{formatBytes(bytesDropped)}</dd>
        </div>
        <div>
          <dt>Size</dt>
          <dd>{sizeChange(fileSize, outputSize)}</dd>
        </div>
      </dl>
      {verdict !== null && !reachesStop && (
        <Callout
          tone="warn"
          title={`${readerName} would load no more from the copy.`}
          actions={
            onRewrite !== null && (
              <Button size="small" icon="edit" onClick={onRewrite}>
                Rewrite for {readerName}
              </Button>
            )
          }
        >
          It stops at {formatOffset(verdict.stoppedAt)} with “{verdict.error}”, and no step changes that
          place. A reader that knows what stands there loads more; choose one to compare
          {onRewrite === null ? '.' : ', or have the log rewritten for this one.'}
        </Callout>
      )}
      <p className="visually-hidden" role="status">
        {pending
          ? ''
          : `${formatNumberOf(recordsKept, noun)} kept, ${formatNumberOf(recordsDropped, noun)} dropped`}
      </p>
    </section>
  );
}

/** "5.9 KiB → 5.7 KiB"; in full where rounding would hide the change. */
function sizeChange(before: number, after: number): string {
  const rounded = [formatBytes(before), formatBytes(after)];
  if (before === after || rounded[0] !== rounded[1]) return rounded.join(' → ');
  return `${formatCount(before)} → ${formatCount(after)} B`;
}
