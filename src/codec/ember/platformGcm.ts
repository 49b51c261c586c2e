/* The platform's own AES-GCM: many times as fast as ours, but each call is a promise that costs as much as a small record. */

/** Opens a ciphertext, the tag behind it. Null when the platform refuses, for whatever reason. */
export type PlatformOpen = (nonce: Uint8Array, ciphertext: Uint8Array) => Promise<Uint8Array | null>;

/** What opens under `key`; null where the platform has no cipher, as in a page that came by plain HTTP. */
export function platformOpen(key: Uint8Array): PlatformOpen | null {
  const subtle = typeof crypto === 'undefined' ? undefined : crypto.subtle;
  if (subtle === undefined) return null;
  const imported = subtle.importKey('raw', ownMemory(key), 'AES-GCM', false, ['decrypt']);
  // Whoever opens hears of it.
  imported.catch(() => undefined);
  return async (nonce, ciphertext) => {
    try {
      const iv = ownMemory(nonce);
      const opened = await subtle.decrypt({ name: 'AES-GCM', iv }, await imported, ownMemory(ciphertext));
      return new Uint8Array(opened);
    } catch {
      return null;
    }
  };
}

/** Shared memory, which the platform's cipher doesn't take, is used nowhere here. */
const ownMemory = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => bytes as Uint8Array<ArrayBuffer>;
