import { memo, type ReactNode } from 'react';
import { Taint } from '../../replay/index.ts';
import type { KeyColumn, KeyView } from '../../workers/index.ts';
import { classNames, formatCount, Icon } from '../ui/index.ts';
import { CERTAINTY, FATE } from '../ui/keyTexts.ts';
import { ttlText } from '../ui/ttlText.ts';
import type { KeyColumnLook } from './keyColumns.ts';

interface KeyRowProps {
  readonly columns: readonly KeyColumnLook[];
  readonly position: number;
  readonly view: KeyView | null;
  /** Pixels from the top of the canvas. */
  readonly top: number;
  readonly selected: boolean;
  /** It is the table's tab stop. */
  readonly active: boolean;
  /** It is out of view and is here only to keep the focus. */
  readonly unseen: boolean;
}

/** One key. Clicks and keys are the table's; it knows a row by its `data-position`. */
export const KeyRow = memo(function KeyRow({
  columns,
  position,
  view,
  top,
  selected,
  active,
  unseen,
}: KeyRowProps) {
  return (
    <div
      role="row"
      className={classNames('grid-row key-row', selected && 'grid-row-selected', unseen && 'grid-row-unseen')}
      style={{ top }}
      data-position={position}
      aria-rowindex={position + 2}
      aria-selected={selected}
      aria-busy={view === null}
      tabIndex={active ? 0 : -1}
    >
      {columns.map(({ id, numeric }, at) => (
        <div
          key={id}
          role="gridcell"
          aria-colindex={at + 1}
          className={classNames('grid-cell', `key-cell-${id}`, numeric && 'grid-cell-numeric')}
        >
          {view !== null && cell(id, view)}
        </div>
      ))}
    </div>
  );
});

function cell(column: KeyColumn, view: KeyView): ReactNode {
  switch (column) {
    case 'key':
      return (
        <span title={view.name}>{view.name === '' ? <i className="key-empty">empty key</i> : view.name}</span>
      );
    case 'db':
      return <Labelled before="db " value={String(view.database ?? '')} unit="" />;
    case 'type':
      return <span className={`key-type-${view.type ?? 'none'}`}>{view.type ?? '—'}</span>;
    case 'operations':
      return (
        <Labelled value={formatCount(view.operations)} unit={view.operations === 1 ? 'record' : 'records'} />
      );
    case 'bytes':
      return <Labelled value={formatCount(view.bytes)} unit="bytes" />;
    case 'first':
      return view.firstRecord === null ? '—' : formatCount(view.firstRecord);
    case 'last':
      return view.lastRecord === null ? '—' : formatCount(view.lastRecord);
    case 'ttl': {
      const ttl = ttlText(view.ttlMs, view.ttlAbsolute);
      return <span title={ttl?.full}>{ttl?.short}</span>;
    }
    case 'fate': {
      const { label, icon, meaning } = FATE[view.fate];
      return (
        <span className={`key-fate-${FATE[view.fate].tone}`} title={meaning}>
          <Icon name={icon} size={12} /> {label}
          {view.fateKey !== null && ` to ${view.fateKey.name}`}
        </span>
      );
    }
    case 'certainty': {
      const { label, icon, tone, meaning } = CERTAINTY[view.taint];
      return (
        <span className={view.taint === Taint.exact ? 'key-certain' : `key-doubt-${tone}`} title={meaning}>
          <Icon name={icon} size={12} /> {label}
        </span>
      );
    }
  }
}

/** A number whose unit shows only where no column head says it. */
function Labelled({
  before,
  value,
  unit,
}: {
  readonly before?: string;
  readonly value: string;
  readonly unit: string;
}) {
  return (
    <>
      {before !== undefined && <span className="grid-compact-only">{before}</span>}
      {value}
      <span className="grid-compact-only"> {unit}</span>
    </>
  );
}
