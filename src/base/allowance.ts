/** Memory that is not given. */
export class OutOfMemoryError extends Error {
  override readonly name = 'OutOfMemoryError';
}

/** How engines say it: by a RangeError, Firefox also by an InternalError, a worker that it brings down by the text of one. */
const SAID =
  /^(Uncaught )?((RangeError|InternalError): .*(alloc|memory|array buffer|typed array length|(Map|Set) maximum size)|OutOfMemoryError|out of memory)/i;

/** Whether memory is what was missing. @param error what was thrown, in a worker too, or the message of a worker's end */
export const isOutOfMemory = (error: unknown): boolean =>
  SAID.test(error instanceof Error ? `${error.name}: ${error.message}` : String(error));

/**
 * The bytes that something may take in all. It is asked before they are allocated, and refuses as the platform does
 * when it has no more, only earlier: a browser that is really out of memory may end the whole page.
 */
export class Allowance {
  #left: number;

  constructor(bytes: number) {
    this.#left = bytes;
  }

  /** @throws OutOfMemoryError when so many are not left; nothing is taken then */
  take(bytes: number): void {
    if (bytes > this.#left) throw new OutOfMemoryError(`${bytes} more bytes are not allowed`);
    this.#left -= bytes;
  }

  giveBack(bytes: number): void {
    this.#left += bytes;
  }
}
