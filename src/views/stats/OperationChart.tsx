import type { KeyStats, OperationClass } from '../../workers/index.ts';
import { formatNumberOf } from '../ui/index.ts';

const NAMES: Readonly<Record<OperationClass, string>> = {
  set: 'whole values',
  change: 'changes',
  remove: 'removals',
  expire: 'times to live',
  move: 'renames and copies',
};

const HEIGHT = 60;

/** Records along the file, stacked by what they do. */
export function OperationChart({ stats }: { readonly stats: KeyStats }) {
  const { classes, parts, records } = stats;
  const count = parts.length / classes.length;
  const totals = classes.map((_, kind) => {
    let sum = 0;
    for (let part = 0; part < count; part++) sum += parts[part * classes.length + kind] as number;
    return sum;
  });
  let most = 1;
  for (let part = 0; part < count; part++) {
    let sum = 0;
    for (let kind = 0; kind < classes.length; kind++) sum += parts[part * classes.length + kind] as number;
    most = Math.max(most, sum);
  }
  const bars = Array.from({ length: count }, (_, part) => {
    let below = 0;
    return classes.map((kind, at) => {
      const height = ((parts[part * classes.length + at] as number) / most) * HEIGHT;
      below += height;
      return { key: `${part} ${kind}`, kind, x: part, y: HEIGHT - below, height };
    });
  });
  return (
    <section className="stats-card stats-wide" aria-label="Records along the file">
      <h3>
        Records along the file
        <span className="stats-note">{formatNumberOf(records, 'record')}, from its beginning to its end</span>
      </h3>
      <svg
        className="stats-chart"
        viewBox={`0 0 ${count} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        {bars.flat().map(({ key, kind, x, y, height }) => (
          <rect key={key} className={`stats-class-${kind}`} x={x} y={y} width={0.9} height={height} />
        ))}
      </svg>
      <ul className="stats-classes">
        {classes.map((kind, at) => (
          <li key={kind}>
            <svg viewBox="0 0 10 10" aria-hidden="true">
              <rect className={`stats-class-${kind}`} width={10} height={10} />
            </svg>
            {NAMES[kind]} <strong>{(totals[at] as number).toLocaleString('en-US')}</strong>
          </li>
        ))}
      </ul>
    </section>
  );
}
