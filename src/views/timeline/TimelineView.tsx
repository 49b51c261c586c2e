import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type KeyId, rowIndex } from '../../base/index.ts';
import { actions, type FileId, getFile, useApp } from '../../state/index.ts';
import {
  Button,
  formatCount,
  formatNumberOf,
  IconButton,
  Segmented,
  useCommand,
  useShortcut,
} from '../ui/index.ts';
import { useRowDetail } from '../ui/useRowDetail.ts';
import { activeLane, type LaneChoice } from './activeLane.ts';
import { type AxisMode, rowOfOffset } from './axisScale.ts';
import { ExportMenu } from './ExportMenu.tsx';
import { KeyAdder } from './KeyAdder.tsx';
import { LaneChart } from './LaneChart.tsx';
import { MarkTable } from './MarkTable.tsx';
import { MomentPane } from './MomentPane.tsx';
import { markOf } from './markOf.ts';
import { type KnownLane, useLanes } from './useLanes.ts';
import './TimelineView.css';

const AXES = [
  { value: 'order', label: 'Order', title: 'Equal steps for each record' },
  { value: 'offset', label: 'Offset', title: 'By bytes, as the map of the file' },
] as const;
const FORMS = [
  { value: 'chart', label: 'Chart' },
  { value: 'table', label: 'Table', title: 'The same marks as a list' },
] as const;

