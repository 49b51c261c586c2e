import { useMemo, useRef, useState } from 'react';
import { actions, type FileId, getFaultCount, getFile, useApp, whyUnread } from '../../state/index.ts';
import type { FaultView } from '../../workers/index.ts';
import { focusPane } from '../ui/focusPane.ts';
import { Busy, Button, Callout, Chip, formatCount, formatNumberOf, Icon, useShortcut } from '../ui/index.ts';
import { FaultCard } from './FaultCard.tsx';
import { groupFaults } from './groupFaults.ts';
import { NoFaults } from './NoFaults.tsx';
import { SEVERITY_LOOKS } from './severityLooks.ts';
import { PAGE_FAULTS, useFaultPage } from './useFaultPage.ts';
import { useFollowSelection } from './useFollowSelection.ts';
import './FaultsView.css';

/** All that is wrong with a file, a page at a time, by kind. */
export function FaultsView({ fileId }: { readonly fileId: FileId }) {
  const total = useApp((state) => {
    const file = getFile(state, fileId);
    return file === null ? 0 : getFaultCount(file);
  });
  const scanning = useApp((state) => (getFile(state, fileId)?.report ?? null) === null);
  const canRepair = useApp((state) => getFile(state, fileId)?.summary?.capabilities.repair === true);
  const selectedRow = useApp((state) => getFile(state, fileId)?.selection?.row ?? null);
  const [page, setPage] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const pages = Math.max(1, Math.ceil(total / PAGE_FAULTS));
  const shown = Math.min(page, pages - 1);
  const { faults, pending, failure, retry } = useFaultPage(fileId, shown, total);
  const groups = useMemo(() => groupFaults(faults), [faults]);
  useFollowSelection(fileId, selectedRow, faults, setPage, list);

  const select = (fault: FaultView): void => {
    actions.select(fileId, { row: fault.row, field: null, bytes: null });
  };
  const show = (fault: FaultView): void => {
    select(fault);
    actions.setView(fileId, 'records');
    focusPane('list');
  };
  const turn = (to: number): void => {
    setPage(to);
    list.current?.scrollTo({ top: 0 });
  };
  const walk = (by: 1 | -1): void => {
    const cards = [...(list.current?.querySelectorAll<HTMLElement>('.fault-card-main') ?? [])];
    const at = cards.findIndex((card) => card.contains(document.activeElement));
    const next = cards[at === -1 ? (by === 1 ? 0 : cards.length - 1) : at + by];
    next?.focus();
    next?.scrollIntoView({ block: 'nearest' });
  };
  const isFree = (): boolean => {
    const focused = document.activeElement;
    return focused === null || focused === document.body || list.current?.contains(focused) === true;
  };
  useShortcut({
    id: 'next-row',
    keys: ['j', 'ArrowDown'],
    label: 'Next fault of the list',
    group: 'Move',
    run: () => walk(1),
    when: isFree,
  });
  useShortcut({
    id: 'previous-row',
    keys: ['k', 'ArrowUp'],
    label: 'Previous fault of the list',
    group: 'Move',
    run: () => walk(-1),
    when: isFree,
  });

  return (
    <section className="faults" aria-label="Faults">
      <header className="faults-header">
        <h2>Faults</h2>
        <SeverityCounts fileId={fileId} total={total} />
        {canRepair && total > 0 && (
          <Button
            variant="primary"
            size="small"
            icon="wrench"
            onClick={() => actions.setView(fileId, 'repair')}
          >
            Fix…
          </Button>
        )}
      </header>
      {failure !== null && (
        <Callout
          tone="bad"
          title="The faults could not be read."
          actions={<Button onClick={retry}>Try again</Button>}
        >
          {whyUnread(failure)}
        </Callout>
      )}
      <div ref={list} className="faults-list" aria-busy={pending}>
        {total === 0 && <NoFaults fileId={fileId} scanning={scanning} />}
        {total > 0 && faults.length === 0 && pending && <Busy label="Reading the faults" />}
        {groups.map((group) => (
          <section key={group.key} className="faults-group" aria-label={group.title}>
            <h3>
              <Icon name={SEVERITY_LOOKS[group.severity].icon} className={`faults-icon-${group.severity}`} />
              {group.title}
              <span className="faults-group-count">{formatCount(group.faults.length)}</span>
            </h3>
            <ul>
              {group.faults.map((fault) => (
                <FaultCard
                  key={fault.index}
                  fault={fault}
                  selected={fault.row === selectedRow}
                  canRepair={canRepair}
                  fileId={fileId}
                  onSelect={select}
                  onShow={show}
                />
              ))}
            </ul>
          </section>
        ))}
      </div>
      {pages > 1 && <Pager page={shown} pages={pages} total={total} onTurn={turn} />}
    </section>
  );
}

function SeverityCounts({ fileId, total }: { readonly fileId: FileId; readonly total: number }) {
  const counts = useApp((state) => getFile(state, fileId)?.report?.faultCounts ?? null);
  if (total === 0) return <p className="faults-counts" />;
  if (counts === null) return <p className="faults-counts">{formatNumberOf(total, 'fault')} so far</p>;
  return (
    <p className="faults-counts">
      {(['damage', 'warning', 'info'] as const)
        .filter((severity) => counts[severity] > 0)
        .map((severity) => {
          const { tone, icon, counted } = SEVERITY_LOOKS[severity];
          return (
            <Chip key={severity} tone={tone} icon={icon}>
              {formatCount(counts[severity])} {counted(counts[severity])}
            </Chip>
          );
        })}
    </p>
  );
}

interface PagerProps {
  readonly page: number;
  readonly pages: number;
  readonly total: number;
  readonly onTurn: (page: number) => void;
}

function Pager({ page, pages, total, onTurn }: PagerProps) {
  const first = page * PAGE_FAULTS;
  return (
    <nav className="faults-pager" aria-label="Pages of faults">
      <Button size="small" icon="chevronLeft" disabled={page === 0} onClick={() => onTurn(page - 1)}>
        Earlier
      </Button>
      <span role="status">
        {formatCount(first + 1)}–{formatCount(Math.min(total, first + PAGE_FAULTS))} of {formatCount(total)}
      </span>
      <Button size="small" disabled={page >= pages - 1} onClick={() => onTurn(page + 1)}>
        Later
        <Icon name="chevronRight" />
      </Button>
    </nav>
  );
}
