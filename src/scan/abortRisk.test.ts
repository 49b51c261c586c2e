import { describe, expect, test } from 'vitest';
import { buildLog, TEST_KEY } from '../../test/support/buildFiles.ts';
import { type EmberFixture, emberFixtures } from '../../test/support/emberFixtures.ts';
import { fixtureKey } from '../../test/support/keyFixtures.ts';
import { scanBytes } from '../../test/support/scanning.ts';
import { type AofRecord, DEFAULT_READER, encodeUtf8, parseReader } from '../codec/index.ts';
import { computeVerdict } from './scanFile.ts';
import type { AbortRisk } from './verdictTypes.ts';

async function riskOf(
  bytes: Uint8Array,
  key: Uint8Array | null,
  reader = DEFAULT_READER,
): Promise<AbortRisk | null> {
  const { source, index } = await scanBytes(bytes, { key });
  return (await computeVerdict(source, index, reader)).abort;
}

describe('the fixtures', () => {
  const logs = emberFixtures().filter(({ expected }) => expected().format === 'aof');
  // The second was only ever read, never replayed, but holds the same SETRANGE as one of those that brought ember down.
  const panics = ({ path }: EmberFixture): boolean =>
    path.includes('data-enc-panic') || path.endsWith('enc-edge-values.aof');

  test.each(logs.filter(panics).map((fixture) => [fixture.path, fixture] as const))(
    '%s brings ember down',
    async (_, fixture) => {
      const risk = await riskOf(fixture.bytes(), fixtureKey(fixture.expected().key_file));
      expect(risk).not.toBeNull();
      expect(risk?.at).toBeLessThan(fixture.bytes().length);
      expect(await riskOf(fixture.bytes(), null)).toBeNull();
    },
  );

  test('there is an LTRIM and a SETRANGE among them, both certain', async () => {
    const risks = await Promise.all(
      logs.filter(panics).map((fixture) => riskOf(fixture.bytes(), fixtureKey())),
    );
    expect(risks.map((risk) => [risk?.type, risk?.certain]).sort()).toEqual([
      ['LTRIM', true],
      ['SETRANGE', true],
      ['SETRANGE', true],
    ]);
  });

  test.each(logs.filter((fixture) => !panics(fixture)).map((fixture) => [fixture.path, fixture] as const))(
    '%s does not, for certain',
    async (_, fixture) => {
      const risk = await riskOf(fixture.bytes(), fixtureKey(fixture.expected().key_file));
      expect(risk?.certain ?? false).toBe(false);
    },
  );
});

describe('LTRIM', () => {
  const key = encodeUtf8('list');
  const push = (count: number): AofRecord => ({
    type: 'RPUSH',
    key,
    values: Array.from({ length: count }, () => key),
  });
  const trim = (stop: bigint): AofRecord => ({ type: 'LTRIM', key, start: 0n, stop });
  const risk = (...records: AofRecord[]): Promise<AbortRisk | null> =>
    riskOf(buildLog(records, 3).bytes, TEST_KEY);

  test.each([
    ['to the last item', [push(3), trim(-1n)], null],
    ['to the first item', [push(3), trim(-3n)], null],
    // −4 of three items is −1: the range is empty, and ember's code survives it.
    ['to just before the first item', [push(3), trim(-4n)], null],
    ['to two before the first item', [push(3), trim(-5n)], true],
    ['far before it', [push(3), trim(-(2n ** 63n))], true],
    ['of a missing key', [trim(-100n)], null],
    ['of a key that was deleted', [push(3), { type: 'DEL', key }, trim(-100n)], null],
    ['of a key that was popped empty', [push(1), { type: 'LPOP', key }, trim(-100n)], null],
    ['of another key', [{ type: 'RPUSH', key: encodeUtf8('other'), values: [key] }, trim(-100n)], null],
    ['after two pushes', [push(50), push(60), trim(-111n)], null],
    ['after two pushes, too far', [push(50), push(60), trim(-112n)], true],
    [
      'of a list that lost items by value',
      [push(3), { type: 'LREM', key, count: 0n, value: key }, trim(-5n)],
      false,
    ],
    [
      'of a list that came by RENAME',
      [{ type: 'RENAME', key: encodeUtf8('from'), newkey: key }, trim(-5n)],
      false,
    ],
  ] as const)('%s', async (_, records, certain) => {
    const found = await risk(...records);
    expect(found?.certain ?? null).toBe(certain);
    if (found !== null) expect(found.type).toBe('LTRIM');
  });

  test('only the encrypted reader knows the record', async () => {
    expect(await riskOf(buildLog([push(3), trim(-100n)]).bytes, null)).toBeNull();
    const older = parseReader('0.4.5');
    expect(
      older === null ? 'no reader' : await riskOf(buildLog([push(3), trim(-100n)], 3).bytes, TEST_KEY, older),
    ).toBeNull();
  });

  test('a record that is never reached does no harm', async () => {
    const { bytes, starts } = buildLog([push(3), push(1), trim(-100n)], 3);
    const at = (starts[1] as number) + 20;
    bytes[at] = (bytes[at] as number) ^ 1;
    expect(await riskOf(bytes, TEST_KEY)).toBeNull();
  });
});

describe('SETRANGE', () => {
  const set = (offset: bigint): Uint8Array =>
    buildLog([{ type: 'SETRANGE', key: encodeUtf8('s'), offset, value: encodeUtf8('x') }], 3).bytes;
  test.each([
    [0n, null],
    [2n ** 29n, null],
    [2n ** 36n - 1n, null],
    [2n ** 36n, false],
    [2n ** 63n - 1n, false],
    // Unsigned in ember: what looks negative is more than any memory.
    [-1n, true],
    [-(2n ** 63n), true],
  ])('at offset %s: certain %s', async (offset, certain) => {
    const found = await riskOf(set(offset), TEST_KEY);
    expect(found?.certain ?? null).toBe(certain);
    if (found !== null) expect(found.at).toBe(5);
  });
});
