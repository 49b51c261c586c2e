/* One item of an RDB by random access. */
import { type ByteSource, type RdbItem, readExactly, readRdbItem } from '../../codec/index.ts';

const FIRST_BYTES = 512;
/** A key that is longer is not read. */
const LONGEST_KEY = 16 << 20;

/** An item that is all there, or why none is. Offsets are relative to `at`. */
export interface ProbedItem {
  readonly item: RdbItem;
  /** The item's first bytes, its key among them. */
  readonly bytes: Uint8Array;
}

/** The item at `at`. One whose lengths lead past the end of the file is `cut`. */
export async function probeItem(source: ByteSource, at: number): Promise<ProbedItem> {
  const left = source.size() - at;
  let bytes = await readExactly(source, at, Math.min(FIRST_BYTES, left));
  for (;;) {
    const item = readRdbItem(bytes, 0);
    // An expiry at the very end: there is no opcode behind it to look at.
    if (item.kind === 'cut' && item.field === 'opcode' && left === 9) {
      const expireMs = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(1, true);
      return { item: { kind: 'expire', end: 9, expireMs }, bytes };
    }
    if (item.kind === 'cut' && item.needed <= left && item.needed < LONGEST_KEY) {
      bytes = await readExactly(source, at, Math.min(left, Math.max(item.needed + 16, bytes.length * 2)));
      continue;
    }
    if ('end' in item && item.end > left) {
      const fieldAt = 'value' in item ? item.value.lengthAt : 0;
      return { item: { kind: 'cut', needed: item.end, field: 'value', fieldAt }, bytes };
    }
    return { item, bytes };
  }
}
