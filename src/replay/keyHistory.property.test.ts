/* Lanes against slow models: what a key was and became, row by row, and its values by replaying everything. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildLog } from '../../test/support/buildFiles.ts';
import { runs } from '../../test/support/propertyRuns.ts';
import { scanBytes } from '../../test/support/scanning.ts';
import { type AofRecord, type ByteSource, encodeUtf8 } from '../codec/index.ts';
import {
  applyRecord,
  EXISTS,
  HAS_TTL,
  type Held,
  heldToJson,
  isThere,
  KeyHistory,
  Keyspace,
  type Lane,
  Lanes,
  Moves,
  sizeOf,
} from './index.ts';

const NAMES = ['a', 'b', 'c', 'd'] as const;
const key = fc.constantFrom(...NAMES).map((name) => encodeUtf8(name));
const value = fc.constantFrom('1', 'x', '{"n":1}').map((text) => encodeUtf8(text));

/** A command over few keys, so that they meet; half of them move values about. */
const command: fc.Arbitrary<AofRecord> = fc.oneof(
  fc.record({ type: fc.constant('RENAME' as const), key, newkey: key }),
  fc.record({
    type: fc.constant('COPY' as const),
    source: key,
    destination: key,
    replace: fc.constantFrom(0, 1),
  }),
  fc.record({ type: fc.constant('DEL' as const), key }),
  fc.record({ type: fc.constant('SET' as const), key, value, expire_ms: fc.constantFrom(-1n, 500n) }),
  fc.record({ type: fc.constant('INCR' as const), key }),
  fc.record({
    type: fc.constant('RPUSH' as const),
    key,
    values: fc.array(value, { minLength: 1, maxLength: 2 }),
  }),
  fc.record({ type: fc.constant('LPOP' as const), key }),
  fc.record({ type: fc.constant('PEXPIRE' as const), key, milliseconds: fc.constantFrom(0n, 9n) }),
  fc.record({
    type: fc.constant('BITOP' as const),
    op: fc.constant(1),
    dest: key,
    keys: fc.array(key, { minLength: 1, maxLength: 2 }),
  }),
);
const stream = fc.array(command, { minLength: 1, maxLength: 24 });

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

/** `from` and `to` of a RENAME or COPY between two keys. */
function moved(record: AofRecord): { from: string; to: string; replaces: boolean } | null {
  const move =
    record.type === 'RENAME'
      ? { from: text(record.key), to: text(record.newkey), replaces: true }
      : record.type === 'COPY'
        ? { from: text(record.source), to: text(record.destination), replaces: record.replace !== 0 }
        : null;
  return move === null || move.from === move.to ? null : move;
}

function touches(record: AofRecord, name: string): boolean {
  if (record.type === 'COPY') return moved(record)?.to === name;
  if (record.type === 'BITOP') return text(record.dest) === name;
  if (moved(record)?.to === name) return true;
  return 'key' in record && text(record.key) === name;
}

const renames = (record: AofRecord, name: string): boolean =>
  record.type === 'RENAME' && moved(record)?.from === name;
const ends = (record: AofRecord, name: string): boolean =>
  renames(record, name) || (record.type === 'DEL' && text(record.key) === name);

/** Whose history the lane is at a record, and under which names its value is before and after it. */
interface Carrier {
  readonly at: string | null;
  readonly before: string | null;
  readonly after: string | null;
}

