import type { Problem } from '../../workers/index.ts';
import { Callout } from './Callout.tsx';
import type { Exported } from './exportFile.ts';
import { formatBytes, formatNumberOf } from './format.ts';
import './ExportResult.css';

/** What came of an export. */
export function ExportResult({
  done,
  problem,
}: {
  readonly done: Exported | null;
  readonly problem: Problem | null;
}) {
  if (problem !== null) {
    return (
      <Callout tone="bad" title={problem.what}>
        {problem.meaning} {problem.next}
      </Callout>
    );
  }
  return done === null ? null : <Written done={done} />;
}

/** What was written, and what the form could not hold. */
function Written({ done }: { readonly done: Exported }) {
  const { name, verb, outcome } = done;
  const { count, first } = outcome.unexpressed;
  return (
    <div role="status">
      <Callout
        tone={count === 0 ? 'good' : 'warn'}
        title={`${verb} ${name}, ${formatBytes(outcome.bytes)}${count === 0 ? '.' : `, without ${formatNumberOf(count, 'thing')} that this form can’t hold.`}`}
      >
        {count > 0 && (
          <ul className="export-missing">
            {first.map(({ key, why, partly }) => (
              <li key={`${key} ${why}`}>
                <span className="mono">{key}</span>: {partly ? 'in part, ' : ''}
                {why}
              </li>
            ))}
            {count > first.length && <li>and {formatNumberOf(count - first.length, 'more', 'more')}</li>}
          </ul>
        )}
      </Callout>
    </div>
  );
}
