import { assert } from '../base/index.ts';
import { ByteSink, CRC_BYTES, crc32, type FrameCipher } from '../codec/index.ts';

/**
 * A record's content in the other encoding: with its checksum, or as a frame.
 * @param content tag + payload
 * @param nonces 12 fresh random bytes a call
 */
export function transcodeRow(
  content: Uint8Array,
  to: 'plaintext' | 'encrypted',
  cipher: FrameCipher | null,
  nonces: () => Uint8Array,
): Uint8Array {
  if (to === 'plaintext')
    return new ByteSink(content.length + CRC_BYTES).raw(content).u32(crc32(content)).copy();
  assert(cipher !== null, 'encrypting without a key');
  return cipher.seal(nonces(), content);
}
