/* The key files of the fixtures, with what ember made of each. */
import { readKeyFile } from '../../src/codec/index.ts';
import { readFixture } from './emberFixtures.ts';

export interface KeyFixture {
  /** "keys/key.hex" */
  readonly path: string;
  /** Ember took it as a key. */
  readonly ok: boolean;
  /** Its message where it refused it. */
  readonly error: string | null;
  /** It crashed instead of answering. */
  readonly panics: boolean;
}

interface ManifestKey {
  readonly file?: string;
  readonly set: string;
  readonly ember?: { readonly ok?: boolean; readonly error?: string; readonly panic?: boolean };
}

/** Every file of the set `keys`. */
export function keyFixtures(): readonly KeyFixture[] {
  const manifest = JSON.parse(new TextDecoder().decode(readFixture('MANIFEST.json'))) as {
    files: ManifestKey[];
  };
  return manifest.files
    .filter((file) => file.set === 'keys')
    .map(({ file = '', ember }) => ({
      path: file,
      ok: ember?.ok ?? false,
      error: ember?.error ?? null,
      panics: ember?.panic ?? false,
    }));
}

/** The key in a fixture's key file; null where there is no file, or no key in it. */
export function fixtureKey(path: string | null = 'keys/key.hex'): Uint8Array | null {
  if (path === null) return null;
  const read = readKeyFile(readFixture(path));
  return read.kind === 'key' ? read.key : null;
}
