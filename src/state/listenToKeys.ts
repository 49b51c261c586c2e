import { appStore } from './appStore.ts';
import { type KeyPress, shortcuts } from './shortcuts.ts';

/** Binds the registered shortcuts to the window. */
export function listenToKeys(): void {
  window.addEventListener('keydown', (event) => {
    // Whoever has the focus comes first, and so does a dialog: its page is not to be moved behind its back.
    if (event.defaultPrevented || event.isComposing || document.querySelector('dialog[open]') !== null)
      return;
    const press: KeyPress = {
      key: event.key,
      ctrlKey: event.ctrlKey,
      altKey: event.altKey,
      metaKey: event.metaKey,
      shiftKey: event.shiftKey,
      altGraph: event.getModifierState('AltGraph'),
    };
    if (isTyping(event.target) && !worksWhileTyping(press)) return;
    const command = shortcuts.find(press, appStore.getState().preferences);
    if (command === null) return;
    event.preventDefault();
    command.run();
  });
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches('input, textarea, select');
}

/** In a text field every key belongs to the field, but for chords such as Ctrl+K. */
function worksWhileTyping(press: KeyPress): boolean {
  return (press.ctrlKey || press.metaKey) && !press.altKey && press.key.length === 1;
}
