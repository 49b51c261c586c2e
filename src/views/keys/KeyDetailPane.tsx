import { useEffect, useState } from 'react';
import type { KeyId, RowIndex } from '../../base/index.ts';
import { actions, announceFailure, type FileId, service } from '../../state/index.ts';
import type { KeyDetail, KeyRows, KeyView } from '../../workers/index.ts';
import {
  Busy,
  Button,
  Chip,
  CopyButton,
  formatBytes,
  formatCount,
  formatNumberOf,
  formatOffset,
  IconButton,
} from '../ui/index.ts';
import { CERTAINTY, FATE } from '../ui/keyTexts.ts';
import { type TtlText, ttlText } from '../ui/ttlText.ts';
import { KeyActions } from './KeyActions.tsx';
import { KeyValue } from './KeyValue.tsx';
import './KeyDetailPane.css';

interface KeyDetailPaneProps {
  readonly fileId: FileId;
  readonly selected: KeyId | null;
  readonly generation: number;
  /** Back to the list, where only one of the two is shown. */
  readonly onBack: (() => void) | null;
}

const PAGE = 20;

/** One key: what became of it, how certain that is, what it holds, and its records. */
export function KeyDetailPane({ fileId, selected, generation, onBack }: KeyDetailPaneProps) {
  const detail = useDetail(fileId, selected, generation);
  return (
    <aside className="key-detail" aria-label="Selected key">
      {onBack !== null && (
        <Button icon="chevronLeft" size="small" variant="quiet" onClick={onBack}>
          Keys
        </Button>
      )}
      {selected === null && (
        <p className="key-detail-none">
          Select a key to see what became of it, what it holds, and its records.
        </p>
      )}
      {selected !== null && detail === null && <Busy label="Reading its records" />}
      {selected !== null && detail !== null && <Detail fileId={fileId} detail={detail} />}
    </aside>
  );
}

function Detail({ fileId, detail }: { readonly fileId: FileId; readonly detail: KeyDetail }) {
  const { view, fullName, value } = detail;
  const fate = FATE[view.fate];
  const certainty = CERTAINTY[view.taint];
  const ttl = ttlText(view.ttlMs, view.ttlAbsolute);
  return (
    <>
      <header className="key-detail-head">
        <h2 className="mono">{fullName === '' ? '(empty key)' : fullName}</h2>
        <CopyButton label="Copy the key" text={fullName} iconOnly />
      </header>
      <p className="key-detail-chips">
        {view.type !== null && <Chip>{view.type}</Chip>}
        <Chip tone={fate.tone} icon={fate.icon}>
          {fate.label}
        </Chip>
        <Chip tone={certainty.tone} icon={certainty.icon}>
          {certainty.label}
        </Chip>
      </p>
      <p className="key-detail-text">
        {fate.meaning} {view.fateKey !== null && <OtherKey fileId={fileId} other={view.fateKey} />}{' '}
        {view.fateRow !== null && view.fateRecord !== null && (
          <RecordLink fileId={fileId} row={view.fateRow} record={view.fateRecord} />
        )}
      </p>
      <p className="key-detail-text">{certainty.meaning}</p>
      <KeyActions fileId={fileId} detail={detail} />
      <dl className="key-detail-facts">
        <Fact name="Records">{formatCount(view.operations)}</Fact>
        <Fact name="Bytes written">
          {formatCount(view.bytes)}
          {view.bytes > 0 && view.liveBytes < view.bytes && (
            <span className="key-detail-dim">
              {' '}
              {formatBytes(view.bytes - view.liveBytes)} overwritten or gone
            </span>
          )}
        </Fact>
        <Fact name="First record">
          {view.first !== null && view.firstRecord !== null && (
            <RecordLink fileId={fileId} row={view.first} record={view.firstRecord} />
          )}
        </Fact>
        <Fact name="Last record">
          {view.last !== null && view.lastRecord !== null && (
            <RecordLink fileId={fileId} row={view.last} record={view.lastRecord} />
          )}
        </Fact>
        <Fact name="Expires">{expiryText(view, ttl)}</Fact>
        {view.length > fullName.length && <Fact name="Key">{formatNumberOf(view.length, 'byte')}</Fact>}
      </dl>
      <KeyValue value={value} />
      <Records key={view.key} fileId={fileId} selected={view.key} total={detail.rows} />
    </>
  );
}