/** What happened to chosen keys, a lane each, and what each of them held around every record. */
export function TimelineView({ fileId }: { readonly fileId: FileId }) {
  const keys = useApp((state) => getFile(state, fileId)?.lanes ?? NONE);
  const range = useApp((state) => getFile(state, fileId)?.mapRange ?? null);
  const row = useApp((state) => getFile(state, fileId)?.selection?.row ?? null);
  const hasClock = useApp((state) => getFile(state, fileId)?.summary?.capabilities.clock === true);
  const [mode, setMode] = useState<AxisMode>('order');
  const [form, setForm] = useState<'chart' | 'table'>('chart');
  const [onlyDoubtful, setOnlyDoubtful] = useState(false);
  const [choice, setChoice] = useState<LaneChoice | null>(null);
  const zoom = useRef<{ readonly by: (factor: number) => void }>({ by: () => undefined });
  const { axis, lanes: known } = useLanes(fileId, keys);
  const { detail, pending } = useRowDetail(fileId);

  const followed = useMemo(() => keys.flatMap((key) => known.get(key) ?? []), [keys, known]);
  const doubtful = useMemo(() => followed.filter(isDoubtful), [followed]);
  const showsDoubtful = onlyDoubtful && doubtful.length > 0;
  const lanes = showsDoubtful ? doubtful : followed;
  const active = useMemo(() => activeLane(lanes, choice, row), [lanes, choice, row]);
  const lane = active === null ? null : (lanes[active] ?? null);
  const mark = lane === null || row === null ? null : markOf(lane.lane.rows, row);

  const go = useCallback(
    (key: KeyId, to: number, walking: boolean): void => {
      const target = known.get(key)?.lane.rows[to];
      setChoice({ key, row: target ?? row });
      if (target !== undefined)
        actions.select(fileId, { row: rowIndex(target), field: null, bytes: null }, { replace: walking });
    },
    [fileId, known, row],
  );
  const add = useCallback(
    (added: readonly KeyId[]): void => {
      actions.setLanes(fileId, [...new Set([...keys, ...added])]);
      const [first] = added;
      setChoice(first === undefined ? null : { key: first, row });
    },
    [fileId, keys, row],
  );
  const remove = (key: KeyId): void =>
    actions.setLanes(
      fileId,
      keys.filter((each) => each !== key),
    );
  const showRecord = (): void => {
    if (mark === null) return;
    actions.setView(fileId, 'records');
    actions.setPane('list');
  };
  useCommand({
    id: 'timeline-clear',
    label: 'Remove all lanes from the timeline',
    group: 'View',
    run: () => actions.setLanes(fileId, []),
    when: () => keys.length > 0,
  });
  useShortcut({
    id: 'timeline-all',
    keys: '0',
    label: 'Show the whole log in the timeline',
    group: 'View',
    run: () => actions.setMapRange(fileId, null),
  });
  // A lane that was just asked for is in hand once it is there.
  useEffect(() => {
    if (choice !== null && !keys.includes(choice.key)) setChoice(null);
  }, [choice, keys]);

  const offset = !pending && detail?.row.row === row ? detail.row.offset : null;
  const exact = mark === null || lane === null ? null : (lane.lane.offsets[mark] ?? null);
  const at = row === null ? null : { row, offset: exact ?? offset ?? 0 };
  const shown =
    axis === null
      ? null
      : range === null
        ? { from: 0, to: axis.rows }
        : {
            from: Math.floor(rowOfOffset(axis, range.from)),
            to: Math.ceil(rowOfOffset(axis, range.to)),
          };

  return (
    <section className="timeline" aria-label="Timeline">
      <header className="timeline-header">
        <h2>{mode === 'order' ? 'Order in the log' : 'Place in the file'}</h2>
        <p className="timeline-note">
          {shown !== null && range !== null && (
            <span className="timeline-range">
              rows {formatCount(shown.from)} – {formatCount(shown.to)}
            </span>
          )}
          {!hasClock && <span>This format has no clock: left to right is the order of writing.</span>}
        </p>
        {doubtful.length > 0 && (
          <select
            aria-label="Certainty"
            value={showsDoubtful ? 'doubtful' : ''}
            onChange={(event) => setOnlyDoubtful(event.currentTarget.value !== '')}
          >
            <option value="">Any certainty</option>
            <option value="doubtful">Not exact ({formatCount(doubtful.length)})</option>
          </select>
        )}
        <Segmented label="Axis" size="small" options={AXES} value={mode} onChange={setMode} />
        <Segmented label="Shown as" size="small" options={FORMS} value={form} onChange={setForm} />
        <span className="timeline-zoom">
          <IconButton
            icon="minus"
            size="small"
            label="Zoom out"
            disabled={range === null}
            onClick={() => zoom.current.by(2)}
          />
          <IconButton
            icon="plus"
            size="small"
            label="Zoom in"
            disabled={lanes.length === 0}
            onClick={() => zoom.current.by(0.5)}
          />
          <Button
            size="small"
            variant="quiet"
            disabled={range === null}
            onClick={() => actions.setMapRange(fileId, null)}
          >
            All
          </Button>
        </span>
        <ExportMenu fileId={fileId} axis={axis} mode={mode} range={range} lanes={lanes} />
      </header>
      <KeyAdder fileId={fileId} keys={keys} onAdd={add} isEmpty={keys.length === 0} />
      {keys.length > 0 && axis !== null && (
        <>
          {form === 'chart' ? (
            <LaneChart
              fileId={fileId}
              axis={axis}
              mode={mode}
              range={range}
              lanes={lanes}
              active={active}
              mark={mark}
              at={at}
              zoom={zoom}
              onGo={go}
              onRemove={remove}
              onShowRecord={showRecord}
            />
          ) : (
            <MarkTable
              lanes={lanes}
              active={active}
              mark={mark}
              onChoose={(key) => setChoice({ key, row })}
              onGo={go}
              onRemove={remove}
            />
          )}
          {lane !== null && (
            <MomentPane
              key={lane.lane.key}
              fileId={fileId}
              axis={axis}
              lane={lane}
              mark={mark}
              onGo={(to) => go(lane.lane.key, to, false)}
              onFollow={(key) => add([key])}
              onShowRecord={showRecord}
            />
          )}
        </>
      )}
      <p className="visually-hidden" role="status">
        {keys.length === 0 ? 'No keys are followed' : `${formatNumberOf(keys.length, 'key')} followed`}
      </p>
    </section>
  );
}

const NONE: readonly KeyId[] = [];

/** Whether it is not certain anywhere on the lane what its key holds. */
const isDoubtful = ({ states }: KnownLane): boolean => (states?.doubts.length ?? 0) > 0;
