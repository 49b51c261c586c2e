import { useMemo, useRef, useState } from 'react';
import { type Range, rowIndex } from '../../base/index.ts';
import { actions, announceFailure, type FileId, getFile, service, useApp } from '../../state/index.ts';
import type { ByteSpace, FieldView, RowDetail } from '../../workers/index.ts';
import { fieldByPath, fieldOfBytes, fieldSpan } from '../ui/fieldOfBytes.ts';
import { type ByteCursorState, cursorFor, isCursorOf, selectedRange } from './byteGrid.ts';

export interface ByteSelection {
  /** The selected bytes in the space shown, null when none are. */
  readonly selected: Range | null;
  /** The field they belong to. */
  readonly field: FieldView | null;
  readonly cursor: ByteCursorState;
  /** What should be in view. */
  readonly revealed: Range | null;
  /** `walking`: a step of many, by key or drag, that is not to be walked back through one by one. */
  readonly select: (next: ByteCursorState, walking: boolean) => void;
}

/**
 * The page's selection as the byte grid reads and writes it. Bytes of another row take the row along; that row is
 * asked for first, and meanwhile the grid already shows what was chosen.
 * @param detail of the selected row, null while it is on its way
 * @param span the selected row's bytes in `space`
 */
export function useByteSelection(
  id: FileId,
  space: ByteSpace,
  detail: RowDetail | null,
  span: Range | null,
): ByteSelection {
  const selection = useApp((state) => getFile(state, id)?.selection ?? null);
  const [own, setOwn] = useState<ByteCursorState | null>(null);
  const [asking, setAsking] = useState(false);
  const steps = useRef(0);

  const inSpace = detail?.space === space ? detail : null;
  const named = inSpace === null ? null : fieldByPath(inSpace, selection?.field ?? null);
  const stored = useMemo<Range | null>(() => {
    const bytes = selection?.bytes;
    if (bytes?.space === space) return { from: bytes.start, to: bytes.end };
    return named !== null && inSpace !== null ? fieldSpan(inSpace, named) : null;
  }, [selection, space, named, inSpace]);

  const selected = useMemo(
    () => (asking && own !== null ? selectedRange(own) : stored),
    [asking, own, stored],
  );
  const drawn = own !== null && selected !== null && isCursorOf(own, selected) ? own : null;
  const revealed = useMemo<Range | null>(
    () => (drawn === null ? (selected ?? span) : { from: drawn.cursor, to: drawn.cursor + 1 }),
    [drawn, selected, span],
  );

  const select = async (next: ByteCursorState, walking: boolean): Promise<void> => {
    const step = ++steps.current;
    const range = selectedRange(next);
    let row = selection?.row ?? null;
    setOwn(next);
    if (space === 'file' && !(span !== null && next.cursor >= span.from && next.cursor < span.to)) {
      setAsking(true);
      try {
        row = (await service(id).rowAtOffset(next.cursor)) ?? row;
      } catch (error) {
        announceFailure(error, null);
      }
      // The cursor has moved on meanwhile; its last step speaks.
      if (step !== steps.current) return;
    }
    setAsking(false);
    const known = inSpace?.row.row === row ? inSpace : null;
    const field = known === null ? null : (fieldOfBytes(known, range)?.path ?? null);
    const bytes = { space, start: range.from, end: range.to };
    actions.select(id, { row: row ?? rowIndex(0), field, bytes }, { replace: walking });
  };

  return {
    selected,
    field: named ?? (inSpace !== null && selected !== null ? fieldOfBytes(inSpace, selected) : null),
    cursor: cursorFor(own, selected, span?.from ?? 0),
    revealed,
    select: (next, walking) => void select(next, walking),
  };
}