const expiryText = ({ ttlMs, ttlAbsolute }: KeyView, ttl: TtlText | null): string =>
  ttlMs === '-1' ? 'never' : ttlAbsolute ? `${ttl?.short}` : `${ttl?.short} after it was written`;

function OtherKey({
  fileId,
  other,
}: {
  readonly fileId: FileId;
  readonly other: { readonly key: KeyId; readonly name: string };
}) {
  return (
    <>
      It is now{' '}
      <button
        type="button"
        className="link-button mono"
        onClick={() => actions.selectKeys(fileId, [other.key])}
      >
        {other.name}
      </button>
      .
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** Shows a row among the records. */
export function showRow(fileId: FileId, row: RowIndex): void {
  actions.select(fileId, { row, field: null, bytes: null });
  actions.setView(fileId, 'records');
  actions.setPane('list');
}

function RecordLink({
  fileId,
  row,
  record,
}: {
  readonly fileId: FileId;
  readonly row: RowIndex;
  readonly record: number;
}) {
  return (
    <button type="button" className="link-button" onClick={() => showRow(fileId, row)}>
      record {formatCount(record)}
    </button>
  );
}

/** The key's records, a page at a time, the last ones first shown on demand. */
function Records({
  fileId,
  selected,
  total,
}: {
  readonly fileId: FileId;
  readonly selected: KeyId;
  readonly total: number;
}) {
  const [from, setFrom] = useState(() => Math.max(0, Math.floor((total - 1) / PAGE) * PAGE));
  const page = useRows(fileId, selected, from);
  const last = Math.min(total, from + PAGE);
  return (
    <section aria-label="Records of the key">
      <div className="key-detail-section">
        <h3>Records</h3>
        {total > PAGE && (
          <>
            <span className="key-detail-dim">
              {formatCount(from + 1)} to {formatCount(last)} of {formatCount(total)}
            </span>
            <IconButton
              icon="chevronLeft"
              size="small"
              label="Earlier records"
              disabled={from === 0}
              onClick={() => setFrom(Math.max(0, from - PAGE))}
            />
            <IconButton
              icon="chevronRight"
              size="small"
              label="Later records"
              disabled={last >= total}
              onClick={() => setFrom(from + PAGE)}
            />
          </>
        )}
      </div>
      <ol className="key-detail-rows">
        {(page?.rows ?? []).map((row) => (
          <li key={row.row}>
            <button type="button" className="key-detail-row mono" onClick={() => showRow(fileId, row.row)}>
              <span className="key-detail-dim">
                {row.record === null ? formatOffset(row.offset) : formatCount(row.record)}
              </span>
              <span className={`key-type-${row.family}`}>{row.type}</span>
              <span className="key-detail-arguments">{row.summary}</span>
              {row.finding !== null && <span className="key-doubt-bad">{row.finding}</span>}
            </button>
          </li>
        ))}
      </ol>
      {total === 0 && <p className="key-detail-dim">Only records of other keys name it.</p>}
    </section>
  );
}

function useRows(fileId: FileId, key: KeyId, from: number): KeyRows | null {
  const [rows, setRows] = useState<KeyRows | null>(null);
  useEffect(() => {
    let current = true;
    service(fileId)
      .keyRows(key, from, PAGE)
      .then(
        (answer) => current && setRows(answer),
        (error) => current && announceFailure(error, null),
      );
    return () => {
      current = false;
    };
  }, [fileId, key, from]);
  return rows;
}

/** The detail of the selected key; null until it has come. */
function useDetail(fileId: FileId, key: KeyId | null, generation: number): KeyDetail | null {
  const [known, setKnown] = useState<KeyDetail | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another scan has other keys
  useEffect(() => {
    if (key === null) return;
    let current = true;
    service(fileId)
      .keyDetail(key)
      .then(
        (detail) => current && setKnown(detail),
        (error) => current && announceFailure(error, null),
      );
    return () => {
      current = false;
    };
  }, [fileId, key, generation]);
  return known !== null && known.view.key === key ? known : null;
}
