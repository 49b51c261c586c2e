/*
 * A string of a few bytes, as most are. An array of its own takes some two hundred bytes more than what is in it, which
 * over millions of keys is more than a browser gives; text with a character for each byte takes a tenth of that.
 */
export class ShortString {
  #text: string;

  /** @param bytes borrowed; few enough to be the arguments of a call */
  constructor(bytes: Uint8Array) {
    this.#text = charactersOf(bytes);
  }

  /** What happens to it does not happen to this one. */
  copy(): ShortString {
    return new ShortString(this.bytes);
  }

  get type(): 'string' {
    return 'string';
  }

  get length(): number {
    return this.#text.length;
  }

  /** Made anew each time: whoever asks may keep them. */
  get bytes(): Uint8Array {
    const text = this.#text;
    const bytes = new Uint8Array(text.length);
    for (let at = 0; at < bytes.length; at++) bytes[at] = text.charCodeAt(at);
    return bytes;
  }

  set bytes(bytes: Uint8Array) {
    this.#text = charactersOf(bytes);
  }
}

const charactersOf = (bytes: Uint8Array): string =>
  String.fromCharCode.apply(null, bytes as unknown as number[]);
