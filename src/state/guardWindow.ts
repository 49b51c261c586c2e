import { announceFailure } from './tellFailure.ts';

/** Nothing fails in silence: what no one caught is told in a toast, and written to the console for a bug report. */
export function guardWindow(): void {
  window.addEventListener('unhandledrejection', (event) => {
    event.preventDefault();
    report(event.reason);
  });
  window.addEventListener('error', (event) => {
    // Browsers report a layout that needs one more frame as an error; it is none.
    if (event.message.startsWith('ResizeObserver loop')) return;
    report(event.error ?? event.message);
  });
}

function report(error: unknown): void {
  announceFailure(error, null);
  // biome-ignore lint/suspicious/noConsole: the toast tells the user; the stack is for whoever mends it
  console.error(error);
}
