/*
 * Drives the built page in a real Chromium as a user would, by dropping a file on it. What happens inside is observed
 * from outside: the time of the drop, the first frame with rows, and the report that the file's worker sends.
 */
import type { Browser, CDPSession, Page } from '@playwright/test';

/** What the observer leaves in the page. */
interface Observed {
  droppedAt?: number;
  rowsAt?: number;
  doneAt?: number;
  report?: {
    readonly elapsedMs: number;
    readonly rows: number;
    readonly recordsHeld: number;
    readonly phase: string;
  };
  /** Drops what was seen of an earlier file. */
  forget?: () => void;
}

declare global {
  interface Window {
    benchObserved?: Observed;
  }
}

export interface Visit {
  readonly page: Page;
  readonly cdp: CDPSession;
  readonly close: () => Promise<void>;
}

/** What opening a file took, in ms. */
export interface Opening {
  /** From the drop to a frame that shows its first rows. */
  readonly rowsMs: number;
  /** The scan, as the worker clocks it. */
  readonly scanMs: number;
  /** From the drop to the verdict on screen. */
  readonly verdictMs: number;
  readonly records: number;
}

/** Rows that must stand in the table for it to count as shown; a file may have fewer. */
const ROWS_SHOWN = 10;

/** Nobody drags a file onto a page sooner: it has then fetched and prepared all that it does on its own. */
export const SETTLED_MS = 1500;

/** The page in a browser that has never seen it, once it has settled. */
export async function visit(browser: Browser, address: string): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(observe, ROWS_SHOWN);
  await page.goto(address);
  await page.waitForTimeout(SETTLED_MS);
  const cdp = await context.newCDPSession(page);
  return { page, cdp, close: () => context.close() };
}

/** Drops a file of the disk onto the middle of the page, as the system would. */
export async function dropFile(cdp: CDPSession, path: string): Promise<void> {
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await cdp.send('Input.dispatchDragEvent', { type, x: 700, y: 400, data });
  }
}

/** Opens a file and waits until it is read and judged. */
export async function openByDrop({ page, cdp }: Visit, path: string): Promise<Opening> {
  await page.evaluate(() => window.benchObserved?.forget?.());
  await dropFile(cdp, path);
  await page.waitForFunction(
    () => window.benchObserved?.doneAt !== undefined && window.benchObserved.rowsAt !== undefined,
    null,
    {
      timeout: 600_000,
      polling: 50,
    },
  );
  const { droppedAt, rowsAt, doneAt, report } = (await page.evaluate(() => ({
    ...window.benchObserved,
    forget: undefined,
  }))) as Required<Omit<Observed, 'forget'>>;
  if (report.phase !== 'done') throw new Error(`the page ended its scan as ${report.phase}`);
  return {
    rowsMs: rowsAt - droppedAt,
    scanMs: report.elapsedMs,
    verdictMs: doneAt - droppedAt,
    records: report.recordsHeld,
  };
}

/** Waits until the scan of a dropped file is over. The page has yet to show what came of it. */
export async function scanned({ page }: Visit): Promise<void> {
  await page.waitForFunction(() => window.benchObserved?.report !== undefined, null, {
    timeout: 600_000,
    polling: 20,
  });
}

/** Runs in the page before anything of it does. */
function observe(rowsShown: number): void {
  const observed: Observed = {};
  observed.forget = () => {
    delete observed.droppedAt;
    delete observed.rowsAt;
    delete observed.doneAt;
    delete observed.report;
  };
  window.benchObserved = observed;

  // A frame is looked at only after something changed: asking for each would cost what is being measured.
  let asked = false;
  const look = (): void => {
    asked = false;
    const rows = document.querySelectorAll('.records-canvas [role="row"][aria-busy="false"]');
    const whole = observed.report !== undefined && rows.length >= Math.min(rowsShown, observed.report.rows);
    if (observed.rowsAt === undefined && (rows.length >= rowsShown || whole))
      observed.rowsAt = performance.now();
    const verdict = document.querySelector('.verdict-strip:not(.verdict-strip-reading)');
    if (observed.report !== undefined && verdict !== null) observed.doneAt ??= performance.now();
    if (observed.rowsAt !== undefined && observed.doneAt !== undefined) changes.disconnect();
  };
  const changes = new MutationObserver(() => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(look);
  });
  addEventListener(
    'drop',
    () => {
      observed.droppedAt = performance.now();
      changes.observe(document, { subtree: true, childList: true, attributes: true });
    },
    true,
  );

  // The worker's answer to the scan carries how long it took, to the millisecond; the status bar rounds.
  window.Worker = class extends Worker {
    constructor(...args: ConstructorParameters<typeof Worker>) {
      super(...args);
      this.addEventListener('message', ({ data }) => {
        const value = (data as { value?: Observed['report'] } | null)?.value;
        if (typeof value?.elapsedMs === 'number') observed.report = value;
      });
    }
  };
}
