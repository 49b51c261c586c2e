import { memo } from 'react';
import { classNames } from '../ui/index.ts';
import { type ByteFix, byteLook } from './bytePaint.ts';

interface ByteRowProps {
  readonly at: number;
  readonly index: number;
  readonly width: number;
  readonly label: string;
  /** A character a byte, its code the byte's value; null while the bytes are on their way. */
  readonly bytes: string | null;
  /** A character a byte, as paintBytes makes it. */
  readonly paint: string;
  /** What some of the bytes should be, when they are in this row. */
  readonly fix: ByteFix | null;
  /** The byte under the cursor, when it is in this row. */
  readonly cursor: number | null;
  /** Begins the ids of the cells, which the grid names its cursor by. */
  readonly idPrefix: string;
}

/**
 * One row of bytes: its offset, the bytes in hex, the same bytes as text. Drawn again only when one of them changes.
 * It takes no focus: the grid has it, and names the cell under its cursor.
 */
export const ByteRow = memo(function ByteRow(props: ByteRowProps) {
  const { at, index, width, label, bytes, paint, fix, cursor, idPrefix } = props;
  const places = Array.from({ length: paint.length }, (_, i) => i);
  const look = (i: number): string => lookClass(paint.charCodeAt(i), at + i === cursor);
  return (
    <div className="byte-row" role="row" aria-rowindex={index + 1} aria-label={label}>
      <span className="byte-row-offset" role="rowheader">
        {label.slice(2)}
      </span>
      <span className="byte-row-hex" role="presentation">
        {places.map((i) => (
          <span
            key={i}
            id={`${idPrefix}${at + i}`}
            role="gridcell"
            aria-selected={byteLook(paint.charCodeAt(i)).selected}
            data-at={at + i}
            {...noteOf(
              paint.charCodeAt(i),
              bytes?.charCodeAt(i) ?? null,
              fix?.after[at + i - fix.at] ?? null,
            )}
            className={classNames('byte-cell', i === 8 && width === 16 && 'byte-cell-middle', look(i))}
          >
            {bytes === null ? '··' : hexPair(bytes.charCodeAt(i))}
          </span>
        ))}
      </span>
      {/* The same bytes again: screen readers have them from the cells. */}
      <span className="byte-row-text" aria-hidden="true">
        {places.map((i) => (
          <span key={i} data-at={at + i} className={classNames('byte-letter', look(i))}>
            {bytes === null ? ' ' : letter(bytes.charCodeAt(i))}
          </span>
        ))}
      </span>
    </div>
  );
});

function lookClass(code: number, isCursor: boolean): string {
  const { tone, alternate, damaged, evidence, fixable, selected } = byteLook(code);
  return classNames(
    `byte-tone-${tone}`,
    alternate && 'byte-alternate',
    damaged && 'byte-damaged',
    evidence && 'byte-evidence',
    fixable && 'byte-fixable',
    selected && 'byte-selected',
    isCursor && 'byte-cursor',
  );
}

/** What the marks on a byte say, for those who don't see them, and on pointing for those who do. */
function noteOf(
  code: number,
  byte: number | null,
  should: number | null,
): { readonly title?: string; readonly 'aria-label'?: string } {
  if (byte === null) return {};
  const { evidence, fixable, damaged } = byteLook(code);
  const now = hexPair(byte);
  if (fixable && should !== null && should !== byte) {
    return {
      title: `${now} → ${hexPair(should)}`,
      'aria-label': `${now}, wrong: it should be ${hexPair(should)}`,
    };
  }
  if (evidence)
    return { title: 'The fault is about this field', 'aria-label': `${now}, what the fault is about` };
  return damaged ? { 'aria-label': `${now}, damaged` } : {};
}

const hexPair = (byte: number): string => byte.toString(16).padStart(2, '0');

const letter = (byte: number): string => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·');
