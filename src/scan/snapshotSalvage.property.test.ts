/*
 * Damages snapshots such as servers write in one to five ways, keeping track of where every byte came from. Without a
 * checksum not every entry that is still whole can be told from what is none, but nearly all of them.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildSnapshot, TEST_KEY } from '../../test/support/buildFiles.ts';
import { runs } from '../../test/support/propertyRuns.ts';
import { rowsOf, scanBytes } from '../../test/support/scanning.ts';
import {
  anyWound,
  survivors,
  type Traced,
  traced,
  untraced,
  type Wound,
  wound,
} from '../../test/support/tracedDamage.ts';
import { encodeUtf8, type SnapshotEntry } from '../codec/index.ts';
import { RowKind, RowStatus } from '../columnar/index.ts';

const HEADER = 11;
/** Of the entries that are still whole. */
const FOUND_AT_LEAST = 0.97;

const text = (maxLength: number) =>
  fc.string({ minLength: 1, maxLength, unit: fc.constantFrom(...'abcdefghij {}":,0123456789') });
const bytes = (maxLength: number) =>
  fc.oneof(
    { weight: 3, arbitrary: text(maxLength).map(encodeUtf8) },
    { weight: 1, arbitrary: fc.uint8Array({ minLength: 1, maxLength }) },
  );
const word = text(12).map(encodeUtf8);
const several = { minLength: 1, maxLength: 5 };

const key = fc.oneof(
  fc.nat(10_000).map((id) => `user:${id}:profile`),
  fc.nat(1_000_000).map((id) => `session:${id.toString(16)}`),
  fc.nat(1000).map((id) => `cart:${id}`),
  fc.nat(1000).map((id) => `k${id}`),
);
const ttl = fc.oneof(
  { weight: 3, arbitrary: fc.constant(-1n) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 900_000_000 }).map(BigInt) },
);
const value = fc.oneof(
  { weight: 5, arbitrary: bytes(200).map((value) => ({ type: 'string' as const, value })) },
  {
    weight: 1,
    arbitrary: fc.array(bytes(60), several).map((items) => ({ type: 'list' as const, value: items })),
  },
  {
    weight: 1,
    arbitrary: fc.array(word, several).map((members) => ({ type: 'set' as const, value: members })),
  },
  {
    weight: 1,
    arbitrary: fc
      .array(fc.record({ field: word, value: bytes(60) }), several)
      .map((fields) => ({ type: 'hash' as const, value: fields })),
  },
);
const entry: fc.Arbitrary<SnapshotEntry> = fc
  .tuple(key, ttl, value)
  .map(([name, expire_ms, rest]) => ({ ...rest, key: encodeUtf8(name), expire_ms }));

const entries = fc.array(entry, { minLength: 5, maxLength: 40 });
const wounds = fc.array(anyWound, { minLength: 1, maxLength: 5 });
const woundEntries = (file: readonly Traced[], each: Wound): Traced[] => wound(file, each, HEADER);

describe.each([
  [2, null],
  [3, TEST_KEY],
] as const)('a version %i snapshot, damaged in one to five ways', (version, secret) => {
  test('nearly every entry whose bytes are all there is found, and what no tag or footer proves is marked', async () => {
    let whole = 0;
    let found = 0;
    await fc.assert(
      fc.asyncProperty(entries, wounds, async (written, each) => {
        const built = buildSnapshot(written, version);
        const damaged = each.reduce(woundEntries, traced(built.bytes));
        const file = untraced(damaged);
        const { index } = await scanBytes(file, { name: 'shard-0.snap', key: secret });
        const held = rowsOf(index).filter(
          ({ kind, status }) =>
            kind === RowKind.entry && (status === RowStatus.ok || status === RowStatus.unproven),
        );
        const places = new Set(held.map(({ offset, size }) => `${offset}+${size}`));
        // What stands behind a footer that holds, as copies do, is nothing of this snapshot.
        const footer = rowsOf(index).find(
          ({ kind, status }) => kind === RowKind.footer && status === RowStatus.ok,
        );
        const expected = [...survivors(damaged, built.starts, built.end)].filter(
          (place) => Number.parseInt(place, 10) < (footer?.offset ?? Number.POSITIVE_INFINITY),
        );
        whole += expected.length;
        found += expected.filter((place) => places.has(place)).length;
        const originals = new Set(
          built.starts.map((start, i) =>
            Buffer.from(built.bytes.subarray(start, built.starts[i + 1] ?? built.end)).toString('hex'),
          ),
        );
        for (const { offset, size, status } of held) {
          if (status !== RowStatus.ok) continue;
          expect(originals).toContain(Buffer.from(file.subarray(offset, offset + size)).toString('hex'));
        }
      }),
      runs(2),
    );
    expect(whole).toBeGreaterThan(100);
    expect(found / whole).toBeGreaterThanOrEqual(version === 3 ? 1 : FOUND_AT_LEAST);
  });
});
