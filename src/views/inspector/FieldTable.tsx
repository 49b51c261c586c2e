import { type KeyboardEvent, memo, useEffect, useRef } from 'react';
import type { FieldView } from '../../workers/index.ts';
import { classNames, formatCount, Icon } from '../ui/index.ts';
import { visiblePieces } from '../ui/visibleText.ts';
import './FieldTable.css';

interface FieldTableProps {
  readonly fields: readonly FieldView[];
  readonly omitted: number;
  /** The path of the field that is selected, or that holds the selected bytes. */
  readonly current: string | null;
  readonly onSelect: (field: FieldView) => void;
  /** Enter, or a double click. */
  readonly onOpen: (field: FieldView) => void;
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 10,
  PageUp: -10,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/** The fields of a row. One tab stop; the arrows walk, and select as they go. */
export function FieldTable({ fields, omitted, current, onSelect, onOpen }: FieldTableProps) {
  const grid = useRef<HTMLDivElement>(null);
  const at = Math.max(
    0,
    fields.findIndex((field) => field.path === current),
  );

  // A field chosen elsewhere, by its bytes, comes into view.
  useEffect(() => {
    if (current !== null)
      grid.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [current]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const field = fields[at];
    const step = STEPS[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter' && field !== undefined) onOpen(field);
    else if (event.key === ' ' && field !== undefined) onSelect(field);
    else if (step !== undefined) {
      const next = fields[Math.max(0, Math.min(fields.length - 1, at + step))];
      if (next !== undefined) {
        onSelect(next);
        const row = grid.current?.children[fields.indexOf(next)];
        if (row instanceof HTMLElement) row.focus({ preventScroll: true });
        row?.scrollIntoView({ block: 'nearest' });
      }
    } else return;
    event.preventDefault();
  };

  return (
    <>
      <div
        ref={grid}
        className="field-table"
        role="grid"
        aria-label="Fields"
        aria-colcount={3}
        onKeyDown={onKeyDown}
      >
        {fields.map((field, i) => (
          <FieldRow
            key={field.path}
            field={field}
            selected={field.path === current}
            focusable={i === at}
            onSelect={onSelect}
            onOpen={onOpen}
          />
        ))}
      </div>
      {omitted > 0 && <p className="field-table-more">… {formatCount(omitted)} more elements</p>}
    </>
  );
}

interface FieldRowProps {
  readonly field: FieldView;
  readonly selected: boolean;
  readonly focusable: boolean;
  readonly onSelect: (field: FieldView) => void;
  readonly onOpen: (field: FieldView) => void;
}

const FieldRow = memo(function FieldRow({ field, selected, focusable, onSelect, onOpen }: FieldRowProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid listens for its rows
    <div
      role="row"
      className={classNames('field-row', field.bad && 'field-row-bad')}
      aria-selected={selected}
      tabIndex={focusable ? 0 : -1}
      onClick={() => onSelect(field)}
      onDoubleClick={() => onOpen(field)}
    >
      <span
        role="rowheader"
        className={classNames('field-name', field.depth > 0 && 'field-name-nested')}
        title={field.path}
      >
        {field.name}
      </span>
      <span role="gridcell" className="field-place" title={`Offset ${field.offset}, ${field.length} bytes`}>
        +{formatCount(field.offset)} · {formatCount(field.length)}
      </span>
      <span role="gridcell" className={`field-value field-role-${field.role}`}>
        {field.bad && <Icon name="damage" size={12} label="Damaged" />}
        {visiblePieces(field.text)
          .map((piece) => piece.text)
          .join('')}
        {field.derived !== null && <span className="field-derived"> [{field.derived}]</span>}
      </span>
    </div>
  );
});