/** The lane of `name`, record by record. */
function slowCarriers(records: readonly AofRecord[], name: string): Carrier[] {
  const nobody: Carrier = { at: null, before: null, after: null };
  const carriers: Carrier[] = records.map(() => nobody);
  const stays: Carrier = { at: name, before: name, after: name };
  const first = records.findIndex((record) => touches(record, name));
  if (first < 0) return records.map(() => stays);
  let carrier: string | null = name;
  let away = false;
  for (let i = first; i < records.length; i++) {
    const record = records[i] as AofRecord;
    const move = moved(record);
    let before = carrier;
    if (away && touches(record, name)) {
      before = move?.to === name && move.from === carrier ? carrier : name;
      carrier = name;
      away = false;
    } else if (away && carrier !== null && move?.to === carrier && move.replaces) carrier = null;
    const leaves: boolean = carrier !== null && renames(record, carrier);
    const after: string | null = leaves ? (move?.to ?? null) : carrier;
    carriers[i] = { at: carrier, before, after };
    carrier = after;
    away ||= leaves;
  }
  const made = moved(records[first] as AofRecord);
  if (made?.to !== name) {
    carriers.fill(stays, 0, first);
    return carriers;
  }
  carriers[first] = { ...(carriers[first] as Carrier), before: made.from };
  let was = made.from;
  for (let i = first - 1; i >= 0; i--) {
    const record = records[i] as AofRecord;
    if (renames(record, was)) break;
    const move = moved(record);
    const held = was;
    const earlier = records.slice(0, i).findLast((each) => touches(each, held));
    const isOrigin = move?.to === was && (move.replaces || earlier === undefined || ends(earlier, was));
    carriers[i] = { at: was, before: isOrigin ? move.from : was, after: was };
    if (isOrigin) was = move.from;
  }
  return carriers;
}

async function lanesOf(records: readonly AofRecord[]) {
  const { source, index } = await scanBytes(buildLog(records).bytes);
  expect(index.faults).toEqual([]);
  const moves = await Moves.read(source, index);
  return { source, index, moves, lanes: new Lanes(index, moves) };
}

const json = (held: Held | null | undefined): unknown => (isThere(held) ? heldToJson('k', held) : null);

/** The row of record `i`: the header is row 0. */
const ROW_OF_FIRST = 1;

test('a lane follows its key through RENAME and COPY as a slow model does', async () => {
  await fc.assert(
    fc.asyncProperty(stream, async (records) => {
      const { moves, lanes } = await lanesOf(records);
      for (const name of NAMES) {
        const id = moves.find(encodeUtf8(name));
        if (id === null) continue;
        const lane = lanes.laneOf(id);
        const carriers: (string | null)[] = records.map(() => null);
        for (const { key: of, from, to } of lane.segments) {
          for (let row = Math.max(from, ROW_OF_FIRST); row < to; row++) {
            expect(carriers[row - ROW_OF_FIRST], 'segments do not overlap').toBeNull();
            carriers[row - ROW_OF_FIRST] = text(moves.bytesOf(of));
          }
        }
        expect(carriers).toEqual(slowCarriers(records, name).map(({ at }) => at));
      }
    }),
    runs(2),
  );
});

/** Every key's state before record `i`, for each `i` and one more, by replaying all records. */
function slowStates(records: readonly AofRecord[]): Map<string, unknown>[] {
  const keyspace = new Keyspace();
  const look = () => new Map(NAMES.map((name) => [name as string, json(keyspace.get(name))]));
  const states = [look()];
  for (const record of records) {
    applyRecord(keyspace, record, 0n);
    states.push(look());
  }
  return states;
}

async function expectSameValues(
  records: readonly AofRecord[],
  { source, lanes }: Awaited<ReturnType<typeof lanesOf>>,
  lane: Lane,
  order: readonly number[],
) {
  const slow = slowStates(records);
  const carriers = slowCarriers(records, text(lanes.moves.bytesOf(lane.key)));
  const history = new KeyHistory(source, lanes, lane, { nowMs: 0n });
  const check = async (mark: number): Promise<void> => {
    const i = (lane.rows[mark] as number) - ROW_OF_FIRST;
    const moment = await history.at(mark, ({ before, after }) => ({
      before: json(before),
      after: json(after),
    }));
    // At a move the value is under one name before and under the other behind.
    const { before = null, after = null } = carriers[i] ?? {};
    expect(moment.before).toEqual(slow[i]?.get(before ?? '') ?? null);
    expect(moment.after).toEqual(slow[i + 1]?.get(after ?? '') ?? null);
  };
  for (const mark of order) await check(mark % Math.max(1, lane.rows.length));
  return { history, slow };
}

