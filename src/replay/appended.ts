/*
 * Appending to a string without copying all of it each time. The bytes of a string are shared (COPY) and never changed
 * in place; but memory behind them that nobody has claimed yet is free to be written.
 */

/** How much of a buffer with spare room is taken. */
const claimed = new WeakMap<ArrayBufferLike, number>();
/** Shorter strings get no spare room: there are too many of them. */
const WORTH_ROOM = 1 << 10;

/** `bytes` with `more` behind them. Memory of the result may be shared with `bytes`. */
export function appended(bytes: Uint8Array, more: Uint8Array): Uint8Array {
  const length = bytes.length + more.length;
  const end = bytes.byteOffset + bytes.length;
  // Whoever appends first takes the room; another value that ends in the same place finds it taken.
  if (claimed.get(bytes.buffer) === end && end + more.length <= bytes.buffer.byteLength) {
    const whole = new Uint8Array(bytes.buffer, bytes.byteOffset, length);
    whole.set(more, bytes.length);
    claimed.set(bytes.buffer, end + more.length);
    return whole;
  }
  const room = length < WORTH_ROOM ? length : length + (length >> 1);
  const whole = new Uint8Array(new ArrayBuffer(room), 0, length);
  whole.set(bytes);
  whole.set(more, bytes.length);
  if (room > length) claimed.set(whole.buffer, length);
  return whole;
}
