/*
 * CRC-32 of a stretch of bytes from the checksums of what ends before it and of what ends with it, without looking at
 * the bytes: the checksum is linear, and appending a byte is a multiplication in GF(2)[x] modulo its polynomial. As in
 * zlib's crc32_combine, solved for the second part.
 */
const POLYNOMIAL = 0xedb88320;
/** x^0, reflected: the highest bit stands for the lowest power. */
const ONE = 1 << 31;

/** The product of two polynomials modulo the checksum's, all reflected. */
function multiply(a: number, b: number): number {
  let factor = b;
  let product = 0;
  for (let bit = ONE; bit !== 0; bit >>>= 1) {
    if ((a & bit) !== 0) product ^= factor;
    factor = factor & 1 ? (factor >>> 1) ^ POLYNOMIAL : factor >>> 1;
  }
  return product;
}

/** x^(8·2^i): what appending 2^i bytes multiplies by. */
const APPENDING: readonly number[] = Array.from({ length: 53 }).reduce<number[]>((powers) => {
  const last = powers.at(-1);
  // x^8 is eight places below x^0.
  powers.push(last === undefined ? ONE >>> 8 : multiply(last, last));
  return powers;
}, []);

/**
 * The checksum of the last `length` bytes of a message.
 * @param whole the message's checksum
 * @param before the checksum of what precedes those bytes
 */
export function crc32Suffix(whole: number, before: number, length: number): number {
  let shifted = before;
  for (let left = length, i = 0; left > 0; left = Math.floor(left / 2), i++) {
    if (left % 2 === 1) shifted = multiply(APPENDING[i] as number, shifted);
  }
  return (whole ^ shifted) >>> 0;
}
