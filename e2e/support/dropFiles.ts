import type { Page } from '@playwright/test';

type Phase = 'dragEnter' | 'dragOver' | 'drop';

/**
 * A drag of files from outside the browser, as the operating system would send it: what is dropped are the real
 * files, and the page gets real handles to them. Paths are absolute; a folder is a path like any other.
 */
export class FileDrag {
  readonly #page: Page;
  readonly #files: readonly string[];

  constructor(page: Page, files: readonly string[]) {
    this.#page = page;
    this.#files = files;
  }

  /** Over the page, but not let go. */
  async hover(): Promise<void> {
    await this.#send(['dragEnter', 'dragOver']);
  }

  async drop(): Promise<void> {
    await this.#send(['drop']);
  }

  /** Out of the window again. */
  async leave(): Promise<void> {
    await this.#send(['dragOver'], { x: -20, y: -20 });
  }

  async #send(phases: readonly Phase[], at = this.#middle()): Promise<void> {
    const session = await this.#page.context().newCDPSession(this.#page);
    for (const type of phases) {
      await session.send('Input.dispatchDragEvent', {
        type,
        ...at,
        data: { items: [], files: [...this.#files], dragOperationsMask: 1 },
      });
    }
    await session.detach();
  }

  #middle(): { readonly x: number; readonly y: number } {
    const { width, height } = this.#page.viewportSize() ?? { width: 400, height: 400 };
    return { x: width / 2, y: height / 2 };
  }
}

/** Drags files onto the page and lets them go. */
export async function dropFiles(page: Page, files: readonly string[]): Promise<void> {
  const drag = new FileDrag(page, files);
  await drag.hover();
  await drag.drop();
}
