/* Arbitrary whole files: logs and snapshots of every version, intact or damaged, with the key that fits or none. */
import fc from 'fast-check';
import {
  writeAofHeader,
  writeEntry,
  writeFooter,
  writeRecordContent,
  writeSnapshotHeader,
} from '../../src/codec/index.ts';
import { anyEntry, anyRecord, type Rules } from './arbitraryRecords.ts';
import { type Built, buildLog, buildSnapshot, concat, sealFrame, TEST_KEY } from './buildFiles.ts';
import { doDamage, someDamage } from './damage.ts';
import type { Windowing } from './scanning.ts';

export interface TestFile {
  readonly name: string;
  readonly kind: 'aof' | 'snapshot';
  readonly version: number;
  readonly built: Built;
  readonly bytes: Uint8Array;
}

const HEADER_BYTES = { aof: 5, snapshot: 11 } as const;

const file = (name: string, kind: 'aof' | 'snapshot', version: number, built: Built): TestFile => ({
  name,
  kind,
  version,
  built,
  bytes: built.bytes,
});

export const intactLog = (version: number, rules: Rules = 'kept', maxLength = 10): fc.Arbitrary<TestFile> =>
  fc
    .array(anyRecord(rules), { maxLength })
    .map((records) => file('shard-0.aof', 'aof', version, buildLog(records, version)));

export const intactSnapshot = (
  version: number,
  rules: Rules = 'kept',
  maxLength = 8,
): fc.Arbitrary<TestFile> =>
  fc
    .array(version === 1 ? anyEntry(rules, ['string']) : anyEntry(rules), { maxLength })
    .map((entries) => file('shard-0.snap', 'snapshot', version, buildSnapshot(entries, version)));

/** Any log or snapshot without damage. */
export const intactFile = (rules: Rules = 'kept'): fc.Arbitrary<TestFile> =>
  fc.oneof(
    { weight: 3, arbitrary: intactLog(2, rules) },
    { weight: 2, arbitrary: intactLog(3, rules) },
    { weight: 1, arbitrary: intactSnapshot(1, rules) },
    { weight: 2, arbitrary: intactSnapshot(2, rules) },
    { weight: 2, arbitrary: intactSnapshot(3, rules) },
  );

/** `files` with up to three damages, mostly behind the header. */
export const damaged = (files: fc.Arbitrary<TestFile>): fc.Arbitrary<TestFile> =>
  fc
    .tuple(
      files,
      someDamage,
      fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
    )
    .map(([each, damages, spareHeader]) => ({
      ...each,
      bytes: doDamage(each.bytes, damages, spareHeader ? HEADER_BYTES[each.kind] : 0),
    }));

/** Random bytes; `dense` ones are mostly zeros, small numbers and tags, which look like records for longer. */
export const noise = (maxLength = 600): fc.Arbitrary<Uint8Array> =>
  fc.oneof(
    fc.uint8Array({ maxLength }),
    fc
      .array(fc.oneof(fc.constant(0), fc.nat({ max: 4 }), fc.nat({ max: 36 }), fc.nat({ max: 255 })), {
        maxLength,
      })
      .map((bytes) => Uint8Array.from(bytes)),
  );

/** Noise under a name and, mostly, behind a header that is good. */
export const noiseFile: fc.Arbitrary<TestFile> = fc
  .tuple(
    fc.constantFrom('aof' as const, 'snapshot' as const),
    fc.constantFrom(0, 1, 2, 3, 3, 4),
    fc.nat({ max: 3 }),
    noise(),
  )
  .map(([kind, version, count, body]) => {
    const magic = kind === 'aof' ? 'EAOF' : 'ESNP';
    const header =
      version === 0
        ? []
        : [...Buffer.from(magic), version, ...(kind === 'aof' ? [] : [0, 0, count, 0, 0, 0])];
    const bytes = concat([Uint8Array.from(header), body]);
    const name = kind === 'aof' ? 'shard-0.aof' : 'shard-0.snap';
    return file(name, kind, version, { bytes, starts: [], end: bytes.length });
  });

/** Content that GCM vouches for although it is none: cut short, with bytes left over, of unknown kinds, or noise. */
const craftedContent: fc.Arbitrary<Uint8Array> = fc.oneof(
  noise(60),
  fc
    .tuple(
      fc.oneof(
        anyRecord('any').map(writeRecordContent),
        anyEntry('any').map((entry) => writeEntry(entry, 2)),
      ),
      someDamage,
    )
    .map(([content, damages]) => doDamage(content, damages)),
);

/** An encrypted file whose frames all open, to content that is often wrong. */
export const craftedFile: fc.Arbitrary<TestFile> = fc
  .tuple(fc.constantFrom('aof' as const, 'snapshot' as const), fc.array(craftedContent, { maxLength: 6 }))
  .map(([kind, contents]) => {
    const frames = contents.map(sealFrame);
    const bytes =
      kind === 'aof'
        ? concat([writeAofHeader(3), ...frames])
        : concat([writeSnapshotHeader(3, 0, frames.length), ...frames, writeFooter(frames)]);
    const name = kind === 'aof' ? 'shard-0.aof' : 'shard-0.snap';
    return file(name, kind, 3, { bytes, starts: [], end: bytes.length });
  });

/** No key, the right one, or another one. */
export const anyKey: fc.Arbitrary<Uint8Array | null> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(TEST_KEY) },
  { weight: 1, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.constant(TEST_KEY.map((byte) => byte ^ 1)) },
);

/** Windows from a single byte (which are made 64) up. */
export const anyWindows: fc.Arbitrary<Windowing> = fc.record({
  sliceBytes: fc.oneof(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 64, max: 700 })),
  inFlight: fc.integer({ min: 1, max: 4 }),
  firstBytes: fc.oneof(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 64, max: 700 })),
  pieces: fc.option(fc.integer({ min: 1, max: 500 }), { nil: undefined }),
});
