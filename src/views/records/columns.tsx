import {
  columnOrderingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  createColumnHelper,
  metaHelper,
  tableFeatures,
} from '@tanstack/react-table';
import type { ReactNode } from 'react';
import { RowKind, RowStatus } from '../../columnar/index.ts';
import type { Capabilities, RowView } from '../../workers/index.ts';
import { classNames, formatBytes, formatCount, formatOffset, Icon } from '../ui/index.ts';
import { integrityOf } from '../ui/integrity.ts';
import { ttlText } from '../ui/ttlText.ts';
import type { ColumnId } from './columnIds.ts';
import type { RowSlot } from './useRowPages.ts';

/** What the table needs to know of a column beside its cells. */
interface ColumnLook {
  readonly label: string;
  readonly numeric: boolean;
  /** How large a share of the spare width it takes, unless the user has set its width; 0 for none. */
  readonly grows: number;
}

export const TABLE_FEATURES = tableFeatures({
  columnOrderingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  columnMeta: metaHelper<ColumnLook>(),
});

export type TableFeatures = typeof TABLE_FEATURES;

const helper = createColumnHelper<TableFeatures, RowSlot>();

/** What the columns of a file depend on. */
export interface ColumnFacts {
  readonly capabilities: Capabilities | null;
  /** The scan has ended. */
  readonly settled: boolean;
  /** Characters of the largest record number, and of the largest offset: numbers are never cut short. */
  readonly numberLength: number;
  readonly offsetLength: number;
}

/** Pixels of a character of the table's type, and of a cell's padding. */
const CHARACTER = 7.25;
const PADDING = 17;

const widthOf = (characters: number): number => Math.ceil(characters * CHARACTER) + PADDING;

/** From here on a size is told in three digits; the exact one is in its tooltip and in the fields. */
const LONG_SIZE = 1_000_000;

/** The columns of a file. */
export function recordColumns({ capabilities, settled, numberLength, offsetLength }: ColumnFacts) {
  const column = (
    id: ColumnId,
    look: ColumnLook,
    width: { readonly size: number; readonly minSize: number },
    content: (view: RowView) => ReactNode,
  ) =>
    helper.display({
      id,
      header: look.label,
      meta: look,
      maxSize: 1200,
      ...width,
      cell: ({ row }) => (row.original.view === null ? <Pending id={id} /> : content(row.original.view)),
    });
  const fixed = { numeric: false, grows: 0 };
  const number = { numeric: true, grows: 0 };
  // Where there is no checksum, every row says so, and in full.
  const integrity = capabilities?.checksums === 'none' ? 128 : 108;
  return helper.columns([
    column(
      'record',
      { label: '#', ...number },
      { size: Math.max(60, widthOf(numberLength)), minSize: 48 },
      (view) => <NumberCell view={view} />,
    ),
    column('offset', { label: 'Offset', ...fixed }, { size: widthOf(offsetLength), minSize: 60 }, (view) => (
      <span className="record-dim">{formatOffset(view.offset)}</span>
    )),
    column('bytes', { label: 'Bytes', ...number }, { size: widthOf(7), minSize: 48 }, sizeCell),
    column('type', { label: 'Type', ...fixed }, { size: 88, minSize: 48 }, (view) => (
      <span className="record-type" data-family={view.family}>
        {view.kind === RowKind.gap && <Icon name="damage" size={12} />}
        {view.typeDerived ? <Derived text={view.type} /> : view.type}
      </span>
    )),
    ...(capabilities?.databases === true
      ? [
          column('database', { label: 'DB', ...number }, { size: widthOf(4), minSize: 40 }, (view) =>
            view.database === null ? null : view.databaseCertain ? (
              formatCount(view.database)
            ) : (
              <span title="Damage before this row may hide that the database changed.">
                <Derived text={formatCount(view.database)} />
              </span>
            ),
          ),
        ]
      : []),
    column('key', { label: 'Key', numeric: false, grows: 2 }, { size: 130, minSize: 60 }, keyCell),
    column(
      'arguments',
      { label: 'Arguments', numeric: false, grows: 2 },
      { size: 100, minSize: 60 },
      (view) => <span className="record-dim">{view.summary}</span>,
    ),
    column('ttl', { label: 'TTL', ...fixed }, { size: 90, minSize: 48 }, ttlCell),
    column('integrity', { label: 'Integrity', ...fixed }, { size: integrity, minSize: 48 }, (view) =>
      integrityCell(view, capabilities, settled),
    ),
  ]);
}

function NumberCell({ view }: { readonly view: RowView }) {
  return (
    <>
      {view.embedded ? (
        <span className="visually-hidden">possibly embedded, </span>
      ) : (
        view.salvaged && <span className="visually-hidden">salvaged, </span>
      )}
      {view.record === null ? (
        <>
          <span className="record-faint record-wide-only">—</span>
          <span className="grid-compact-only">{formatOffset(view.offset)}</span>
        </>
      ) : (
        formatCount(view.record)
      )}
    </>
  );
}

function sizeCell(view: RowView): ReactNode {
  const exact = formatCount(view.size);
  return view.size < LONG_SIZE ? exact : <span title={`${exact} bytes`}>{formatBytes(view.size)}</span>;
}

function keyCell(view: RowView): ReactNode {
  if (view.key === '') return <Derived text="empty" />;
  if (view.key !== null) return view.keyDerived ? <Derived text={view.key} /> : view.key;
  if (view.status === RowStatus.locked) return <Derived text="locked" />;
  return view.status === RowStatus.undecryptable ? <Derived text="unreadable" /> : null;
}

/** What does not stand in the bytes. */
function Derived({ text }: { readonly text: string }) {
  return <span className="record-derived">[{text}]</span>;
}

function ttlCell(view: RowView): ReactNode {
  const ttl = ttlText(view.ttlMs, view.ttlAbsolute);
  if (ttl === null) return null;
  return (
    <span className={view.ttlMs === '-1' ? 'record-faint' : 'record-dim'} title={ttl.full}>
      {ttl.short}
    </span>
  );
}

function integrityCell(view: RowView, capabilities: Capabilities | null, settled: boolean): ReactNode {
  const { tone, icon, text, textHidden, title } = integrityOf(view, capabilities, settled);
  return (
    <span className={classNames('record-integrity', `record-integrity-${tone}`)} title={title}>
      <Icon name={icon} size={13} />
      <span className={textHidden ? 'visually-hidden' : 'record-integrity-text'}>{text}</span>
    </span>
  );
}

/** Where a cell will be; of different lengths, so that the eye sees a table and not a pattern. */
function Pending({ id }: { readonly id: ColumnId }) {
  return <span className="record-pending" data-column={id} />;
}
