import { describe, expect, test } from 'vitest';
import { type EmberFixture, emberFixtures, readFixture } from '../../test/support/emberFixtures.ts';
import { openFile } from '../../test/support/openFile.ts';
import { rowIndex } from '../base/index.ts';
import { DEFAULT_READER, memorySource, readKeyFile } from '../codec/index.ts';
import { EMBEDDED, RowKind, RowStatus } from '../columnar/index.ts';
import { computeVerdict, createIndex, type FileIndex, scanFile } from '../scan/index.ts';
import { makePlan, outputPieces, previewPlan, type RepairPreset, writePieces } from './index.ts';

const damaged = emberFixtures().filter((fixture) => fixture.set === 'damaged');
const named = damaged.map((fixture) => [fixture.path, fixture] as const);

interface Damaged {
  readonly decrypt_key_file?: string;
  readonly key_file: string | null;
  readonly intact: readonly (readonly [number, number, number, number])[];
  readonly bases: readonly string[];
  readonly mutation: readonly { readonly op: string; readonly why?: string }[];
  readonly crafted_at?: readonly [number, number];
  readonly class: string;
}
const expectedOf = (fixture: EmberFixture) => fixture.expected() as unknown as Damaged;

function keyOf(fixture: EmberFixture): Uint8Array | null {
  const { decrypt_key_file, key_file } = expectedOf(fixture);
  const path = decrypt_key_file ?? key_file;
  const read = path === null ? null : readKeyFile(readFixture(path));
  return read?.kind === 'key' ? read.key : null;
}

async function scan(bytes: Uint8Array, name: string, key: Uint8Array | null) {
  const source = memorySource(bytes);
  const index = createIndex(source, await openFile(source, name), name, key);
  await scanFile(source, index);
  return { source, index };
}

/** Where records or entries stand that the scan takes to be whole, and those that it is not sure of. */
function finds(index: FileIndex) {
  const sure = new Set<string>();
  const unsure = new Set<string>();
  for (let row = 0; row < index.rows.length; row++) {
    const each = rowIndex(row);
    const kind = index.rows.kind(each);
    if (kind !== RowKind.record && kind !== RowKind.entry) continue;
    const place = `${index.rows.offset(each)}+${index.rows.size(each)}`;
    const status = index.statusOf(each);
    const doubtful = index.rows.hasFlag(each, EMBEDDED) || status === RowStatus.unproven;
    const framed = status === RowStatus.locked || status === RowStatus.undecryptable;
    if (status === RowStatus.ok && !doubtful) sure.add(place);
    else if (doubtful || framed) unsure.add(place);
  }
  return { sure, unsure };
}

describe('what survived is found, and nothing else', () => {
  test.each(named)('%s', async (_, fixture) => {
    const expected = expectedOf(fixture);
    const { index } = await scan(fixture.bytes(), fixture.name, keyOf(fixture));
    const { sure, unsure } = finds(index);
    const intact = new Set(expected.intact.map(([at, size]) => `${at}+${size}`));
    const crafted = expected.crafted_at;
    const missing = [...intact].filter((place) => !sure.has(place) && !unsure.has(place));
    expect(missing).toEqual([]);
    // A crafted record is whole by its own checksum; it may be shorter than what was crafted.
    const invented = [...sure].filter((place) => !intact.has(place) && !place.startsWith(`${crafted?.[0]}+`));
    expect(invented).toEqual([]);
  });
});

async function repaired(fixture: EmberFixture, preset: RepairPreset) {
  const { source, index } = await scan(fixture.bytes(), fixture.name, keyOf(fixture));
  const made = makePlan(index, preset, fixture.name);
  if (made.outcome !== 'plan') return null;
  const preview = previewPlan(index, made.plan);
  const chunks: Uint8Array[] = [];
  let nonce = 0;
  const nonces = () => new Uint8Array(12).fill(++nonce);
  const pieces = await outputPieces(source, index, made.plan, nonces);
  await writePieces(source, pieces, async (chunk) => void chunks.push(chunk.slice()));
  return { bytes: new Uint8Array(Buffer.concat(chunks)), preview, plan: made.plan };
}

describe('a flipped bit that a checksum covers is named exactly, and flipped back', () => {
  const flips = damaged.filter((fixture) => {
    const { mutation, class: kind } = expectedOf(fixture);
    const plaintext = !fixture.name.startsWith('enc-');
    return kind === 'bitflip' && plaintext && mutation.every((each) => each.op === 'overwrite');
  });
  test('there are enough of them', () => expect(flips.length).toBeGreaterThan(35));
  test.each(flips.map((fixture) => [fixture.path, fixture] as const))('%s', async (_, fixture) => {
    const result = await repaired(fixture, 'fix-bits');
    const original = readFixture(expectedOf(fixture).bases[0] ?? '');
    expect(Buffer.compare(result?.bytes ?? new Uint8Array(0), original)).toBe(0);
    expect(result?.plan.steps.every((step) => step.kind === 'replace')).toBe(true);
  });
});

const PRESETS: readonly RepairPreset[] = ['truncate', 'drop-damaged', 'salvage', 'fix-bits'];

describe.each(PRESETS)('%s makes a file that scans clean', (preset) => {
  test.each(named)('%s', async (_, fixture) => {
    const result = await repaired(fixture, preset);
    if (result === null) {
      expect(expectedOf(fixture).intact.length).toBe(0);
      return;
    }
    expect(result.bytes.length).toBe(result.preview.outputSize);
    const { source, index } = await scan(result.bytes, fixture.name, keyOf(fixture));
    const kinds = index.faults.map((fault) => fault.evidence.kind);
    // What a repair can't mend: a key that is missing or wrong, and a file with nothing in it.
    const left = kinds.filter(
      (kind) => !['key-required', 'undecryptable', 'short-header', 'shard-id-mismatch'].includes(kind),
    );
    expect(left).toEqual([]);
    expect(index.rows.records).toBe(result.preview.recordsKept);
    const verdict = await computeVerdict(source, index, DEFAULT_READER);
    expect(
      verdict.error === null ||
        /unknown record tag: (2[89]|3[0-5])$|encryption key|wrong key|end of file/.test(verdict.error),
    ).toBe(true);
  });
});
