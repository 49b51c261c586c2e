import { useState } from 'react';
import type { RecoverySide } from '../../workers/index.ts';
import { formatCount, formatNumberOf } from '../ui/index.ts';

interface SideCardProps {
  readonly title: string;
  readonly side: RecoverySide;
  /** What the numbers are compared with. */
  readonly other: RecoverySide | null;
}

/** One of the two states in numbers, and what the server would say on the way. */
export function SideCard({ title, side, other }: SideCardProps) {
  const types = new Map(side.types.map(({ type, keys }) => [type, keys]));
  for (const { type } of other?.types ?? []) if (!types.has(type)) types.set(type, 0);
  const before = new Map(other?.types.map(({ type, keys }) => [type, keys]));
  return (
    <section className="recovery-side" aria-label={title}>
      <h3>{title}</h3>
      <p className="recovery-side-keys">
        <strong>{formatCount(side.keys)}</strong> {side.keys === 1 ? 'key' : 'keys'}
        {other !== null && <Delta by={side.keys - other.keys} />}
      </p>
      {types.size > 0 && (
        <dl className="recovery-types">
          {[...types].map(([type, keys]) => (
            <div key={type}>
              <dt className={`recovery-type-${type}`}>{type}</dt>
              <dd>
                {formatCount(keys)}
                {other !== null && <Delta by={keys - (before.get(type) ?? 0)} />}
              </dd>
            </div>
          ))}
        </dl>
      )}
      <p className="recovery-ttl">{ttlText(side)}</p>
      {side.schemas > 0 && <p className="recovery-ttl">{formatNumberOf(side.schemas, 'protobuf schema')}</p>}
      <h4>The server would log</h4>
      {side.logs.length === 0 && side.unsaid.length === 0 ? (
        <p className="recovery-ttl">No warning.</p>
      ) : (
        <LogLines lines={side.logs} unsaid={side.unsaid} />
      )}
    </section>
  );
}

/** The server's lines; of many the last ones, which say how it ended. */
function LogLines({
  lines,
  unsaid,
}: {
  readonly lines: readonly string[];
  readonly unsaid: readonly string[];
}) {
  const [isWhole, setWhole] = useState(false);
  const from = isWhole ? Math.max(0, lines.length - MOST_LINES) : Math.max(0, lines.length - LINES);
  return (
    <>
      {from > 0 && !isWhole && (
        <button type="button" className="link-button recovery-earlier" onClick={() => setWhole(true)}>
          {formatNumberOf(from, 'earlier line')}
        </button>
      )}
      <ul className="recovery-logs">
        {from > 0 && isWhole && <li>{formatNumberOf(from, 'earlier line')} left out</li>}
        {lines.slice(from).map((line, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one log never move, and may be equal
          <li key={from + i} className="mono">
            {line}
          </li>
        ))}
        {unsaid.map((text) => (
          <li key={text} className="recovery-unsaid">
            [{text}]
          </li>
        ))}
      </ul>
    </>
  );
}

const LINES = 4;
const MOST_LINES = 500;

function Delta({ by }: { readonly by: number }) {
  if (by === 0) return null;
  return (
    <span className={by > 0 ? 'recovery-more' : 'recovery-fewer'}>
      {by > 0 ? `+${formatCount(by)}` : `−${formatCount(-by)}`}
    </span>
  );
}

function ttlText({ withTtl, absoluteTtl, expired }: RecoverySide): string {
  const parts = [
    withTtl === 0
      ? 'No key has a time to live'
      : `${formatNumberOf(withTtl, 'key')} ${withTtl === 1 ? 'has' : 'have'} a time to live`,
    absoluteTtl > 0 ? `${formatCount(absoluteTtl)} of them until a fixed time` : null,
    expired > 0 ? `${formatNumberOf(expired, 'more', 'more')} expired and dropped at the start` : null,
  ];
  return `${parts.filter((part) => part !== null).join(', ')}.`;
}
