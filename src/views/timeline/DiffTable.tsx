import type { DiffPiece, DiffRow, Element, ValueDiff } from '../../replay/index.ts';
import { classNames, formatNumberOf } from '../ui/index.ts';

interface DiffTableProps {
  readonly diff: ValueDiff;
  readonly beforeTitle: string;
  readonly afterTitle: string;
  /** Asks which record has set a part of the value. */
  readonly onFind: (element: Element) => void;
}

const SIGNS = { same: '', removed: '−', added: '+', changed: '±' } as const;
const SPOKEN = { same: '', removed: 'removed', added: 'added', changed: 'changed' } as const;
const PARTS = {
  json: 'line',
  text: 'line',
  bytes: 'line',
  items: 'item',
  fields: 'field',
  members: 'member',
  nothing: '',
} as const;

/** Two states of a value side by side, what differs marked by a sign, a colour and an underline. */
export function DiffTable({ diff, beforeTitle, afterTitle, onFind }: DiffTableProps) {
  const part = PARTS[diff.form];
  const isLabelled = diff.rows.some((row) => row.kind !== 'omitted' && row.label !== null);
  return (
    <div className="diff-scroll">
      <table className={classNames('diff', isLabelled && 'diff-labelled')}>
        <thead>
          <tr>
            <th scope="col" colSpan={isLabelled ? 3 : 2}>
              Before <small>{beforeTitle}</small>
            </th>
            <th scope="col" colSpan={2}>
              After <small>{afterTitle}</small>
              {part === 'line' && diff.after !== null && (
                <FindButton name="this value" part="value" onFind={() => onFind({ kind: 'value' })} />
              )}
            </th>
          </tr>
        </thead>
        <tbody>
          {diff.rows.length === 0 && (
            <tr className="diff-omitted">
              <td colSpan={5}>The key is not there before and after this record.</td>
            </tr>
          )}
          {diff.rows.map((row, place) =>
            row.kind === 'omitted' ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name of their own and are replaced as a whole
              <tr key={place} className="diff-omitted">
                <td colSpan={isLabelled ? 5 : 4}>
                  … {formatNumberOf(row.count, row.changed ? `more changed ${part}` : `equal ${part}`)}
                </td>
              </tr>
            ) : (
              // biome-ignore lint/suspicious/noArrayIndexKey: as above
              <Row key={place} row={row} part={part} isLabelled={isLabelled} onFind={onFind} />
            ),
          )}
        </tbody>
      </table>
    </div>
  );
}

function FindButton({
  name,
  part,
  onFind,
}: {
  readonly name: string;
  readonly part: string;
  readonly onFind: () => void;
}) {
  return (
    <button
      type="button"
      className="link-button diff-set-by"
      title={`Go to the record that has set this ${part}`}
      aria-label={`Which record set ${name}?`}
      onClick={onFind}
    >
      set by…
    </button>
  );
}

interface RowProps {
  readonly row: Exclude<DiffRow, { kind: 'omitted' }>;
  readonly part: string;
  readonly isLabelled: boolean;
  readonly onFind: (element: Element) => void;
}

function Row({ row, part, isLabelled, onFind }: RowProps) {
  return (
    <tr className={`diff-${row.kind}`}>
      <td className="diff-sign">
        <span aria-hidden="true">{SIGNS[row.kind]}</span>
        <span className="visually-hidden">{SPOKEN[row.kind]}</span>
      </td>
      {isLabelled && <th scope="row">{row.label}</th>}
      <td className={classNames(row.before === null && 'diff-nothing')}>
        <Pieces pieces={row.before} tag="del" />
      </td>
      <td className={classNames(row.after === null && 'diff-nothing')}>
        <Pieces pieces={row.after} tag="ins" />
      </td>
      <td className="diff-find">
        {row.after !== null && part !== 'line' && (
          <FindButton name={row.label ?? ''} part={part} onFind={() => onFind(row.element)} />
        )}
      </td>
    </tr>
  );
}

function Pieces({
  pieces,
  tag: Tag,
}: {
  readonly pieces: readonly DiffPiece[] | null;
  readonly tag: 'ins' | 'del';
}) {
  if (pieces === null) return null;
  return pieces.map(({ text, changed }, place) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces of a text, replaced as a whole
    changed ? <Tag key={place}>{text}</Tag> : <span key={place}>{text}</span>,
  );
}
