import type { KeyTotal } from '../../workers/index.ts';
import { formatBytes, formatCount } from '../ui/index.ts';

interface TotalsTableProps {
  readonly title: string;
  /** What the first column is. */
  readonly unit: string;
  readonly totals: readonly KeyTotal[];
  readonly note?: string;
  /** What the bars compare. */
  readonly measure?: 'bytes' | 'keys';
  /** Labels are keys, or parts of them. */
  readonly isText?: boolean;
}

/** Totals under labels, with bars to compare them by. */
export function TotalsTable({
  title,
  unit,
  totals,
  note,
  measure = 'bytes',
  isText = false,
}: TotalsTableProps) {
  const most = Math.max(1, ...totals.map((total) => total[measure]));
  return (
    <section className="stats-card" aria-label={title}>
      <h3>
        {title}
        {note !== undefined && <span className="stats-note">{note}</span>}
      </h3>
      <div className="stats-scroll">
        <table className="stats-table">
          <thead>
            <tr>
              <th scope="col">{unit}</th>
              <th scope="col">Keys</th>
              <th scope="col">There</th>
              <th scope="col">Records</th>
              <th scope="col">Bytes</th>
              <th scope="col">
                <span className="visually-hidden">Share</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {totals.map((total) => (
              <tr key={total.label}>
                <th scope="row" className={isText ? 'mono' : undefined} title={total.label}>
                  {total.label === '' ? '(no prefix)' : total.label}
                </th>
                <td>{formatCount(total.keys)}</td>
                <td>{formatCount(total.alive)}</td>
                <td>{formatCount(total.operations)}</td>
                <td title={formatCount(total.bytes)}>{formatBytes(total.bytes)}</td>
                <td>
                  <meter min={0} max={most} value={total[measure]} aria-label={`Share of ${total.label}`} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
