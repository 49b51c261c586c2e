import { useEffect, useId, useState } from 'react';
import { Taint } from '../../replay/index.ts';
import { type FileId, problemFrom, service } from '../../state/index.ts';
import type {
  HeldView,
  KeyDifference,
  Problem,
  RecoveryKeysQuery,
  RecoveryKeyView,
} from '../../workers/index.ts';
import {
  Button,
  Callout,
  Chip,
  formatCount,
  formatNumberOf,
  Icon,
  type IconName,
  Segmented,
} from '../ui/index.ts';
import { CERTAINTY, TAINTS } from '../ui/keyTexts.ts';
import { ttlText } from './ttlText.ts';

interface DifferenceListProps {
  readonly fileId: FileId;
  readonly counts: Readonly<Record<KeyDifference, number>>;
  /** Something was lost: not every key is certain. */
  readonly hasDoubt: boolean;
}

const PAGE = 50;
type Shown = KeyDifference | 'all';
const DOUBTFUL = TAINTS.filter((taint) => taint !== Taint.exact);

interface Page {
  readonly total: number;
  readonly rows: readonly RecoveryKeyView[];
}

/** The keys by which the two states differ, with what they hold on each side. */
export function DifferenceList({ fileId, counts, hasDoubt }: DifferenceListProps) {
  const [shown, setShown] = useState<Shown>('all');
  const [taint, setTaint] = useState<Taint | 'doubtful' | null>(null);
  const [text, setText] = useState('');
  const [page, setPage] = useState(0);
  const [answer, setAnswer] = useState<Page | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const fieldId = useId();
  const all = counts.gained + counts.lost + counts.changed;

  useEffect(() => {
    let wanted = true;
    const query: RecoveryKeysQuery = {
      difference: shown === 'all' ? null : shown,
      taints: taint === null ? [] : taint === 'doubtful' ? DOUBTFUL : [taint],
      text,
    };
    service(fileId)
      .recoveryKeys(query, page * PAGE, PAGE)
      .then(
        (found) => wanted && setAnswer(found),
        (error) => wanted && setProblem(problemFrom(error, null)),
      );
    return () => {
      wanted = false;
    };
  }, [fileId, shown, taint, text, page]);

  if (all === 0) return null;
  const choose = (next: Shown): void => {
    setShown(next);
    setPage(0);
  };
  const total = answer?.total ?? 0;
  const pages = Math.max(1, Math.ceil(total / PAGE));
  return (
    <section className="recovery-keys" aria-labelledby={`${fieldId}-title`}>
      <h3 id={`${fieldId}-title`}>{formatNumberOf(all, 'key')} would be different</h3>
      <div className="recovery-keys-tools">
        <Segmented
          label="Which keys"
          size="small"
          value={shown}
          onChange={choose}
          options={[
            { value: 'all', label: `All ${formatCount(all)}` },
            {
              value: 'gained',
              label: `Only after ${formatCount(counts.gained)}`,
              disabled: counts.gained === 0,
            },
            {
              value: 'changed',
              label: `Changed ${formatCount(counts.changed)}`,
              disabled: counts.changed === 0,
            },
            { value: 'lost', label: `Only now ${formatCount(counts.lost)}`, disabled: counts.lost === 0 },
          ]}
        />
        {hasDoubt && (
          <select
            aria-label="Certainty"
            value={taint ?? ''}
            onChange={(event) => {
              const chosen = event.currentTarget.value;
              setTaint(
                chosen === 'doubtful' ? chosen : (TAINTS.find((one) => String(one) === chosen) ?? null),
              );
              setPage(0);
            }}
          >
            <option value="">Any certainty</option>
            <option value="doubtful">Not exact</option>
            {TAINTS.map((one) => (
              <option key={one} value={one}>
                {CERTAINTY[one].label}
              </option>
            ))}
          </select>
        )}
        <input
          type="search"
          aria-label="Keys that contain"
          placeholder="Keys that contain…"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setPage(0);
          }}
        />
      </div>
      {problem !== null && (
        <Callout tone="bad" title={problem.what}>
          {problem.meaning} {problem.next}
        </Callout>
      )}
      {answer !== null && total === 0 && <p className="recovery-none">No key is like that.</p>}
      <ul className="recovery-keys-list" aria-busy={answer === null}>
        {answer?.rows.map((row, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two keys may look the same once they are cut
          <KeyRow key={`${page} ${i}`} row={row} />
        ))}
      </ul>
      {pages > 1 && (
        <nav className="recovery-pager" aria-label="Pages of keys">
          <Button size="small" icon="chevronLeft" disabled={page === 0} onClick={() => setPage(page - 1)}>
            Earlier
          </Button>
          <span role="status">
            {formatCount(page * PAGE + 1)}–{formatCount(Math.min(total, (page + 1) * PAGE))} of{' '}
            {formatCount(total)}
          </span>
          <Button size="small" disabled={page >= pages - 1} onClick={() => setPage(page + 1)}>
            Later
            <Icon name="chevronRight" />
          </Button>
        </nav>
      )}
    </section>
  );
}

const LOOKS: Record<KeyDifference, { readonly icon: IconName; readonly text: string }> = {
  gained: { icon: 'plus', text: 'only after' },
  lost: { icon: 'minus', text: 'only now' },
  changed: { icon: 'edit', text: 'changed' },
};

function KeyRow({ row }: { readonly row: RecoveryKeyView }) {
  const { key, difference, taint, now, after, changes, changesOmitted } = row;
  const { icon, text } = LOOKS[difference];
  return (
    <li className={`recovery-key recovery-key-${difference}`}>
      <span className="recovery-key-mark">
        <Icon name={icon} size={14} />
        {text}
      </span>
      <span className="recovery-key-name mono">
        {key === '' ? '(empty key)' : key}
        {taint !== Taint.exact && (
          <Chip tone={CERTAINTY[taint].tone} icon={CERTAINTY[taint].icon} title={CERTAINTY[taint].meaning}>
            {CERTAINTY[taint].label}
          </Chip>
        )}
      </span>
      <div className="recovery-key-held">
        {now !== null && <Side label={difference === 'changed' ? 'now' : null} held={now} />}
        {after !== null && <Side label={difference === 'changed' ? 'after' : null} held={after} />}
        {changes.length > 0 && (
          <ul className="recovery-key-changes mono">
            {changes.map((line) => (
              <li key={line}>{line}</li>
            ))}
            {changesOmitted > 0 && <li>and {formatNumberOf(changesOmitted, 'more difference')}</li>}
          </ul>
        )}
      </div>
    </li>
  );
}

function Side({ label, held }: { readonly label: string | null; readonly held: HeldView }) {
  const { type, size, preview } = held;
  const unit = type === 'string' || type === 'proto' ? 'byte' : 'item';
  const ttl = ttlText(held);
  return (
    <p className="recovery-held">
      {label !== null && <span className="recovery-held-label">{label}</span>}
      <span className="recovery-held-facts">
        {type}, {formatNumberOf(size, unit)}
        {ttl !== null && `, ${ttl}`}
      </span>
      <span className="recovery-held-value mono">{preview}</span>
    </p>
  );
}
