import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  anyKey,
  craftedFile,
  damaged,
  intactFile,
  intactLog,
  intactSnapshot,
  noiseFile,
  type TestFile,
} from '../../test/support/arbitraryFiles.ts';
import { TEST_KEY } from '../../test/support/buildFiles.ts';
import { emberFixtures } from '../../test/support/emberFixtures.ts';
import { fixtureKey } from '../../test/support/keyFixtures.ts';
import { type ModelVerdict, readModelLog, readModelSnapshot } from '../../test/support/modelReader.ts';
import { MODEL_READERS, modelReader } from '../../test/support/modelReaders.ts';
import { runs } from '../../test/support/propertyRuns.ts';
import { scanBytes, type Windowing } from '../../test/support/scanning.ts';
import { DEFAULT_READER, type EmberKind, READER_FEATURES, type ReaderId } from '../codec/index.ts';
import { computeVerdict } from './scanFile.ts';

/** The engine's verdict and the model's, in one shape. */
async function bothVerdicts(
  { bytes, name, kind }: { readonly bytes: Uint8Array; readonly name: string; readonly kind: EmberKind },
  key: Uint8Array | null,
  reader: ReaderId,
  shardInName: number | null = null,
  windows?: Windowing,
): Promise<readonly [engine: ModelVerdict, model: ModelVerdict]> {
  const { source, index } = await scanBytes(bytes, { name, key, windows });
  const { records, stoppedAt, error, silentlyDropped, unreadTrailing } = await computeVerdict(
    source,
    index,
    reader,
    {
      shardInName,
    },
  );
  const model = modelReader(reader);
  const expected =
    kind === 'aof' ? readModelLog(bytes, model, key) : readModelSnapshot(bytes, model, key, shardInName);
  return [{ records, stoppedAt, error, silentlyDropped, unreadTrailing }, expected];
}

/** Files whose name and magic agree: where they don't, it is the engine that has to decide what the file is. */
const sameKind = ({ bytes, kind }: TestFile): boolean =>
  !Buffer.from(bytes.subarray(0, 4)).equals(Buffer.from(kind === 'aof' ? 'ESNP' : 'EAOF'));

const anyReader: fc.Arbitrary<ReaderId> = fc.record({
  version: fc.constantFrom(...MODEL_READERS),
  features: fc.subarray([...READER_FEATURES]),
});

describe('the verdict is what a plain sequential reader does', () => {
  test('the default reader, any damage', async () => {
    const files = fc
      .oneof(damaged(intactFile('any')), intactFile('any'), noiseFile, craftedFile)
      .filter(sameKind);
    await fc.assert(
      fc.asyncProperty(files, anyKey, async (file, key) => {
        const [engine, model] = await bothVerdicts(file, key, DEFAULT_READER);
        expect(engine).toEqual(model);
      }),
      runs(5),
    );
  });

  test('any reader, any damage', async () => {
    const files = fc
      .oneof(damaged(intactFile('any')), intactFile('any'), noiseFile, craftedFile)
      .filter(sameKind);
    await fc.assert(
      fc.asyncProperty(
        files,
        anyKey,
        anyReader,
        fc.constantFrom(null, 0, 1),
        async (file, key, reader, shard) => {
          const [engine, model] = await bothVerdicts(file, key, reader, shard);
          expect(engine).toEqual(model);
        },
      ),
      runs(5),
    );
  });

  test('a bit flipped anywhere in a small log, plaintext and encrypted', async () => {
    const logs = fc.constantFrom(2, 3).chain((version) => intactLog(version, 'any', 4));
    await fc.assert(
      fc.asyncProperty(logs, fc.nat({ max: 7 }), async (file, bit) => {
        for (let at = 0; at < Math.min(file.bytes.length, 120); at++) {
          const bytes = file.bytes.slice();
          bytes[at] = (bytes[at] as number) ^ (1 << bit);
          if (!sameKind({ ...file, bytes })) continue;
          const [engine, model] = await bothVerdicts({ ...file, bytes }, TEST_KEY, DEFAULT_READER);
          expect(engine).toEqual(model);
        }
      }),
      runs(0.2),
    );
  });

  test('a snapshot cut at any byte', async () => {
    const snapshots = fc.constantFrom(1, 2, 3).chain((version) => intactSnapshot(version, 'kept', 3));
    await fc.assert(
      fc.asyncProperty(snapshots, async (file) => {
        for (let cut = 0; cut <= Math.min(file.bytes.length, 150); cut++) {
          const bytes = file.bytes.subarray(0, cut);
          const [engine, model] = await bothVerdicts({ ...file, bytes }, TEST_KEY, DEFAULT_READER);
          expect(engine).toEqual(model);
        }
      }),
      runs(0.1),
    );
  });

  test('small windows change nothing', async () => {
    await fc.assert(
      fc.asyncProperty(damaged(intactLog(2, 'any')).filter(sameKind), anyReader, async (file, reader) => {
        const windows = { sliceBytes: 70, inFlight: 2, firstBytes: 64 };
        const [engine, model] = await bothVerdicts(file, null, reader, null, windows);
        expect(engine).toEqual(model);
      }),
    );
  });
});

describe('the model reads the fixtures as ember did, so it is worth comparing with', () => {
  test.each(
    emberFixtures()
      .filter(({ name }) => !name.startsWith('realistic'))
      .map((fixture) => [fixture.path, fixture] as const),
  )('%s', (_, fixture) => {
    const expected = fixture.expected();
    const key = fixtureKey(expected.key_file);
    const bytes = fixture.bytes();
    const model = modelReader(DEFAULT_READER);
    const shard = /^shard-(\d+)\.snap$/.exec(fixture.name);
    const found =
      expected.format === 'aof'
        ? readModelLog(bytes, model, key)
        : readModelSnapshot(bytes, model, key, shard === null ? null : Number(shard[1]));
    const { count, error, stopped_at, silently_dropped_tail_bytes: dropped } = expected.ember;
    // The oracle was told no file name, so it compared no shard id.
    if (found.error?.includes('shard_id')) return;
    expect([found.records, found.error, found.stoppedAt]).toEqual([count, error, stopped_at]);
    if (dropped !== undefined) expect(found.silentlyDropped).toBe(dropped);
  });
});
