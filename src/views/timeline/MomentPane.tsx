import { useEffect, useState } from 'react';
import type { KeyId } from '../../base/index.ts';
import { type Element, Taint, type ValueDiff } from '../../replay/index.ts';
import { actions, announceFailure, type FileId, service } from '../../state/index.ts';
import type { CommandText, MomentView, TimelineAxis } from '../../workers/index.ts';
import { Busy, Button, Chip, CopyButton, formatCount, formatOffset } from '../ui/index.ts';
import { CERTAINTY } from '../ui/keyTexts.ts';
import { DiffTable } from './DiffTable.tsx';
import { lastGone, taintAt } from './laneSpans.ts';
import type { KnownLane } from './useLanes.ts';
import { ValuePlot } from './ValuePlot.tsx';
import './MomentPane.css';

interface MomentPaneProps {
  readonly fileId: FileId;
  readonly axis: TimelineAxis;
  readonly lane: KnownLane;
  readonly mark: number | null;
  readonly onGo: (mark: number) => void;
  readonly onFollow: (key: KeyId) => void;
  readonly onShowRecord: () => void;
}

/** What the key held before and after the selected record, and how it went along the log. */
export function MomentPane({ fileId, axis, lane, mark, onGo, onFollow, onShowRecord }: MomentPaneProps) {
  const { key } = lane.lane;
  const moment = useMoment(fileId, lane, mark);
  const gone = lane.states === null ? null : lastGone(lane.states);

  const findSetter = (element: Element): void => {
    if (mark === null) return;
    service(fileId)
      .setterOf(key, mark, element)
      .then(
        (setter) => {
          if (setter === null) {
            actions.toast('info', 'No record of this log has set this: it was there before.');
          } else if (setter === mark) actions.toast('info', 'This very record has set it.');
          else onGo(setter);
        },
        (error: unknown) => announceFailure(error, null),
      );
  };
  const commands = async (asked: Promise<CommandText | null>): Promise<string> => {
    const answer = await asked;
    for (const note of answer?.notes ?? []) actions.toast('info', note);
    return answer?.text ?? '';
  };

  return (
    <div className="moment">
      <section className="moment-value" aria-label="Value before and after" aria-busy={moment === 'pending'}>
        {mark === null ? (
          <p className="moment-hint">
            Choose a record on the lane: click it, or press ← and →. Its value before and after is shown here.
          </p>
        ) : moment === 'pending' ? (
          <Busy label="Replaying the key" />
        ) : moment === null ? (
          <p className="moment-hint">This record is no longer there: the file has been read anew.</p>
        ) : (
          <>
            <MomentHeader moment={moment} mark={mark} lane={lane} />
            <DiffTable
              diff={moment.diff}
              beforeTitle={sideTitle('before', moment)}
              afterTitle={sideTitle('after', moment)}
              onFind={findSetter}
            />
          </>
        )}
        <footer className="moment-actions">
          {mark !== null && moment !== 'pending' && moment !== null && (
            <>
              <CopyButton
                label="Copy as command"
                size="small"
                text={() => commands(service(fileId).recordCommands(moment.row.row))}
              />
              <Button size="small" onClick={onShowRecord}>
                Show record
              </Button>
              {moment.others.map((other) => (
                <Button key={other.key} size="small" icon="plus" onClick={() => onFollow(other.key)}>
                  Follow <span className="mono timeline-follow-name">{other.name}</span>
                </Button>
              ))}
            </>
          )}
          <CopyButton
            label="Copy all as commands"
            size="small"
            text={() => commands(service(fileId).laneCommands(key))}
          />
          {gone !== null && gone !== mark && (
            <Button size="small" icon="undo" onClick={() => onGo(gone)}>
              Just before it was deleted
            </Button>
          )}
        </footer>
      </section>
      <section className="moment-plot" aria-label="Value over the log">
        <ValuePlot axis={axis} lane={lane} mark={mark} onGo={onGo} />
      </section>
    </div>
  );
}

function MomentHeader({
  moment: { row, applied },
  mark,
  lane: { lane, states },
}: {
  readonly moment: MomentView;
  readonly mark: number;
  readonly lane: KnownLane;
}) {
  const taint = states === null ? Taint.exact : taintAt(states, row.row);
  const { label, icon, tone, meaning } = CERTAINTY[taint];
  return (
    <header className="moment-header">
      <h3>
        <b className={`moment-type-${row.family}`}>{row.type}</b> <span className="mono">{row.summary}</span>
      </h3>
      <p>
        {row.record !== null && <>record {formatCount(row.record)} · </>}
        <span className="mono">{formatOffset(row.offset)}</span> · {formatCount(mark + 1)} of{' '}
        {formatCount(lane.rows.length)}
      </p>
      {!applied && row.finding !== null && (
        <Chip tone="bad" icon="damage">
          {row.finding}: not applied
        </Chip>
      )}
      {!applied && row.finding === null && <Chip>changes nothing of this key</Chip>}
      {taint !== Taint.exact && (
        <p className="moment-certainty">
          <Chip tone={tone} icon={icon}>
            {label}
          </Chip>{' '}
          {meaning}
        </p>
      )}
    </header>
  );
}

const NOUNS: Readonly<Record<string, string>> = {
  zset: 'sorted set',
  proto: 'protobuf',
  vector: 'vector set',
};

function sideTitle(side: 'before' | 'after', { diff, ttlBefore, ttlAfter }: MomentView): string {
  const type: ValueDiff['before'] = diff[side];
  const ttl = side === 'before' ? ttlBefore : ttlAfter;
  if (type === null) return 'not there';
  return `${NOUNS[type] ?? type}${ttl === null ? '' : ` · TTL ${ttl}`}`;
}

/** Values come once the lane's states are there: until then its base is not known. */
function useMoment(fileId: FileId, lane: KnownLane, mark: number | null): MomentView | null | 'pending' {
  const [answer, setAnswer] = useState<{ readonly of: string; readonly moment: MomentView | null } | null>(
    null,
  );
  const of = `${lane.lane.key} ${mark}`;
  const isReady = lane.states !== null;
  useEffect(() => {
    if (mark === null || !isReady) return;
    let wanted = true;
    service(fileId)
      .moment(lane.lane.key, mark)
      .then(
        (moment) => wanted && setAnswer({ of, moment }),
        (error: unknown) => {
          announceFailure(error, null);
          if (wanted) setAnswer({ of, moment: null });
        },
      );
    return () => {
      wanted = false;
    };
  }, [fileId, lane.lane.key, mark, of, isReady]);
  return answer?.of === of ? answer.moment : 'pending';
}
