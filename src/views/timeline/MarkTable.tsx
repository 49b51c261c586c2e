import { useEffect, useRef, useState } from 'react';
import { clamp, type KeyId } from '../../base/index.ts';
import { EXISTS, HAS_TTL, MARK_KINDS } from '../../replay/index.ts';
import { Button, formatCount, formatOffset, IconButton } from '../ui/index.ts';
import { CERTAINTY } from '../ui/keyTexts.ts';
import { taintAt } from './laneSpans.ts';
import type { KnownLane } from './useLanes.ts';

const PAGE = 200;

interface MarkTableProps {
  readonly lanes: readonly KnownLane[];
  readonly active: number | null;
  readonly mark: number | null;
  readonly onChoose: (key: KeyId) => void;
  readonly onGo: (key: KeyId, mark: number, walking: boolean) => void;
  readonly onRemove: (key: KeyId) => void;
}

/** The marks of a lane as a list: all that the chart shows, in words. */
export function MarkTable({ lanes, active, mark, onChoose, onGo, onRemove }: MarkTableProps) {
  const known = active === null ? null : (lanes[active] ?? null);
  const [page, setPage] = useState(0);
  const current = useRef<HTMLTableRowElement>(null);
  const total = known?.lane.rows.length ?? 0;
  const pages = Math.max(1, Math.ceil(total / PAGE));
  const shown = clamp(page, 0, pages - 1);
  useEffect(() => {
    if (mark !== null) setPage(Math.floor(mark / PAGE));
  }, [mark]);
  useEffect(() => {
    if (mark !== null) current.current?.scrollIntoView({ block: 'nearest' });
  }, [mark]);
  if (known === null) return null;
  const { lane, states } = known;
  const isDoubtful = (states?.doubts.length ?? 0) > 0;
  const marks = Array.from({ length: Math.min(PAGE, total - shown * PAGE) }, (_, i) => shown * PAGE + i);
  return (
    <div className="mark-table">
      <header>
        <select
          aria-label="Lane"
          value={lane.key}
          onChange={(event) => {
            const chosen = lanes.find((each) => String(each.lane.key) === event.target.value);
            if (chosen !== undefined) onChoose(chosen.lane.key);
          }}
        >
          {lanes.map((each) => (
            <option key={each.lane.key} value={each.lane.key}>
              {each.lane.name}
            </option>
          ))}
        </select>
        <IconButton
          icon="close"
          size="small"
          label={`Remove ${lane.name} from the timeline`}
          onClick={() => onRemove(lane.key)}
        />
        {pages > 1 && (
          <nav aria-label="Pages of records">
            <Button size="small" disabled={shown === 0} onClick={() => setPage(shown - 1)}>
              Earlier
            </Button>
            <span role="status">
              {formatCount(shown * PAGE + 1)}–{formatCount(shown * PAGE + marks.length)} of{' '}
              {formatCount(total)}
            </span>
            <Button size="small" disabled={shown >= pages - 1} onClick={() => setPage(shown + 1)}>
              Later
            </Button>
          </nav>
        )}
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reached by keyboard */}
      <section className="mark-table-scroll" aria-label={`Records of ${lane.name}`} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">#</th>
              <th scope="col">Offset</th>
              <th scope="col">Kind</th>
              <th scope="col">Name</th>
              <th scope="col">Then</th>
              {isDoubtful && <th scope="col">Certainty</th>}
            </tr>
          </thead>
          <tbody>
            {marks.map((each) => {
              const flags = states?.flags[each] ?? 0;
              const size = states?.sizes[each] ?? Number.NaN;
              return (
                <tr
                  key={each}
                  ref={each === mark ? current : undefined}
                  aria-current={each === mark ? 'true' : undefined}
                >
                  <td>
                    <button type="button" className="link-button" onClick={() => onGo(lane.key, each, false)}>
                      {formatCount(each + 1)}
                    </button>
                  </td>
                  <td className="mono">{formatOffset(lane.offsets[each] ?? 0)}</td>
                  <td>{MARK_KINDS[lane.kinds[each] ?? 0]}</td>
                  <td className="mono">{lane.segments[lane.segmentOf[each] ?? 0]?.name}</td>
                  <td>
                    {states === null
                      ? '…'
                      : (flags & EXISTS) === 0
                        ? 'gone'
                        : `${formatCount(size)}${(flags & HAS_TTL) === 0 ? '' : ', has TTL'}`}
                  </td>
                  {isDoubtful && (
                    <td>{states !== null && CERTAINTY[taintAt(states, lane.rows[each] ?? 0)].label}</td>
                  )}
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
    </div>
  );
}
