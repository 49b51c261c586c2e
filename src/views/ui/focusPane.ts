import { flushSync } from 'react-dom';
import { actions, type Pane } from '../../state/index.ts';
import { NARROW } from './useMediaQuery.ts';

/** Each pane's tab stop. The panes know nothing of one another; this is the one place that knows where they are. */
const TAB_STOPS: Record<Pane, string> = {
  list: '.records-frame [tabindex="0"]',
  inspector: '.inspector [tabindex="0"]',
  bytes: '.byte-grid',
};

/**
 * Moves the focus into a pane, at once: the next key that is pressed is meant for it. On a narrow screen, where one is
 * shown at a time, it is shown first. Call it in the handler of an event.
 */
export function focusPane(pane: Pane): void {
  flushSync(() => {
    if (matchMedia(NARROW).matches) actions.setPane(pane);
  });
  const focus = (): boolean => {
    const stop = document.querySelector<HTMLElement>(TAB_STOPS[pane]);
    stop?.focus();
    return stop !== null;
  };
  // A pane that takes its measure first has its tab stop in the next frame.
  if (!focus()) requestAnimationFrame(focus);
}
