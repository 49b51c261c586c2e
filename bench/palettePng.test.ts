import { crc32, deflateSync, inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { palettePng } from './palettePng.ts';

/** The data of each chunk by type; their checksums must hold. */
function chunksOf(png: Buffer): Map<string, Buffer> {
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    expect(png.readUInt32BE(at + 8 + length)).toBe(crc32(png.subarray(at + 4, at + 8 + length)));
    chunks.set(png.toString('latin1', at + 4, at + 8), png.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  return chunks;
}

/** A picture of 3 × 2 pixels, its rows filtered by "left" and "up". */
function pngOf(rows: readonly (readonly number[])[]): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const whole = Buffer.alloc(12 + data.length);
    whole.writeUInt32BE(data.length, 0);
    whole.write(type, 4, 'latin1');
    data.copy(whole, 8);
    return whole;
  };
  const header = Buffer.from([0, 0, 0, 3, 0, 0, 0, 2, 8, 2, 0, 0, 0]);
  const flat = rows.map((row) => row.flatMap((pixel) => [pixel >> 16, (pixel >> 8) & 255, pixel & 255]));
  const left = flat[0]?.map((byte, i, all) => (byte - (all[i - 3] ?? 0)) & 255) ?? [];
  const up = flat[1]?.map((byte, i) => (byte - (flat[0]?.[i] ?? 0)) & 255) ?? [];
  const data = deflateSync(Buffer.from([1, ...left, 2, ...up]));
  return Buffer.concat([
    Buffer.alloc(8),
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

test('few colours are kept exactly', () => {
  const rows = [
    [0x102030, 0xff0000, 0x102030],
    [0x00ff00, 0x102030, 0xfffffe],
  ];
  const chunks = chunksOf(palettePng(pngOf(rows)));
  const palette = chunks.get('PLTE') as Buffer;
  const data = inflateSync(chunks.get('IDAT') as Buffer);
  const pixels = [1, 2, 3, 5, 6, 7].map((at) => palette.readUIntBE((data[at] as number) * 3, 3));
  expect(pixels).toEqual(rows.flat());
});
