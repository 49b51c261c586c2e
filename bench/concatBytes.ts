/**
 * The parts as one plain Uint8Array. Not a Buffer: its `slice` is a view, where the engine takes `slice` for a copy.
 */
export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
