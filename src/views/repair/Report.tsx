import { CopyButton } from '../ui/index.ts';
import type { ReportFact } from './repairReport.ts';
import './Report.css';

/** What was done, as facts. @param text gives the same as text, to be copied */
export function Report({
  label,
  facts,
  text,
}: {
  readonly label: string;
  readonly facts: readonly ReportFact[];
  readonly text: () => string;
}) {
  return (
    <section className="repair-report" aria-label={label}>
      <header>
        <h4>Report</h4>
        <CopyButton label="Copy report" text={text} />
      </header>
      <dl>
        {facts.map((fact) => (
          <div key={`${fact.label} ${fact.value}`}>
            <dt>{fact.label}</dt>
            <dd className={fact.mono === true ? 'mono' : undefined}>{fact.value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
