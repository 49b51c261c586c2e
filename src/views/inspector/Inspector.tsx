import { type CSSProperties, useCallback, useMemo, useRef, useState } from 'react';
import { RowStatus } from '../../columnar/index.ts';
import { actions, type FileId, getFile, service, useApp } from '../../state/index.ts';
import type { FieldView, RowDetail, RowView } from '../../workers/index.ts';
import { fieldByPath, fieldOfBytes, fieldSpan } from '../ui/fieldOfBytes.ts';
import {
  Busy,
  Button,
  Callout,
  Chip,
  CopyButton,
  classNames,
  formatBytes,
  formatOffset,
  Icon,
} from '../ui/index.ts';
import { integrityOf } from '../ui/integrity.ts';
import { detailRevision, type ElementsFrom, useRowDetail } from '../ui/useRowDetail.ts';
import { ElementPager } from './ElementPager.tsx';
import { FieldTable } from './FieldTable.tsx';
import { NothingSelected } from './NothingSelected.tsx';
import { RowFaults } from './RowFaults.tsx';
import { recordJson, recordJsonParts } from './recordJson.ts';
import { rowTitle } from './rowTitle.ts';
import { ValuePane } from './ValuePane.tsx';
import { valueTarget } from './valueTarget.ts';
import './Inspector.css';

/** The selected row: what it is, whether it holds, its fields, and the value of one of them. */
export function Inspector({ fileId }: { readonly fileId: FileId }) {
  const hasSelection = useApp((state) => (getFile(state, fileId)?.selection ?? null) !== null);
  const [elements, setElements] = useState<ElementsFrom>({ row: null, first: 0 });
  const { detail, pending, problem, retry } = useRowDetail(fileId, elements);

  if (!hasSelection) return <NothingSelected />;
  if (problem !== null) {
    return (
      <div className="inspector-message">
        <Callout tone="bad" title={problem.what} actions={<Button onClick={retry}>Try again</Button>}>
          {problem.meaning} {problem.next}
        </Callout>
      </div>
    );
  }
  if (detail === null) {
    return (
      <div className="inspector-message">
        {pending ? (
          <Busy label="Reading the row" />
        ) : (
          <p>This row has not been read yet. The scan is still on its way to it.</p>
        )}
      </div>
    );
  }
  const page = (first: number): void => setElements({ row: detail.row.row, first });
  return <RowInspector fileId={fileId} detail={detail} pending={pending} onPage={page} />;
}

interface RowInspectorProps {
  readonly fileId: FileId;
  readonly detail: RowDetail;
  readonly pending: boolean;
  /** Lists the elements from one on. */
  readonly onPage: (firstElement: number) => void;
}

function RowInspector({ fileId, detail, pending, onPage }: RowInspectorProps) {
  const selection = useApp((state) => getFile(state, fileId)?.selection ?? null);
  const capabilities = useApp((state) => getFile(state, fileId)?.summary?.capabilities ?? null);
  const settled = useApp((state) => (getFile(state, fileId)?.report ?? null) !== null);
  const revision = useApp((state) => detailRevision(state, fileId));
  const value = useRef<HTMLElement>(null);
  const { row } = detail;

  const current = useMemo<FieldView | null>(() => {
    if (selection === null || selection.row !== row.row) return null;
    const { field, bytes } = selection;
    if (field !== null) return fieldByPath(detail, field);
    return bytes?.space === detail.space ? fieldOfBytes(detail, { from: bytes.start, to: bytes.end }) : null;
  }, [selection, detail, row.row]);

  const select = useCallback(
    (field: FieldView): void => {
      const { from, to } = fieldSpan(detail, field);
      actions.select(fileId, {
        row: row.row,
        field: field.path,
        bytes: { space: detail.space, start: from, end: to },
      });
    },
    [fileId, detail, row.row],
  );

  const open = useCallback(
    (field: FieldView): void => {
      select(field);
      value.current?.scrollIntoView({ block: 'nearest' });
      value.current?.focus({ preventScroll: true });
    },
    [select],
  );

  const json = async (): Promise<string> => {
    const base = detail.space === 'file' ? row.offset : 0;
    const parts = recordJsonParts(detail).map(async ({ from, to }) => {
      return { at: from, bytes: await service(fileId).bytes(detail.space, row.row, base + from, to - from) };
    });
    return recordJson(detail, await Promise.all(parts));
  };

  const integrity = integrityOf(row, capabilities, settled);
  const target = valueTarget(detail, current);
  const family: CSSProperties & Record<'--inspector-family', string> = {
    '--inspector-family': `var(--family-${row.family})`,
  };
  return (
    <div
      className={classNames('inspector', pending && 'inspector-pending')}
      style={family}
      aria-busy={pending}
    >
      <header className="inspector-header">
        <h2>{rowTitle(row)}</h2>
        <p className="inspector-place">
          {namesType(row) && <b>{row.typeDerived ? `[${row.type}]` : row.type} · </b>}
          <span className="mono">{formatOffset(row.offset)}</span> · {formatBytes(row.size)}
        </p>
        <span className={`inspector-integrity inspector-integrity-${integrity.tone}`} title={integrity.title}>
          <Icon name={integrity.icon} size={14} />
          {integrity.finding}
        </span>
      </header>
      {(row.salvaged || row.embedded) && (
        <p className="inspector-notes">
          {row.salvaged && (
            <Chip tone="info" icon="search">
              Found after damage
            </Chip>
          )}
          {row.embedded && (
            <Chip tone="warn" icon="question" title="It lies inside the span that a damaged record claimed">
              May be part of another record’s value
            </Chip>
          )}
        </p>
      )}
      {row.status === RowStatus.locked && <Locked noun={capabilities?.rowNoun ?? 'record'} />}
      {detail.fields.length > 0 && (
        <FieldTable
          fields={detail.fields}
          omitted={detail.elements === null ? detail.fieldsOmitted : 0}
          current={current?.path ?? null}
          onSelect={select}
          onOpen={open}
        />
      )}
      {detail.elements !== null && <ElementPager elements={detail.elements} onPage={onPage} />}
      <RowFaults
        fileId={fileId}
        row={row}
        faults={detail.faults}
        fix={detail.fix}
        noun={capabilities?.rowNoun ?? 'record'}
        canRepair={capabilities?.repair === true}
      />
      {detail.spaceSize !== null && target !== null && (
        <ValuePane fileId={fileId} row={row} target={target} revision={revision} content={value} />
      )}
      {detail.spaceSize !== null && detail.fields.length > 0 && (
        <footer className="inspector-footer">
          <CopyButton label={`Copy ${capabilities?.rowNoun ?? 'record'} as JSON`} text={json} />
        </footer>
      )}
    </div>
  );
}

/** Whether the type says more than the title does; a locked row's can't be read. */
const namesType = (row: RowView): boolean =>
  row.type !== '—' && row.type.toLowerCase() !== rowTitle(row).toLowerCase();

/** Why an encrypted row shows nothing, and what opens it. */
function Locked({ noun }: { readonly noun: string }) {
  return (
    <div className="row-faults">
      <Callout
        tone="info"
        title={`This ${noun} is encrypted.`}
        actions={
          <Button size="small" icon="key" onClick={() => actions.setOverlay('key')}>
            Give the key
          </Button>
        }
      >
        Its place and length are known; its fields can be read with the key of the server that wrote it. The
        key stays in this page.
      </Callout>
    </div>
  );
}
