import { type PointerEvent, useMemo } from 'react';
import { clamp, upperBound } from '../../base/index.ts';
import type { TimelineAxis } from '../../workers/index.ts';
import { formatBytes, formatCount } from '../ui/index.ts';
import { plotLine } from './plotLine.ts';
import type { KnownLane } from './useLanes.ts';

const WIDTH = 400;
const HEIGHT = 150;
const TITLES = { value: 'value', items: 'items', bytes: 'size' } as const;

interface ValuePlotProps {
  readonly axis: TimelineAxis;
  readonly lane: KnownLane;
  readonly mark: number | null;
  readonly onGo: (mark: number) => void;
}

/** The key's number, length or size from record to record. */
export function ValuePlot({ axis, lane: { lane, states }, mark, onGo }: ValuePlotProps) {
  const isString = lane.family === 'string' || lane.family === 'bits' || lane.family === 'proto';
  const { rows } = lane;
  const line = useMemo(
    () => (states === null ? null : plotLine(states, rows, axis.rows, isString, WIDTH)),
    [states, rows, axis.rows, isString],
  );
  if (line === null || states === null) return <p className="moment-hint">Nothing to plot yet.</p>;
  const format = line.unit === 'bytes' ? formatBytes : formatCount;
  const total = lane.rows.length;
  const go = (event: PointerEvent): void => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const part = width === 0 ? 0 : (event.clientX - left) / width;
    onGo(clamp(upperBound(rows, part * axis.rows) - 1, 0, total - 1));
  };
  const now = mark === null ? null : line.unit === 'value' ? states.numbers[mark] : states.sizes[mark];
  const xOf = (row: number): number => (row / Math.max(1, axis.rows)) * WIDTH;
  const x = mark === null ? null : xOf(rows[mark] ?? 0);
  return (
    <figure className="plot">
      <figcaption>
        <span className="mono">{lane.name}</span> · {TITLES[line.unit]} over the log
        {now !== null && now !== undefined && <b>{Number.isNaN(now) ? 'gone' : format(now)}</b>}
      </figcaption>
      <div className="plot-area">
        <span className="plot-high">{format(line.high)}</span>
        <span className="plot-low">{format(line.low)}</span>
        {/* Its points are the table's; the chart above has the keys. */}
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={`From ${format(line.low)} to ${format(line.high)}`}
          onPointerDown={go}
        >
          {axis.damage.slice(0, 200).map(({ fromRow, toRow }) => (
            <rect
              key={fromRow}
              className="plot-damage"
              x={xOf(fromRow)}
              y={0}
              width={Math.max(2, xOf(toRow) - xOf(fromRow))}
              height={HEIGHT}
            />
          ))}
          {line.runs.map((run) => {
            const points = run.map(([px, py]) => `${px * WIDTH},${HEIGHT - 3 - py * (HEIGHT - 6)}`);
            const [start, end] = [run[0]?.[0] ?? 0, run.at(-1)?.[0] ?? 0];
            return (
              <g key={start} className={`plot-line timeline-ink-${lane.family}`}>
                {run.length > 1 && (
                  <polygon
                    points={`${start * WIDTH},${HEIGHT} ${points.join(' ')} ${end * WIDTH},${HEIGHT}`}
                  />
                )}
                <polyline points={run.length > 1 ? points.join(' ') : `${points[0]} ${points[0]}`} />
              </g>
            );
          })}
          {x !== null && <line className="plot-at" x1={x} x2={x} y1={0} y2={HEIGHT} />}
        </svg>
      </div>
    </figure>
  );
}
