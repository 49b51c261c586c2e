/* Operations on the bytes and bits of strings. */
import type { EditedString } from './editedString.ts';

/** More than this is rather refused by the machine than allocated; a string of a server is at most 512 MiB. */
const LARGEST_STRING = 1n << 32n;

/**
 * SETRANGE: overwrites from `offset`, padding with zeros.
 * @returns why the server would go down; null when it doesn't
 */
export function setRange(string: EditedString, offset: bigint, value: Uint8Array): string | null {
  if (offset + BigInt(value.length) >= LARGEST_STRING)
    return `SETRANGE at offset ${offset}: capacity overflow`;
  string.write(Number(offset), value);
  return null;
}

/** SETBIT: bit 0 is the highest of the first byte. Any value but 1 clears it. @returns as {@link setRange} */
export function setBit(string: EditedString, offset: bigint, value: number): string | null {
  const at = offset / 8n;
  if (at >= LARGEST_STRING) return `SETBIT at offset ${offset}: capacity overflow`;
  string.setBits(Number(at), 0x80 >> Number(offset % 8n), value === 1);
  return null;
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
