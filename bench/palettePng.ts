/*
 * Makes a screenshot small: at most 256 colours, one byte a pixel. Screens of text have few colours that matter; the
 * rare ones, at the edges of letters, go to the nearest that is kept.
 */
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
const COLOURS = 256;
const RGB = 2;
const RGBA = 6;
const INDEXED = 3;

interface Picture {
  readonly width: number;
  readonly height: number;
  /** One number a pixel: red, green, blue from the high byte on. */
  readonly pixels: Uint32Array;
}

/** @param png of 8 bits a channel, not interlaced, as browsers take screenshots */
export function palettePng(png: Uint8Array): Buffer {
  const picture = readPicture(Buffer.from(png));
  const palette = choosePalette(picture.pixels);
  return writePicture(picture, palette);
}

function readPicture(png: Buffer): Picture {
  const parts: Buffer[] = [];
  let header: Buffer = Buffer.alloc(0);
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    const data = png.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') header = data;
    if (type === 'IDAT') parts.push(data);
    at += 12 + length;
  }
  const width = header.readUInt32BE(0);
  const height = header.readUInt32BE(4);
  const colour = header[9];
  if (header[8] !== 8 || (colour !== RGB && colour !== RGBA))
    throw new Error('a screenshot in an unexpected format');
  const channels = colour === RGB ? 3 : 4;
  const bytes = unfilter(inflateSync(Buffer.concat(parts)), width * channels, height, channels);
  const pixels = new Uint32Array(width * height);
  for (let i = 0; i < pixels.length; i++) pixels[i] = bytes.readUIntBE(i * channels, 3);
  return { width, height, pixels };
}

/** Undoes PNG's row filters. @param step bytes a pixel */
function unfilter(raw: Buffer, rowBytes: number, rows: number, step: number): Buffer {
  const bytes = Buffer.alloc(rowBytes * rows);
  for (let row = 0; row < rows; row++) {
    const filter = raw[row * (rowBytes + 1)];
    for (let i = 0; i < rowBytes; i++) {
      const at = row * rowBytes + i;
      const left = i < step ? 0 : (bytes[at - step] as number);
      const up = row === 0 ? 0 : (bytes[at - rowBytes] as number);
      const corner = i < step || row === 0 ? 0 : (bytes[at - rowBytes - step] as number);
      const stored = raw[row * (rowBytes + 1) + 1 + i] as number;
      bytes[at] = stored + predicted(filter ?? 0, left, up, corner);
    }
  }
  return bytes;
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4: {
      const guess = left + up - corner;
      const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
      return a <= b && a <= c ? left : b <= c ? up : corner;
    }
    default:
      return 0;
  }
}

/**
 * The most frequent colours. Half of the palette is for those of large areas, which a gradient differs in by little;
 * the rest for what is left over, each taken for all that can't well be told from it.
 */
function choosePalette(pixels: Uint32Array): number[] {
  const counts = new Map<number, number>();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const frequent = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([colour]) => colour);
  const areas = frequent.slice(0, COLOURS / 2);
  for (let tolerance = 0; ; tolerance += 12) {
    const palette = [...areas];
    for (const colour of frequent) {
      if (palette.length > COLOURS) break;
      if (!palette.some((kept) => distance(kept, colour) <= tolerance)) palette.push(colour);
    }
    if (palette.length <= COLOURS) return palette;
  }
}

/** The squared distance of two colours. */
function distance(a: number, b: number): number {
  const red = (a >> 16) - (b >> 16);
  const green = ((a >> 8) & 255) - ((b >> 8) & 255);
  const blue = (a & 255) - (b & 255);
  return red * red + green * green + blue * blue;
}

function writePicture({ width, height, pixels }: Picture, palette: readonly number[]): Buffer {
  const nearest = new Map<number, number>();
  const indexOf = (pixel: number): number => {
    let index = nearest.get(pixel);
    if (index === undefined) {
      index = palette.reduce(
        (best, colour, i) => (distance(colour, pixel) < distance(palette[best] as number, pixel) ? i : best),
        0,
      );
      nearest.set(pixel, index);
    }
    return index;
  };
  const raw = Buffer.alloc((width + 1) * height);
  for (let row = 0; row < height; row++) {
    for (let x = 0; x < width; x++)
      raw[row * (width + 1) + 1 + x] = indexOf(pixels[row * width + x] as number);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  header[9] = INDEXED;
  const colours = Buffer.alloc(palette.length * 3);
  palette.forEach((colour, i) => {
    colours.writeUIntBE(colour, i * 3, 3);
  });
  const data = deflateSync(raw, { level: 9 });
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', colours),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}
