/* The files that AiKv itself wrote, intact and damaged, with what its own readers make of each. */
import { existsSync, readFileSync } from 'node:fs';

const ROOT = new URL('../fixtures/redis/', import.meta.url);

export interface AikvFixture {
  /** "aikv/damaged/flip-star.aof" */
  readonly path: string;
  readonly name: string;
  readonly isDamaged: boolean;
  readonly isLog: boolean;
  readonly what: string;
  /** "OK 31", or the error. */
  readonly reader: string;
  /** The undamaged file that this one was made from. */
  readonly source: string | null;
  /** First and last of the source's records that survive byte for byte. */
  readonly intact: readonly (readonly [number, number])[];
  readonly bytes: () => Uint8Array;
}

interface ManifestFile {
  readonly file: string;
  readonly kind: string;
  readonly what: string;
  readonly source?: string;
  readonly truth: { readonly intact_index_ranges?: readonly (readonly [number, number])[] };
  readonly tools: { readonly aikv_load_rdb?: string; readonly aikv_reader?: string };
}

export const readAikvFixture = (path: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(path, ROOT)));

export const readAikvJson = (path: string): unknown => JSON.parse(readFileSync(new URL(path, ROOT), 'utf8'));

export function aikvFixtures(): readonly AikvFixture[] {
  const { files } = readAikvJson('MANIFEST.json') as { readonly files: readonly ManifestFile[] };
  return files
    .filter(({ file }) => file.startsWith('aikv/') && existsSync(new URL(file, ROOT)))
    .map(({ file, kind, what, source, truth, tools }) => ({
      path: file,
      // A log of 0 bytes is known by the name that AiKv gives it alone.
      name: file.endsWith('empty.aof') ? 'appendonly.aof' : file.replace(/^.*\//, ''),
      isDamaged: kind.endsWith('-damaged'),
      isLog: kind.startsWith('aikv-aof'),
      what,
      reader: tools.aikv_load_rdb ?? tools.aikv_reader ?? '',
      source: source ?? null,
      intact: truth.intact_index_ranges ?? [],
      bytes: () => readAikvFixture(file),
    }));
}
