import { actions, type Pane } from '../../state/index.ts';
import { NARROW } from './useMediaQuery.ts';

/** Each pane's tab stop. The panes know nothing of one another; this is the one place that knows where they are. */
const TAB_STOPS: Record<Pane, string> = {
  list: '.records-frame [tabindex="0"]',
  inspector: '.inspector [tabindex="0"]',
  bytes: '.byte-grid',
};

/** Moves the focus into a pane. On a narrow screen, where one is shown at a time, it is shown first. */
export function focusPane(pane: Pane): void {
  if (matchMedia(NARROW).matches) actions.setPane(pane);
  // A pane that has just been asked for is drawn by then.
  requestAnimationFrame(() => document.querySelector<HTMLElement>(TAB_STOPS[pane])?.focus());
}
