import type { Page, Request } from '@playwright/test';

/** All that a page may still ask for once it is loaded: a sample that was clicked. */
const LATER = /\/samples\/[\w.-]+$/;

/** Browsers fetch these when they please. */
const ICONS = /\/(icon[\w-]*\.(svg|png)|manifest\.webmanifest)$/;

export interface PageWatch {
  /** From now on the page is loaded, and may ask for nothing but what a loaded page asks for. */
  readonly loaded: () => void;
  /** The page is loaded anew. */
  readonly loading: () => void;
  /** Every address that was asked for since the page was loaded. */
  readonly requested: () => readonly string[];
  /** All that went wrong, or should not have happened. */
  readonly problems: () => readonly string[];
  /** A console message that the browser itself writes, and that a test brings about. */
  readonly expect: (message: RegExp) => void;
}

/**
 * Listens for what no test may cause: an error or a warning in the console, an uncaught error, a rejection nobody
 * took, an alert, a crash, a socket, and a request that leaves the page's own folder or that a loaded page has no
 * business to make.
 */
export function watchPage(page: Page, home: string): PageWatch {
  const problems: string[] = [];
  const expected: RegExp[] = [];
  let isLoaded = false;
  let asked: string[] = [];

  page.on('console', (message) => {
    const told = message.text();
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    if (!expected.some((pattern) => pattern.test(told))) problems.push(`console ${message.type()}: ${told}`);
  });
  page.on('pageerror', (error) => problems.push(`uncaught: ${error.stack ?? error.message}`));
  page.on('crash', () => problems.push('the page crashed'));
  page.on('websocket', (socket) => problems.push(`opened a socket: ${socket.url()}`));
  page.on('dialog', (dialog) => {
    problems.push(`opened a ${dialog.type()}: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.context().on('request', (request) => {
    const problem = judge(request);
    if (problem !== null) problems.push(problem);
  });

  function judge(request: Request): string | null {
    const url = request.url();
    // Made in the page and read in the page: a download of its own bytes.
    if (url.startsWith(`blob:${new URL(home).origin}/`)) return null;
    if (!url.startsWith(home)) return `a request left the page: ${request.method()} ${url}`;
    if (request.method() !== 'GET' || request.postData() !== null) return `sent something to ${url}`;
    if (!isLoaded) return null;
    asked.push(url);
    return LATER.test(url) || ICONS.test(url) ? null : `asked for ${url} after it was loaded`;
  }

  return {
    loaded: () => {
      isLoaded = true;
      asked = [];
    },
    loading: () => {
      isLoaded = false;
    },
    requested: () => asked.filter((url) => !ICONS.test(url)),
    problems: () => problems,
    expect: (message) => expected.push(message),
  };
}
