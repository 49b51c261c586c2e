import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyStream, STREAM_KEYS, streamEntries } from '../../test/support/arbitraryStreams.ts';
import { buildLog, buildSnapshot, TEST_KEY } from '../../test/support/buildFiles.ts';
import { runs } from '../../test/support/propertyRuns.ts';
import { scanBytes } from '../../test/support/scanning.ts';
import { keyId } from '../base/index.ts';
import { type AofRecord, encodeUtf8, type SnapshotEntry } from '../codec/index.ts';
import { applyRecord } from './applyRecord.ts';
import { computeKeyFacts } from './format.ts';
import type { KeyFacts } from './keyFacts.ts';
import { KeyFate, VALUE_TYPES } from './keyOutline.ts';
import { Keyspace } from './keyspace.ts';
import { heldToJson } from './stateJson.ts';
import { Taint } from './taint.ts';

const NOW = 1_700_000_000_000n;

/** What a slow and obvious replay says of each key. */
function model(records: readonly AofRecord[], entries: readonly SnapshotEntry[] = []) {
  const keyspace = new Keyspace();
  const fates = new Map<string, string>();
  for (const entry of entries) keyspace.load(entry);
  const here = () => new Set(keyspace.keys.keys());
  for (const record of records) {
    const before = here();
    applyRecord(keyspace, record, NOW);
    for (const key of before) {
      if (keyspace.get(key) !== undefined) continue;
      fates.set(key, record.type === 'DEL' ? 'deleted' : record.type === 'RENAME' ? 'renamed' : 'emptied');
    }
  }
  return {
    keyspace,
    of(key: string): string {
      const held = keyspace.get(key);
      if (held !== undefined)
        return `${held.ttlMs === 0n ? 'expired' : 'alive'} ${held.value.type} ${held.ttlMs < 0n ? -1 : held.ttlMs}`;
      return fates.get(key) ?? 'never';
    },
  };
}

function factOf(facts: KeyFacts, text: string): string {
  const key = idOf(facts, text);
  if (key === null) return 'never';
  const fate = facts.outline.fate[key] as KeyFate;
  const name = Object.entries(KeyFate).find(([, number]) => number === fate)?.[0];
  if (fate !== KeyFate.alive && fate !== KeyFate.expired) return name ?? '';
  return `${name} ${VALUE_TYPES[facts.outline.type[key] as number]} ${BigInt(facts.ttls.ms[key] as number)}`;
}

function idOf(facts: KeyFacts, text: string): number | null {
  const wanted = encodeUtf8(text).join();
  for (let id = 0; id < facts.keys.size; id++) if (facts.keys.bytesOf(keyId(id)).join() === wanted) return id;
  return null;
}

/** TTLs are told in numbers: those past 2^53 are rounded. */
const rounded = (fact: string): string => fact.replace(/\d{17,}/, (digits) => String(BigInt(Number(digits))));

async function factsOf(
  log: Uint8Array | null,
  snapshot: Uint8Array | null = null,
  key: Uint8Array | null = null,
) {
  const facts = await computeKeyFacts(
    {
      log: log === null ? null : await scanBytes(log, { key }),
      snapshot: snapshot === null ? null : await scanBytes(snapshot, { name: 'shard-0.snap', key }),
    },
    { nowMs: NOW },
  );
  if (facts === null) throw new Error('nobody cancelled');
  return facts;
}

test('the facts of every key are those of a replay of everything', async () => {
  await fc.assert(
    fc.asyncProperty(anyStream(), fc.constantFrom(2, 3), async (records, version) => {
      const facts = await factsOf(buildLog(records, version).bytes, null, version === 3 ? TEST_KEY : null);
      const slow = model(records);
      for (const key of STREAM_KEYS) expect([key, factOf(facts, key)]).toEqual([key, rounded(slow.of(key))]);
      expect([...facts.taint].every((taint) => taint === Taint.exact)).toBe(true);
    }),
    runs(3),
  );
});

test('a log on its snapshot', async () => {
  await fc.assert(
    fc.asyncProperty(anyStream(25), streamEntries, async (records, entries) => {
      const facts = await factsOf(buildLog(records).bytes, buildSnapshot(entries).bytes);
      const slow = model(records, entries);
      for (const key of STREAM_KEYS) expect([key, factOf(facts, key)]).toEqual([key, rounded(slow.of(key))]);
    }),
    runs(2),
  );
});

const lastRow = (facts: KeyFacts): number => Math.max(...facts.losses.map(({ row }) => row));

/** What the key holds in the full log's state, to compare by. */
const stateOf = (keyspace: Keyspace, key: string): string => {
  const held = keyspace.get(key);
  return held === undefined ? 'gone' : JSON.stringify(heldToJson(key, held));
};

/** Which records go, and how: overwritten, one bit of them flipped, or the file ends in them. */
const loss = fc.record({
  at: fc.nat({ max: 39 }),
  count: fc.constantFrom(1, 1, 2, 5),
  how: fc.constantFrom('zero', 'fill', 'flip', 'cut'),
  place: fc.nat(),
});

test('a key is never called exact whose state is not the full log’s', async () => {
  let checked = 0;
  let doubted = 0;
  await fc.assert(
    fc.asyncProperty(anyStream(), fc.array(loss, { minLength: 1, maxLength: 3 }), async (records, losses) => {
      const built = buildLog(records);
      let bytes = built.bytes.slice();
      for (const { at, count, how, place } of losses) {
        const first = at % records.length;
        const last = how === 'flip' || how === 'cut' ? first + 1 : Math.min(records.length, first + count);
        const from = built.starts[first] as number;
        const to = built.starts[last] ?? built.end;
        if (from >= bytes.length) continue;
        const inside = Math.min(bytes.length - 1, from + (place % (to - from)));
        if (how === 'cut') bytes = bytes.slice(0, inside);
        else if (how === 'flip') bytes[inside] = (bytes[inside] as number) ^ (1 << (place % 8));
        else bytes.fill(how === 'zero' ? 0 : 0xee, from, Math.min(bytes.length, to));
        // A log that is cut exactly between two records shows nothing: the bytes can't tell.
        if (how === 'cut' && built.starts.includes(inside)) return;
        // Neither do the records behind the one that it is cut in.
        if (how === 'cut' && first + 1 < records.length) return;
      }
      // Two flips may undo each other, and zeros change nothing where zeros are.
      const isLeft = (_: AofRecord, i: number): boolean => {
        const from = built.starts[i] as number;
        const to = built.starts[i + 1] ?? built.end;
        return bytes.subarray(from, to).join() === built.bytes.subarray(from, to).join();
      };
      const facts = await factsOf(bytes);
      // Damage that looks like a torn tail is taken for one record, as everywhere.
      const torn = facts.losses.some(({ key: one, row }) => one !== null && row === lastRow(facts));
      if (torn && losses.every(({ how }) => how !== 'cut')) return;
      const full = model(records).keyspace;
      const left = model(records.filter(isLeft)).keyspace;
      for (const key of STREAM_KEYS) {
        const id = idOf(facts, key);
        if (id === null) continue;
        if (facts.taint[id] !== Taint.exact) doubted++;
        else {
          checked++;
          expect([key, stateOf(left, key)]).toEqual([key, stateOf(full, key)]);
        }
      }
    }),
    runs(8),
  );
  // The property would hold too if nothing were ever exact.
  expect(checked).toBeGreaterThan(doubted / 20);
});
