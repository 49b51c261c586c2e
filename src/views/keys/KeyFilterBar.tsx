import { useRef } from 'react';
import { KeyFate, Taint, type ValueType } from '../../replay/index.ts';
import type { FileId } from '../../state/index.ts';
import type { KeyQuery, KeysReport } from '../../workers/index.ts';
import { Button, formatCount, formatNumberOf, Icon, Segmented, useShortcut } from '../ui/index.ts';
import { CERTAINTY, FATE, FATES, TAINTS } from '../ui/keyTexts.ts';
import { ListedKeysActions } from './KeyActions.tsx';
import { changeLook, clearFilters, isFiltered, type KeysLook } from './keyQueries.ts';
import './KeyFilterBar.css';

interface KeyFilterBarProps {
  readonly fileId: FileId;
  readonly look: KeysLook;
  readonly report: KeysReport;
  readonly query: KeyQuery;
  /** How many keys pass; null until that is known. */
  readonly total: number | null;
}

const TYPES: readonly ValueType[] = ['string', 'list', 'zset', 'hash', 'set', 'proto', 'vector'];

/** Which keys are shown, and how. */
export function KeyFilterBar({ fileId, look, report, query, total }: KeyFilterBarProps) {
  const input = useRef<HTMLInputElement>(null);
  useShortcut({
    id: 'filter-keys',
    keys: '/',
    label: 'Filter the keys',
    group: 'Find',
    run: () => input.current?.focus(),
  });
  return (
    <div className="key-filters">
      <span className="key-filter-box">
        <Icon name="search" size={14} />
        <input
          ref={input}
          type="search"
          aria-label="Filter keys"
          title="Text that the key contains, and numbers: ops>10 bytes>=1k ttl<1h first<100 last>5000"
          placeholder="Text, or ops>10 bytes>1k ttl<1h"
          value={look.filter}
          onChange={(event) => changeLook(fileId, { filter: event.currentTarget.value })}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || look.filter === '') return;
            event.preventDefault();
            event.stopPropagation();
            changeLook(fileId, { filter: '' });
          }}
        />
      </span>
      <select
        aria-label="Type"
        value={look.type ?? ''}
        onChange={(event) =>
          changeLook(fileId, { type: TYPES.find((type) => type === event.currentTarget.value) ?? null })
        }
      >
        <option value="">Any type</option>
        {TYPES.map((type) => (
          <option key={type} value={type}>
            {type}
          </option>
        ))}
      </select>
      <select
        aria-label="In the end"
        value={look.fate ?? ''}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          const fate = chosen === 'gone' ? 'gone' : (FATES.find((one) => String(one) === chosen) ?? null);
          changeLook(fileId, { fate });
        }}
      >
        <option value="">There or gone</option>
        <option value={KeyFate.alive}>There ({formatCount(report.alive)})</option>
        <option value="gone">Gone ({formatCount(report.keys - report.alive)})</option>
        {FATES.filter((fate) => fate !== KeyFate.alive).map((fate) => (
          <option key={fate} value={fate}>
            Gone: {FATE[fate].label}
          </option>
        ))}
      </select>
      <select
        aria-label="Certainty"
        value={look.taint ?? ''}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          const taint =
            chosen === 'doubtful' ? 'doubtful' : (TAINTS.find((one) => String(one) === chosen) ?? null);
          changeLook(fileId, { taint });
        }}
      >
        <option value="">Any certainty</option>
        <option value="doubtful">Not exact ({formatCount(report.stale + report.unknown)})</option>
        {TAINTS.map((taint) => (
          <option key={taint} value={taint}>
            {CERTAINTY[taint].label}
            {taint === Taint.stale && ` (${formatCount(report.stale)})`}
            {taint === Taint.unknown && ` (${formatCount(report.unknown)})`}
          </option>
        ))}
      </select>
      <p className="key-filter-count" role="status">
        {total === null
          ? ''
          : total === report.keys
            ? formatNumberOf(total, 'key')
            : `${formatCount(total)} of ${formatNumberOf(report.keys, 'key')}`}
      </p>
      {total !== null && total > 0 && <ListedKeysActions fileId={fileId} query={query} total={total} />}
      {isFiltered(look) && (
        <Button size="small" variant="quiet" icon="close" onClick={() => clearFilters(fileId)}>
          Clear
        </Button>
      )}
      <Segmented
        label="Show the keys as"
        size="small"
        options={[
          { value: 'table', label: 'Table', icon: 'records' },
          { value: 'groups', label: 'Groups', icon: 'groups' },
        ]}
        value={look.mode}
        onChange={(mode) => changeLook(fileId, { mode })}
      />
    </div>
  );
}
