import type { EmberFile } from './emberFile.ts';

const HEADER = 5;

/**
 * A long log of many faults: the records of an intact one, again and again, with one bit wrong in the checksum of
 * every second record.
 */
export function everySecondDamaged(intact: EmberFile, copies: number): Buffer {
  const { records = [] } = intact.expected;
  const body = Buffer.from(intact.bytes.subarray(HEADER));
  for (const { i, at, size } of records) {
    const last = at + size - 1 - HEADER;
    if (i % 2 === 1) body[last] = (body[last] ?? 0) ^ 0x10;
  }
  return Buffer.concat([intact.bytes.subarray(0, HEADER), ...Array<Buffer>(copies).fill(body)]);
}
