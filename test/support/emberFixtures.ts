/* The files that ember itself wrote, intact and damaged, with what its own reader makes of each. */
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const ROOT = new URL('../fixtures/ember/', import.meta.url);

export interface ReaderExpectation {
  readonly error: string | null;
  readonly phase?: 'open' | 'record' | 'entry' | 'footer';
  readonly count: number;
  readonly stopped_at: number;
  readonly silently_dropped_tail_bytes?: number;
  readonly unread_trailing_bytes?: number;
}

export interface Expected {
  readonly format: 'aof' | 'snap';
  readonly key_file: string | null;
  readonly ember: ReaderExpectation;
  readonly ember_without_key?: ReaderExpectation;
  readonly ember_wrong_key?: ReaderExpectation;
  /** Intact files only. */
  readonly records?: readonly ExpectedRecord[];
  /** Damaged files: `[offset, size, base, record]` of every record that survives. */
  readonly intact?: readonly (readonly [number, number, number, number])[];
  readonly intact_count?: number;
  readonly ember_records?: readonly unknown[];
}

export type ExpectedRecord = { readonly i: number; readonly at: number; readonly size: number } & Readonly<
  Record<string, unknown>
>;

export interface EmberFixture {
  /** "damaged/flip-value.aof" */
  readonly path: string;
  /** "flip-value.aof" */
  readonly name: string;
  readonly set: 'intact' | 'damaged';
  readonly what: string;
  readonly class: string | null;
  readonly bytes: () => Uint8Array;
  readonly expected: () => Expected;
}

interface ManifestFile {
  readonly file?: string;
  readonly set: string;
  readonly format: string;
  readonly what: string;
  readonly class?: string;
}

export const readFixture = (path: string): Uint8Array => new Uint8Array(readFileSync(new URL(path, ROOT)));

function readExpected(path: string): Expected {
  const plain = new URL(`${path}.expected.json`, ROOT);
  const text = existsSync(plain)
    ? readFileSync(plain, 'utf8')
    : gunzipSync(readFileSync(new URL(`${path}.expected.json.gz`, ROOT))).toString('utf8');
  return JSON.parse(text) as Expected;
}

/** Every log and snapshot of the set, as its manifest lists them. */
export function emberFixtures(): readonly EmberFixture[] {
  const manifest = JSON.parse(readFileSync(new URL('MANIFEST.json', ROOT), 'utf8')) as {
    files: ManifestFile[];
  };
  return manifest.files
    .filter((file) => file.file !== undefined && (file.format === 'aof' || file.format === 'snap'))
    .map((file) => {
      const path = file.file ?? '';
      return {
        path,
        name: path.slice(path.lastIndexOf('/') + 1),
        set: file.set === 'damaged' || path.startsWith('damaged/') ? 'damaged' : 'intact',
        what: file.what,
        class: file.class ?? null,
        bytes: () => readFixture(path),
        expected: () => readExpected(path),
      };
    });
}
