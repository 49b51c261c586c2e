/* What a checksum says about the bytes of a fault: the message that it covers, by the kind of file. */
import { CRC_BYTES, CRC32_INIT, crc32Update, readU32 } from '../../codec/index.ts';
import type { FooterProof } from './footerProof.ts';
import { countEntries, countFrames, countRecords } from './recordChain.ts';
import type { FaultSite } from './site.ts';
import type { Message } from './splice.ts';

/** The bytes `from … to` of a log as one record whose last four bytes are its checksum. */
export function recordMessage(bytes: Uint8Array, at: number): Message {
  const content = bytes.subarray(0, bytes.length - CRC_BYTES);
  const checksum = bytes.subarray(bytes.length - CRC_BYTES);
  return {
    at,
    bytes: content,
    before: CRC32_INIT,
    behind: ~readU32(checksum, 0),
    isWhole: (mended) => {
      const whole = new Uint8Array(mended.length + CRC_BYTES);
      whole.set(mended);
      whole.set(checksum, mended.length);
      return countRecords(whole) === 1;
    },
  };
}

/** The bytes of a fault in a plaintext snapshot, judged by its footer. */
export async function entriesMessage(site: FaultSite, proof: FooterProof): Promise<Message | null> {
  const { from, to, reader, index } = site;
  const bytes = await reader.read(from, to);
  const registers = await proof.around(from, to);
  if (bytes === null || registers === null) return null;
  return { at: from, bytes, ...registers, isWhole: (mended) => countEntries(mended, index.layout) !== null };
}

/**
 * Whether `bytes` in place of the fault's own make whole records, and how many; null when they don't.
 * @param message of a plaintext snapshot's fault; null for a log
 */
export function recordsHeld(site: FaultSite, bytes: Uint8Array, message: Message | null): number | null {
  const { cipher, kind, layout } = site.index;
  if (site.isSealed) return cipher === null ? null : countFrames(bytes, cipher);
  if (kind === 'aof') return countRecords(bytes);
  if (message === null || crc32Update(message.before, bytes) !== message.behind) return null;
  return countEntries(bytes, layout);
}
