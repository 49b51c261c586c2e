import { afterEach, describe, expect, test } from 'vitest';
import { buildLog } from '../../test/support/buildFiles.ts';
import { emberFixtures, readFixture } from '../../test/support/emberFixtures.ts';
import { openFile } from '../../test/support/openFile.ts';
import { scanBytes } from '../../test/support/scanning.ts';
import {
  type AofRecord,
  DEFAULT_READER,
  encodeUtf8,
  memorySource,
  parseReader,
  readKeyFile,
} from '../codec/index.ts';
import {
  allowStates,
  ItemDeque,
  Keyspace,
  recoverShard,
  type ShardFile,
  StateTooLargeError,
  stateAllowance,
} from '../replay/index.ts';
import { createIndex, scanFile } from '../scan/index.ts';
import {
  type MadePlan,
  makePlan,
  makeRewritePlan,
  outputPieces,
  piecesSource,
  type RepairPlan,
  type RepairPreset,
  verifyOutput,
} from './index.ts';

async function scan(bytes: Uint8Array, name: string, key: Uint8Array | null = null): Promise<ShardFile> {
  const source = memorySource(bytes);
  const index = createIndex(source, await openFile(source, name), name, key);
  await scanFile(source, index);
  return { source, index };
}

let nonce = 0;
const nonces = (): Uint8Array => new Uint8Array(12).fill(++nonce);

async function bytesOf(input: ShardFile, plan: RepairPlan): Promise<Uint8Array> {
  const output = piecesSource(input.source, await outputPieces(input.source, input.index, plan, nonces));
  return (await output.read(0 as never, output.size())).slice();
}

const planOf = (made: MadePlan): RepairPlan => {
  if (made.outcome === 'impossible') throw new Error(made.why);
  return made.plan;
};

describe('what a plan makes of a damaged file is what it promised', () => {
  const presets: readonly RepairPreset[] = ['truncate', 'drop-damaged', 'salvage', 'fix-bits'];
  const damaged = emberFixtures().filter((fixture) => fixture.set === 'damaged');

  test.each(damaged.map((fixture) => [fixture.path, fixture] as const))('%s', async (_, fixture) => {
    const { key_file: keyFile } = fixture.expected();
    const read = keyFile === null ? null : readKeyFile(readFixture(keyFile));
    const key = read?.kind === 'key' ? read.key : null;
    const input = await scan(fixture.bytes(), fixture.name, key);
    for (const preset of presets) {
      const made = makePlan(input.index, preset, fixture.name);
      if (made.outcome === 'impossible') continue;
      const output = await scan(await bytesOf(input, made.plan), fixture.name, key);
      const verified = await verifyOutput(input, made.plan, output);
      expect({ preset, ...verified }).toMatchObject({ preset, sameState: true, firstDifference: null });
      expect(verified.records).toBe(output.index.rows.records - brokenRules(output));
    }
  });

  /** Records that a preset leaves in the output although they don't hold: under a wrong key. */
  const brokenRules = ({ index }: ShardFile): number =>
    index.faults.filter(({ evidence }) => evidence.kind === 'undecryptable' || evidence.kind === 'bad-body')
      .length;
});

const key = encodeUtf8('k');
const set = (name: string, value: string): AofRecord => ({
  type: 'SET',
  key: encodeUtf8(name),
  value: encodeUtf8(value),
  expire_ms: -1n,
});

