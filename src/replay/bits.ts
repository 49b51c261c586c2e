/* Operations on the bytes and bits of strings. */

/** More than this is rather refused by the machine than allocated; a string of a server is at most 512 MiB. */
const LARGEST_STRING = 1n << 32n;

/** SETRANGE: overwrites from `offset`, padding with zeros. The text says why the server would go down. */
export function setRange(bytes: Uint8Array, offset: bigint, value: Uint8Array): Uint8Array | string {
  const end = offset + BigInt(value.length);
  if (end >= LARGEST_STRING) return `SETRANGE at offset ${offset}: capacity overflow`;
  const result = new Uint8Array(Math.max(bytes.length, Number(end)));
  result.set(bytes);
  result.set(value, Number(offset));
  return result;
}

/** SETBIT: bit 0 is the highest of the first byte. Any value but 1 clears it. */
export function setBit(bytes: Uint8Array, offset: bigint, value: number): Uint8Array | string {
  const at = offset / 8n;
  if (at >= LARGEST_STRING) return `SETBIT at offset ${offset}: capacity overflow`;
  const index = Number(at);
  const result = new Uint8Array(Math.max(bytes.length, index + 1));
  result.set(bytes);
  const mask = 0x80 >> Number(offset % 8n);
  result[index] = value === 1 ? (result[index] as number) | mask : (result[index] as number) & ~mask;
  return result;
}

/** BITOP: 0 AND, 1 OR, 2 XOR, 3 NOT of the first source. Shorter sources count as padded with zeros. */
export function bitwise(op: number, sources: readonly Uint8Array[]): Uint8Array {
  const result = new Uint8Array(Math.max(0, ...sources.map((source) => source.length)));
  const [first, ...others] = sources;
  if (first === undefined) return result;
  if (op === 3) return result.map((_, i) => ~(first[i] ?? 0) & 0xff);
  result.set(first);
  for (const source of others) {
    for (let i = 0; i < result.length; i++) {
      const left = result[i] as number;
      const right = source[i] ?? 0;
      result[i] = op === 0 ? left & right : op === 1 ? left | right : left ^ right;
    }
  }
  return result;
}
