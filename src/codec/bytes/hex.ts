const PAIRS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Two lower-case digits a byte, joined by `separator`. */
export function encodeHex(bytes: Uint8Array, separator = ''): string {
  let text = '';
  for (let i = 0; i < bytes.length; i++) {
    text += (i > 0 ? separator : '') + (PAIRS[bytes[i] as number] as string);
  }
  return text;
}

/** The bytes of hexadecimal `text` (white space allowed), or null when it is not hexadecimal. */
export function decodeHex(text: string): Uint8Array | null {
  const digits = text.replace(/\s+/g, '');
  if (digits.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(digits)) return null;
  const bytes = new Uint8Array(digits.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(digits.slice(i * 2, i * 2 + 2), 16);
  return bytes;
}

/** `value` as `0x` and at least `digits` lower-case digits: how ember prints a checksum (8). */
export const hex32 = (value: number, digits = 8): string => `0x${value.toString(16).padStart(digits, '0')}`;
