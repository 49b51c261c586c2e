import { decodeUtf8Lossy } from '../codec/index.ts';

/** The text of a key, member or field. Records whose text is not valid UTF-8 never reach the replay. */
export const textOf = (bytes: Uint8Array): string => decodeUtf8Lossy(bytes);