test('before and after each mark are what a full replay up to that record gives, in any order', async () => {
  await fc.assert(
    fc.asyncProperty(stream, fc.array(fc.nat({ max: 99 }), { maxLength: 8 }), async (records, order) => {
      const known = await lanesOf(records);
      for (const name of NAMES) {
        const id = known.moves.find(encodeUtf8(name));
        if (id === null) continue;
        const lane = known.lanes.laneOf(id);
        if (lane.rows.length === 0) continue;
        const { history } = await expectSameValues(records, known, lane, order);
        const states = await history.states();
        expect(states.complete).toBe(true);
        for (const [mark] of lane.rows.entries()) {
          const after = await history.at(
            mark,
            (moment) => moment.after && { ...moment.after, size: sizeOf(moment.after.value) },
          );
          expect((states.flags[mark] ?? 0) & EXISTS).toBe(after === null ? 0 : EXISTS);
          expect((states.flags[mark] ?? 0) & HAS_TTL).toBe(after !== null && after.ttlMs >= 0n ? HAS_TTL : 0);
          expect(states.sizes[mark]).toBe(after?.size ?? Number.NaN);
        }
      }
    }),
    runs(1),
  );
});

describe('long chains', () => {
  const set = (name: string): AofRecord => ({
    type: 'SET',
    key: encodeUtf8(name),
    value: encodeUtf8('v'),
    expire_ms: -1n,
  });
  const rename = (from: string, to: string): AofRecord => ({
    type: 'RENAME',
    key: encodeUtf8(from),
    newkey: encodeUtf8(to),
  });

  test('a key renamed 10,000 times is one lane, from any of its names', async () => {
    const records = [set('k0'), ...Array.from({ length: 10_000 }, (_, i) => rename(`k${i}`, `k${i + 1}`))];
    const { source, moves, lanes } = await lanesOf(records);
    for (const name of ['k0', 'k5000', 'k10000']) {
      const id = moves.find(encodeUtf8(name));
      if (id === null) throw new Error(`${name} was not found`);
      const lane = lanes.laneOf(id);
      expect(lane.rows.length).toBe(records.length);
      const history = new KeyHistory(source, lanes, lane, { nowMs: 0n });
      const states = await history.states();
      expect(
        [...states.flags].findIndex((flags) => flags !== EXISTS),
        name,
      ).toBe(-1);
    }
  });

  test('a circle of 10,000 renames ends', async () => {
    const records = [
      set('a'),
      ...Array.from({ length: 10_000 }, (_, i) =>
        rename(['a', 'b', 'c'][i % 3] as string, ['b', 'c', 'a'][i % 3] as string),
      ),
    ];
    const { source, moves, lanes } = await lanesOf(records);
    for (const name of ['a', 'b', 'c']) {
      const id = moves.find(encodeUtf8(name));
      if (id === null) throw new Error(`${name} was not found`);
      const lane = lanes.laneOf(id);
      expect(lane.rows.length).toBe(records.length);
      const { flags } = await new KeyHistory(source, lanes, lane, { nowMs: 0n }).states();
      expect(flags.every((each) => each === EXISTS)).toBe(true);
    }
  });
});

test('a list that grows to 20,000 items is stepped through without replaying it each time', async () => {
  const push: AofRecord = { type: 'RPUSH', key: encodeUtf8('list'), values: [encodeUtf8('item')] };
  const records = Array.from({ length: 20_000 }, () => push);
  const { source, moves, lanes } = await lanesOf(records);
  const id = moves.find(encodeUtf8('list'));
  if (id === null) throw new Error('the list was not found');
  let reads = 0;
  const counted: ByteSource = {
    size: () => source.size(),
    read: (at, length) => {
      reads += length;
      return source.read(at, length);
    },
  };
  const history = new KeyHistory(counted, lanes, lanes.laneOf(id), { nowMs: 0n });
  await history.states();
  reads = 0;
  for (let mark = 19_999; mark > 19_900; mark--) {
    expect(await history.at(mark, ({ after }) => after !== null && sizeOf(after.value))).toBe(mark + 1);
  }
  // Each step back replays a few hundred records at most, of 30 bytes.
  expect(reads).toBeLessThan(99 * 600 * 40);
});
