/*
 * What a snapshot's footer proves: it covers every entry's bytes, so that where everything but one place is as it was
 * written, it judges any guess about that place.
 */
import { rowIndex } from '../../base/index.ts';
import { CRC32_INIT, crc32Update, FOOTER_BYTES, readU32, SNAPSHOT_HEADER_BYTES } from '../../codec/index.ts';
import { RowKind } from '../../columnar/index.ts';
import type { FileIndex } from '../../scan/index.ts';
import type { BoundedReader } from './boundedReader.ts';
import { registerBefore } from './crcSplice.ts';

/** Larger snapshots would be read over and over. */
const LARGEST = 64 << 20;
const STEP = 4 << 20;

/** The checksum's register on both sides of a stretch. */
export interface Registers {
  readonly before: number;
  readonly behind: number;
}

export class FooterProof {
  /** Where the entries end. */
  readonly footerAt: number;
  readonly stored: number;
  readonly #reader: BoundedReader;

  private constructor(reader: BoundedReader, footerAt: number, stored: number) {
    this.#reader = reader;
    this.footerAt = footerAt;
    this.stored = stored;
  }

  /** @returns null for a file without a footer that could prove anything */
  static async of(index: FileIndex, reader: BoundedReader): Promise<FooterProof | null> {
    if (index.kind !== 'snapshot' || index.size > LARGEST) return null;
    const { rows } = index;
    for (let row = rows.length - 1; row > 0; row--) {
      const each = rowIndex(row);
      if (rows.kind(each) !== RowKind.footer) continue;
      const at = rows.offset(each);
      const bytes = await reader.read(at, at + FOOTER_BYTES);
      return bytes === null ? null : new FooterProof(reader, at, readU32(bytes, 0));
    }
    return null;
  }

  /** The registers around the stretch `from … to`; null when too much was read already. */
  async around(from: number, to: number): Promise<Registers | null> {
    let before = CRC32_INIT;
    for (let at = SNAPSHOT_HEADER_BYTES; at < from; at += STEP) {
      const bytes = await this.#reader.read(at, Math.min(at + STEP, from));
      if (bytes === null) return null;
      before = crc32Update(before, bytes);
    }
    let behind = ~this.stored;
    for (let end = this.footerAt; end > to; end -= STEP) {
      const bytes = await this.#reader.read(Math.max(to, end - STEP), end);
      if (bytes === null) return null;
      behind = registerBefore(behind, bytes);
    }
    return { before, behind: behind | 0 };
  }
}