describe('an output that is something else is told', () => {
  const built = buildLog([
    set('a', 'one'),
    set('b', 'two'),
    { type: 'PEXPIRE', key: encodeUtf8('a'), milliseconds: 5n },
  ]);
  const verify = async (records: readonly AofRecord[], steps: RepairPlan['steps'] = []) => {
    const input = await scanBytes(built.bytes);
    const plan = { ...planOf(makePlan(input.index, 'salvage', 'shard-0.aof')), steps };
    return verifyOutput(input, plan, await scanBytes(buildLog(records).bytes));
  };
  const expire: AofRecord = { type: 'PEXPIRE', key: encodeUtf8('a'), milliseconds: 5n };

  test.each([
    ['nothing', [set('a', 'one'), set('b', 'two'), expire], null],
    [
      'a value',
      [set('a', 'eno'), set('b', 'two'), expire],
      'key "a": promised a string of 3 bytes (5 ms left), found a string of 3 bytes (5 ms left) with another value',
    ],
    ['a length', [set('a', 'on'), set('b', 'two'), expire], 'found a string of 2 bytes (5 ms left)'],
    [
      'a key',
      [set('a', 'one'), set('c', 'two'), expire],
      'key "b": promised a string of 3 bytes (no expiry), found nothing',
    ],
    [
      'a time to live',
      [set('a', 'one'), set('b', 'two'), { ...expire, milliseconds: 6n }],
      'another time to live (6 ms left)',
    ],
    ['a record less', [set('a', 'one'), set('b', 'two')], '3 records were promised, 2 found'],
    [
      'a record more',
      [set('a', 'one'), set('b', 'two'), expire, set('d', '')],
      '3 records were promised, 4 found',
    ],
  ] as const)('%s', async (_, records, said) => {
    const { sameState, firstDifference } = await verify(records);
    expect(sameState).toBe(said === null);
    if (said === null) expect(firstDifference).toBeNull();
    else expect(firstDifference).toContain(said);
  });
});

describe('a rewrite', () => {
  const log: readonly AofRecord[] = [
    { type: 'LSET', key, index: 0n, value: encodeUtf8('second') },
    { type: 'RPUSH', key: encodeUtf8('l'), values: [encodeUtf8('x'), encodeUtf8('y')] },
    { type: 'LTRIM', key: encodeUtf8('l'), start: 0n, stop: 0n },
    { type: 'SETBIT', key: encodeUtf8('b'), offset: 7n, value: 1 },
    set('e', 'soon'),
    { type: 'PEXPIREAT', key: encodeUtf8('e'), timestamp_ms: 5_000n },
    set('late', 'gone by now'),
    { type: 'PEXPIREAT', key: encodeUtf8('late'), timestamp_ms: 500n },
  ];
  const base = (): Promise<Keyspace> => {
    const keyspace = new Keyspace();
    keyspace.set('k', { type: 'list', items: new ItemDeque([encodeUtf8('first')]) }, -1n);
    return Promise.resolve(keyspace);
  };

  test('comes to the same state, read by the reader it is for', async () => {
    const input = await scanBytes(buildLog(log).bytes);
    const context = { name: 'shard-0.aof', reader: DEFAULT_READER, nowMs: 1_000n, base: await base() };
    const plan = planOf(await makeRewritePlan(input.source, input.index, context));
    const output = await scanBytes(await bytesOf(input, plan));
    expect(await verifyOutput(input, plan, output, { base })).toMatchObject({ sameState: true, keys: 4 });
    const recovered = await recoverShard(
      { shardId: 0, snapshot: null, log: output },
      { reader: DEFAULT_READER, nowMs: 1_000n },
    );
    expect(recovered.logVerdict?.error).toBeNull();
    // Without what the snapshot held, the list would have been lost.
    const without = planOf(
      await makeRewritePlan(input.source, input.index, { ...context, base: new Keyspace() }),
    );
    const poorer = await scanBytes(await bytesOf(input, without));
    expect((await verifyOutput(input, without, poorer, { base })).firstDifference).toContain('key "k"');
  });

  test.each([
    ['intact/base-small-all-tags.aof', '0.4.9'],
    ['intact/every-type-01-35.aof', '0.4.9'],
    ['intact/realistic-2mb.aof', '0.4.9'],
    ['damaged/alltags-flip-late.aof', '0.4.9+protobuf,vector'],
    ['damaged/alltags-flip-newtag.aof', '0.4.8'],
    ['intact/data-plain/shard-0.aof', '0.4.5'],
  ])('%s for %s', async (path, version) => {
    const input = await scan(readFixture(path), 'shard-0.aof');
    const reader = parseReader(version) ?? DEFAULT_READER;
    const context = { name: 'shard-0.aof', reader, nowMs: 1n, base: new Keyspace() };
    const plan = planOf(await makeRewritePlan(input.source, input.index, context));
    const output = await scan(await bytesOf(input, plan), 'shard-0.aof');
    expect(await verifyOutput(input, plan, output)).toMatchObject({ sameState: true, firstDifference: null });
  });
});

