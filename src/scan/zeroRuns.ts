import type { Range } from '../base/index.ts';
import { FRAME_HEADER_BYTES, skipZeros } from '../codec/index.ts';

/**
 * Passes over zeros at the speed of memory, from window to window, and remembers the longest run of them: a hole of
 * gigabytes is then not read again to be explained.
 */
export class ZeroRuns {
  /** The run that was passed over last. */
  #from = 0;
  #to = 0;
  #longest: Range = { from: 0, to: 0 };

  get longest(): Range {
    return this.#longest;
  }

  /**
   * @param bytes a window that begins at `base`
   * @param at where zeros may stand, or go on
   * @param to the first offset not to look at
   * @returns where something may begin that does not consist of zeros: shortly before they end
   */
  pass(bytes: Uint8Array, base: number, at: number, to: number): number {
    const goesOn = this.#to > this.#from && at >= this.#from && at <= this.#to;
    if (!goesOn) {
      this.#from = at;
      this.#to = at;
    }
    if (this.#to < to) this.#to = base + skipZeros(bytes, this.#to - base, to - base);
    if (this.#to - this.#from > this.#longest.to - this.#longest.from) {
      this.#longest = { from: this.#from, to: this.#to };
    }
    return Math.min(to, Math.max(at, this.#to - FRAME_HEADER_BYTES));
  }
}
