import { type RowIndex, rowIndex } from '../base/index.ts';
import type { ShardFile } from './shardFile.ts';

/**
 * Bytes of a value that stay in their file: where they stand in the content of a row, decrypted where that is sealed.
 * They are never text that the replay looks into, so their length is all that it has to know.
 */
export class FarBytes {
  readonly file: ShardFile;
  #row: number;
  #at: number;
  #length: number;

  constructor(file: ShardFile, row: number, at: number, length: number) {
    this.file = file;
    this.#row = row;
    this.#at = at;
    this.#length = length;
  }

  get row(): RowIndex {
    return rowIndex(this.#row);
  }

  /** Where they begin in the row's content. */
  get at(): number {
    return this.#at;
  }

  get length(): number {
    return this.#length;
  }

  copy(): FarBytes {
    return new FarBytes(this.file, this.#row, this.#at, this.#length);
  }

  /** Makes them others of the same file: for who alone has them. Most records overwrite a value that is there. */
  moveTo(row: RowIndex, at: number, length: number): void {
    this.#row = row;
    this.#at = at;
    this.#length = length;
  }
}

/** Bytes of a value: in memory, or in their file. */
export type Bytes = Uint8Array | FarBytes;

/**
 * Up to this length bytes are kept in memory. So much V8 keeps inside of an array's own object; more costs a buffer of
 * its own, which takes longer to make and to clear away than all else that a record needs. What holds a number is
 * never longer.
 */
export const NEAR_BYTES = 64;

/** Of one number of a vector. */
export const FLOAT_BYTES = 4;

/** Bytes that must have been read by now. */
export function nearBytes(bytes: Bytes): Uint8Array {
  if (bytes instanceof FarBytes) throw new Error('internal error: the bytes of a value were not read');
  return bytes;
}
