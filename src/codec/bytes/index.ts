export { decodeBase64, encodeBase64 } from './base64.ts';
export { CRC32_INIT, crc32, crc32Finish, crc32Update } from './crc32.ts';
export { crc32Suffix } from './crc32Suffix.ts';
export {
  type ByteError,
  ByteErrorSearch,
  findByteErrors,
  findWordError,
  isSingleBit,
} from './crc32Syndrome.ts';
export { ByteCursor, readI64AsNumber, readU32 } from './cursor.ts';
export { hashBytes } from './hashBytes.ts';
export { decodeHex, encodeHex, hex32 } from './hex.ts';
export { ByteSink } from './sink.ts';
export {
  decodeUtf8,
  decodeUtf8Lossy,
  encodeUtf8,
  isUtf8,
  UTF8_ACCEPT,
  UTF8_REJECT,
  utf8Update,
} from './utf8.ts';
export { type Utf8Stretch, utf8Stretches } from './utf8Stretches.ts';
export { skipZeros } from './zeros.ts';
