/*
 * What the list of a file shows at the moment. The list writes it at every frame of a scroll and the map draws it,
 * so it is kept apart from the page's state. It also lets the list come back to where it was.
 */
import { createStore, useStore } from 'zustand';
import type { RowIndex } from '../../base/index.ts';
import type { FileId } from '../../state/index.ts';

export interface VisibleSpan {
  /** The first row in view, by its place in the list. */
  readonly first: number;
  /** The selected row when it was last brought into view. */
  readonly revealed: RowIndex | null;
  /** The bytes of the rows in view, `to` exclusive; null while they are not known. */
  readonly from: number | null;
  readonly to: number | null;
}

const spans = createStore<ReadonlyMap<FileId, VisibleSpan>>(() => new Map());

export function getVisibleSpan(id: FileId): VisibleSpan | null {
  return spans.getState().get(id) ?? null;
}

export function setVisibleSpan(id: FileId, span: VisibleSpan): void {
  const known = getVisibleSpan(id);
  if (
    known?.first === span.first &&
    known.revealed === span.revealed &&
    known.from === span.from &&
    known.to === span.to
  ) {
    return;
  }
  spans.setState(new Map(spans.getState()).set(id, span), true);
}

export function useVisibleSpan(id: FileId): VisibleSpan | null {
  return useStore(spans, (all) => all.get(id) ?? null);
}