test('a rewrite that would have to append a gigabyte is refused', async () => {
  const input = await scan(readFixture('intact/edge-values-28-35.aof'), 'shard-0.aof');
  const context = { name: 'shard-0.aof', reader: DEFAULT_READER, nowMs: 1n, base: new Keyspace() };
  expect(await makeRewritePlan(input.source, input.index, context)).toMatchObject({
    outcome: 'impossible',
    why: expect.stringContaining('134,217,728 bytes'),
  });
});

test('pieces read as one source, however they are asked for', async () => {
  const input = await scanBytes(buildLog([set('a', 'one'), set('b', 'two')]).bytes);
  const source = piecesSource(input.source, [
    { kind: 'copy', from: 0, to: 7 },
    { kind: 'bytes', bytes: encodeUtf8('new') },
    { kind: 'bytes', bytes: new Uint8Array(0) },
    { kind: 'copy', from: 9, to: 20 },
  ]);
  const whole = await source.read(0 as never, 100);
  expect(whole.length).toBe(21);
  expect(source.size()).toBe(21);
  for (let at = 0; at <= 21; at++) {
    for (let to = at; to <= 23; to++) {
      expect(await source.read(at as never, to - at)).toEqual(whole.subarray(at, to));
    }
  }
});

describe('where the states are too large to be compared, the records are', () => {
  const allowance = stateAllowance();
  afterEach(() => allowStates(allowance));

  const damaged = emberFixtures().filter(
    ({ path }) => /flip-value|zeroed|missing|snap-/.test(path) && path.includes('damaged/'),
  );

  test.each(damaged.map((fixture) => [fixture.path, fixture] as const))('%s', async (_, fixture) => {
    const input = await scan(fixture.bytes(), fixture.name);
    for (const preset of ['truncate', 'drop-damaged', 'salvage', 'fix-bits'] as const) {
      const made = makePlan(input.index, preset, fixture.name);
      if (made.outcome === 'impossible') continue;
      const output = await scan(await bytesOf(input, made.plan), fixture.name);
      allowStates(allowance);
      const whole = await verifyOutput(input, made.plan, output);
      if (whole.keys === 0) continue;
      allowStates(0);
      const verified = await verifyOutput(input, made.plan, output);
      expect(verified).toEqual({ ...whole, keys: null });
    }
  });

  const record = (i: number): AofRecord => ({
    type: 'SET',
    key: encodeUtf8(`key:${i}`),
    value: encodeUtf8(`value ${i}`),
    expire_ms: -1n,
  });
  const records = Array.from({ length: 20 }, (_, i) => record(i));
  const other = { ...record(7), expire_ms: 7n } as AofRecord;

  test.each([
    ['record 7 is another one', records.with(7, other)],
    ['record 19 is missing', records.slice(0, 19)],
    ['1 records were not promised', [...records, record(20)]],
    ['record 3 is another one', records.with(3, record(4)).with(4, record(3))],
  ])('%s', async (said, found) => {
    const input = await scan(buildLog(records).bytes, 'shard-0.aof');
    const plan = planOf(makePlan(input.index, 'salvage', 'shard-0.aof'));
    const output = await scan(buildLog(found).bytes, 'shard-0.aof');
    allowStates(0);
    expect(await verifyOutput(input, plan, output)).toMatchObject({
      sameState: false,
      firstDifference: said,
      keys: null,
    });
  });

  test('but not of a rewrite, which writes other records', async () => {
    const input = await scan(buildLog(records).bytes, 'shard-0.aof');
    const plan = { ...planOf(makePlan(input.index, 'salvage', 'shard-0.aof')), preset: 'rewrite' as const };
    allowStates(0);
    await expect(verifyOutput(input, plan, input)).rejects.toThrow(StateTooLargeError);
  });
});
