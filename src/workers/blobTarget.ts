/** Collects bytes as a Blob, in parts that the browser may keep on the disk. */
export class BlobTarget {
  readonly #parts: Blob[] = [];

  /** @param chunk borrowed: it is copied */
  write(chunk: Uint8Array): void {
    this.#parts.push(new Blob([chunk as Uint8Array<ArrayBuffer>]));
  }

  blob(): Blob {
    return new Blob(this.#parts);
  }
}
