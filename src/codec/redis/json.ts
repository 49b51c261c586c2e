/* Commands and entries as JSON: bytes in Base64, a key as text where it is UTF-8. */
import { encodeBase64 } from '../bytes/base64.ts';
import { decodeUtf8, decodeUtf8Lossy } from '../bytes/utf8.ts';
import type { Json } from '../ember/json.ts';
import type { RdbEntry } from './rdb.ts';

const keyJson = (key: Uint8Array | undefined): { readonly [name: string]: Json } => {
  if (key === undefined) return { key: null };
  const text = decodeUtf8(key);
  return text === null ? { key_base64: encodeBase64(key) } : { key: text };
};

/** @param args the command's name first */
export const commandToJson = (
  args: readonly Uint8Array[],
  key: Uint8Array | undefined,
  db: number,
): { readonly [name: string]: Json } => ({
  type: decodeUtf8Lossy(args[0] ?? new Uint8Array(0)).toUpperCase(),
  db,
  ...keyJson(key),
  args: args.slice(1).map((arg) => encodeBase64(arg)),
});

export const rdbEntryToJson = (
  { key, value, expireMs }: RdbEntry,
  db: number,
): { readonly [name: string]: Json } => ({
  type: 'string',
  db,
  ...keyJson(key),
  value: encodeBase64(value),
  expire_at_ms: expireMs === null ? null : expireMs.toString(),
});
