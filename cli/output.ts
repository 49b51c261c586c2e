import type { Writable } from 'node:stream';
import { CommandError, describeFailure, ExitCode } from './exitCode.ts';

/** Texts are gathered up to this many characters before they are written. */
const BATCH = 64 << 10;

/** Where lines of text go: standard output, or a file. */
export interface TextOutput {
  /** Nobody reads on: what is still written is dropped. */
  readonly closed: boolean;
  write(text: string): Promise<void>;
}

/** Written to in order, never faster than the reader at the other end takes it. */
export class Output implements TextOutput {
  readonly #stream: Writable;
  #pending: string[] = [];
  #length = 0;
  #closed = false;
  #failure: CommandError | null = null;

  constructor(stream: Writable) {
    this.#stream = stream;
    stream.on('error', (error: NodeJS.ErrnoException) => {
      this.#closed = true;
      // A reader that has seen enough (`| head`) is no failure of ours.
      if (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED') return;
      this.#failure = new CommandError(ExitCode.unreadable, `standard output: ${describeFailure(error)}`);
    });
  }

  /** Nobody reads on: what is still written is dropped. */
  get closed(): boolean {
    return this.#closed;
  }

  /** @throws when the disk behind it is full or fails; not when the reader has gone away */
  async write(text: string): Promise<void> {
    if (this.#closed) return this.#check();
    this.#pending.push(text);
    this.#length += text.length;
    if (this.#length >= BATCH) await this.flush();
  }

  /** Writes what is gathered. To be called at the end. */
  async flush(): Promise<void> {
    const text = this.#pending.join('');
    this.#pending = [];
    this.#length = 0;
    if (text !== '' && !this.#closed) {
      await new Promise<void>((resolve) => {
        this.#stream.write(text, () => resolve());
      });
      // The stream tells of a failed write just after the callback.
      if (this.#stream.errored !== null) await new Promise((resolve) => setImmediate(resolve));
    }
    this.#check();
  }

  #check(): void {
    if (this.#failure !== null) throw this.#failure;
  }
}
