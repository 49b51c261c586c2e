/*
 * The parts of a log that helpers take while the scan is still before them. The scan goes through the file in order; where
 * a part begins exactly where its walk has come to, it takes the part's rows instead of walking there itself, and
 * wherever one does not, it goes on alone. So the index is the same with helpers and without, whatever the file holds.
 */
import {
  DEFAULT_PARTS,
  type Helpers,
  type PartScanner,
  type PartService,
  type PartSize,
  type PartSizes,
} from './helpers.ts';
import type { CancelSignal, ScanOptions } from './options.ts';
import type { Part } from './partRows.ts';

/** Parts asked of a helper at once: one under way, one to go on with. */
const PER_HELPER = 2;
/** Parts asked for that were not taken yet, for each thread: those of one may have to wait for another's. */
const PER_THREAD = 4;
/** The scan's walk was led to none of so many parts in turn: then they are not worth their while. */
const MOST_MISSED = 8;

interface Asked {
  /** No part begins before; exactly there once `isKnown`. */
  from: number;
  readonly to: number;
  /** Never rejects. */
  readonly answer: Promise<Part | null>;
  isKnown: boolean;
  isAnswered: boolean;
}

interface Thread {
  readonly scanner: PartScanner;
  /** Parts that it was asked for and has not answered. */
  waiting: number;
}

export class PartsAhead {
  readonly #helpers: Helpers | null;
  readonly #own: PartService;
  readonly #sizes: PartSizes;
  readonly #size: number;
  readonly #signal: CancelSignal | undefined;
  readonly #threads: Thread[] = [];
  /** Also those that were lost. */
  #started = 0;
  #asked: Asked[] = [];
  /** Where the stretch begins that is asked for next. */
  #next = 0;
  #missed = 0;

  /**
   * @param own takes parts in this thread, where it would only wait otherwise
   * @param size of the file
   */
  constructor({ helpers, signal }: ScanOptions, own: PartService, size: number) {
    this.#helpers = helpers ?? null;
    this.#signal = signal;
    this.#own = own;
    this.#sizes = helpers?.parts ?? DEFAULT_PARTS;
    this.#size = size;
  }

  /** Where the scan's own walk has to stop, because a part may begin there. */
  get limit(): number {
    return this.#asked[0]?.from ?? Number.POSITIVE_INFINITY;
  }

  /**
   * The part that begins at `at`, waited for; null when none does.
   * @param sealed whether encrypted records are read there
   */
  async partAt(at: number, sealed: boolean): Promise<Part | null> {
    this.#ask(at, sealed);
    for (;;) {
      const first = this.#asked[0];
      if (first === undefined || first.from > at) return null;
      if (first.to <= at) {
        this.#asked.shift();
        continue;
      }
      const part = await this.#answerOf(first, sealed);
      if (part !== null && part.from > at) {
        first.from = part.from;
        first.isKnown = true;
        return null;
      }
      this.#asked.shift();
      if (part !== null && part.from === at && part.end > at && part.sealed === sealed) {
        this.#missed = 0;
        this.#ask(part.end, sealed);
        return part;
      }
      this.#missed++;
    }
  }

  /** The walk could not stop at {@link limit}, which lies within a record: the part begins behind it, or nowhere. */
  async pass(): Promise<void> {
    const first = this.#asked[0];
    if (first === undefined) return;
    const part = first.isKnown ? null : await first.answer;
    if (part !== null && part.from > first.from) {
      first.from = part.from;
      first.isKnown = true;
    } else {
      this.#asked.shift();
      this.#missed++;
    }
  }

  /** Nobody can take what comes now: forgets what was asked for. */
  forget(): void {
    this.#asked = [];
  }

  /** Ends the helpers. */
  close(): void {
    for (const { scanner } of this.#threads) scanner.close();
    this.#threads.length = 0;
    this.forget();
  }

  /** Waits for an answer, and meanwhile takes parts in this thread. */
  async #answerOf(asked: Asked, sealed: boolean): Promise<Part | null> {
    while (!asked.isAnswered && this.#hasNext && this.#signal?.aborted !== true) {
      this.#askHelpers(sealed);
      if (this.#hasNext) await this.#askFor(this.#own, sealed).catch(() => undefined);
    }
    return asked.answer;
  }

  /** Asks for parts behind `at`. Starts the helpers where it is time for that. */
  #ask(at: number, sealed: boolean): void {
    if (this.#helpers === null || this.#missed > MOST_MISSED) return;
    const { bytes, alone, lead } = this.#sizeOf(sealed);
    const count = sealed ? this.#helpers.sealed : this.#helpers.plain;
    if (count === 0) return;
    if (this.#started === 0 && (at < alone || at + lead + bytes > this.#size)) return;
    for (; this.#started < count; this.#started++)
      this.#threads.push({ scanner: this.#helpers.start(), waiting: 0 });
    if (this.#threads.length === 0) return;
    if (this.#next < at) this.#next = at + lead;
    this.#askHelpers(sealed);
  }

  /** Whether another part may be asked for. */
  get #hasNext(): boolean {
    return this.#next < this.#size && this.#asked.length < PER_THREAD * (this.#threads.length + 1);
  }

  #askHelpers(sealed: boolean): void {
    for (let round = 1; round <= PER_HELPER; round++) {
      for (const thread of this.#threads) {
        if (thread.waiting >= round || !this.#hasNext) continue;
        thread.waiting++;
        this.#askFor(thread.scanner, sealed).then(
          () => {
            thread.waiting--;
          },
          () => this.#lose(thread),
        );
      }
    }
  }

  /** Does without a helper from now on. */
  #lose(thread: Thread): void {
    const at = this.#threads.indexOf(thread);
    if (at < 0) return;
    this.#threads.splice(at, 1);
    thread.scanner.close();
  }

  /** Asks for the next part. */
  #askFor(service: PartService, sealed: boolean): Promise<unknown> {
    const from = this.#next;
    const to = Math.min(this.#size, from + this.#sizeOf(sealed).bytes);
    this.#next = to;
    const part = service.scan({ from, to });
    const asked: Asked = {
      from,
      to,
      answer: part.catch(() => null),
      isKnown: false,
      isAnswered: false,
    };
    this.#asked.push(asked);
    return part.finally(() => {
      asked.isAnswered = true;
    });
  }

  #sizeOf(sealed: boolean): PartSize {
    return sealed ? this.#sizes.sealed : this.#sizes.plain;
  }
}
