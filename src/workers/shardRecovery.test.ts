import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fixturePath, jsonLines, keyOptions, runCommand } from '../../test/support/commandLine.ts';
import { readFixture } from '../../test/support/emberFixtures.ts';
import { fixtureKey } from '../../test/support/keyFixtures.ts';
import { fileOffset } from '../base/index.ts';
import { DEFAULT_READER } from '../codec/index.ts';
import { PRESETS, proposedPreset, type RepairStep } from '../repair/index.ts';
import { KeyFate, Taint } from '../replay/index.ts';
import { ALL_KEYS } from './allKeys.ts';
import type { ShardService } from './api.ts';
import type { ExportRequest, RecoveryOutcome, RecoveryRequest } from './index.ts';
import { createShardService } from './shardService.ts';

const ALONE = { reader: DEFAULT_READER, partner: null };

const CLOCK = 1_790_000_000_000;
const nothing = (): void => undefined;
interface ExpectedShard {
  readonly logs: readonly string[];
  readonly entries?: readonly Record<string, unknown>[];
  readonly panic?: boolean;
}
interface ExpectedDirectory {
  readonly key_file: string | null;
  readonly shards: Readonly<Record<string, Readonly<Record<string, ExpectedShard>>>>;
}

const cases = ['intact', 'damaged'].flatMap((set) =>
  readdirSync(fixturePath(set))
    .filter((name) => name.startsWith('data-') && name.endsWith('.expected.json'))
    .flatMap((name) => {
      const expected = JSON.parse(readFileSync(fixturePath(`${set}/${name}`), 'utf8')) as ExpectedDirectory;
      const directory = `${set}/${name.replace('.expected.json', '')}`;
      return Object.entries(expected.shards).flatMap(([shard, outcomes]) =>
        Object.entries(outcomes)
          .filter(([who]) => who !== 'if_all_tags_were_readable')
          .map(([who, outcome]) => ({
            directory,
            shard,
            who,
            outcome,
            keyFile: who === 'ember_without_key' ? null : expected.key_file,
          })),
      );
    }),
);

/** The shard's files as the page opens them: one in a session, the other as its partner. */
async function openShard(directory: string, shard: string, keyFile: string | null) {
  const key = fixtureKey(keyFile);
  const files = ['aof', 'snap']
    .map((ending) => `${directory}/shard-${shard}.${ending}`)
    .filter((path) => existsSync(fixturePath(path)))
    .map((path) => new File([readFixture(path) as Uint8Array<ArrayBuffer>], path.replace(/^.*\//, '')));
  const [own, partner] = files;
  const session = createShardService();
  await session.open(own as File);
  await session.scan(key, nothing);
  const request: RecoveryRequest = {
    partner: partner === undefined ? null : { file: partner, key },
    reader: DEFAULT_READER,
    clockMs: CLOCK,
    plan: null,
    partnerPlan: null,
  };
  return { session, request, files };
}

type Done = Extract<RecoveryOutcome, { outcome: 'done' }>;
async function recovered(session: ShardService, request: RecoveryRequest): Promise<Done> {
  const outcome = await session.recover(request, nothing);
  if (outcome.outcome !== 'done') throw new Error(JSON.stringify(outcome));
  return outcome;
}

async function exported(session: ShardService, request: Partial<ExportRequest>): Promise<string> {
  const whole: ExportRequest = { which: 'now', format: 'json', only: null, ...request };
  const { blob, problem } = await session.exportState(whole, null, nothing);
  expect(problem).toBeNull();
  return (await blob?.text()) ?? '';
}

describe('what the page says the server holds now', () => {
  test('every data directory is there', () =>
    expect(new Set(cases.map(({ directory }) => directory)).size).toBe(18));

  test.each(cases)('$directory shard $shard: $who', async ({ directory, shard, outcome, keyFile }) => {
    const { session, request } = await openShard(directory, shard, keyFile);
    const { now } = await recovered(session, request);
    expect(now.aborts).toBe(outcome.panic === true);
    if (outcome.panic === true) {
      expect(await exported(session, {})).toBe('');
      return;
    }
    expect(now.logs).toEqual(outcome.logs);
    if (outcome.entries !== undefined) expect(now.keys).toBe(outcome.entries.length);
    // Byte for byte what the command line prints, which the real server's state is compared with.
    const printed = await runCommand(
      'recover',
      fixturePath(directory),
      ...['--shard', shard, '--at', String(CLOCK)],
      ...keyOptions(keyFile),
    );
    expect(await exported(session, {})).toBe(printed.stdout);
  });
});

describe('what it promises after the repair', () => {
  test.each(cases.filter(({ who, outcome }) => who === 'ember' && outcome.panic !== true))(
    '$directory shard $shard is what the saved files recover to',
    async ({ directory, shard, keyFile }) => {
      const key = fixtureKey(keyFile);
      const { session, request, files } = await openShard(directory, shard, keyFile);
      const { counts, now, after } = await recovered(session, request);
      const promised = await exported(session, { which: 'after' });
      const saved: File[] = [];
      for (const file of files) saved.push(await repaired(file, key));
      const [own, partner] = saved;
      const later = createShardService();
      await later.open(own as File);
      await later.scan(key, nothing);
      const kept = await recovered(later, {
        ...request,
        partner: partner === undefined ? null : { file: partner, key },
      });
      expect(await exported(later, {})).toBe(promised);
      expect(kept.now).toEqual(after);
      expect(after.keys).toBe(now.keys + counts.gained - counts.lost);
    },
  );
});

/** A copy of `file` as the plan that the page proposes writes it; the file itself where there is no plan for it. */
async function repaired(file: File, key: Uint8Array | null): Promise<File> {
  const session = createShardService();
  await session.open(file);
  await session.scan(key, nothing);
  const previews = await Promise.all(
    PRESETS.filter((preset) => preset !== 'rewrite').map((preset) => session.planRepair(preset, ALONE)),
  );
  const proposed = proposedPreset(previews);
  const chosen = previews.find(({ plan }) => plan.preset === proposed);
  if (chosen === undefined) return file;
  const pieces = await session.pieces(chosen.plan);
  const parts = pieces.map((piece) =>
    piece.kind === 'copy' ? file.slice(piece.from, piece.to) : (piece.bytes as Uint8Array<ArrayBuffer>),
  );
  return new File(parts, file.name);
}

describe('the keys that differ', () => {
  const shard = () => openShard('damaged/data-aof-flip', '0', null);

  test('come in pages, can be narrowed down, and exported alone', async () => {
    const { session, request } = await shard();
    const { counts } = await recovered(session, request);
    expect(counts.gained).toBeGreaterThan(3);
    const all = await session.recoveryKeys({ difference: 'gained', taints: [], text: '' }, 0, 1000);
    expect(all).toMatchObject({ total: counts.gained });
    expect(all.rows).toHaveLength(counts.gained);
    const second = await session.recoveryKeys({ difference: 'gained', taints: [], text: '' }, 1, 2);
    expect(second.rows).toEqual(all.rows.slice(1, 3));
    const text = all.rows[0]?.key ?? '';
    const narrowed = await session.recoveryKeys({ difference: null, taints: [], text }, 0, 10);
    expect(narrowed.rows.every(({ key }) => key.includes(text))).toBe(true);
    const lines = jsonLines(
      await exported(session, { which: 'after', only: { difference: 'gained', taints: [], text: '' } }),
    );
    expect(lines.map(({ key }) => key)).toEqual(all.rows.map(({ key }) => key));
  });

  test('show what each side holds', async () => {
    const { session, request } = await shard();
    await recovered(session, request);
    const { rows } = await session.recoveryKeys({ difference: null, taints: [], text: '' }, 0, 1000);
    for (const { difference, now, after } of rows) {
      expect([now !== null, after !== null]).toEqual([difference !== 'gained', difference !== 'lost']);
    }
  });

  test.each([
    'damaged/data-aof-flip',
    'damaged/data-aof-torn',
    'damaged/data-snap-footer',
    'damaged/data-snap-torn',
  ])('%s: how certain they are is what Keys says', async (directory) => {
    const { session, request } = await openShard(directory, '0', null);
    const { certainty, counts } = await recovered(session, request);
    await session.keysReport(request.partner, nothing);
    const { keys } = await session.keyWindow(ALL_KEYS, 0, 10_000);
    const there = (taint: Taint) =>
      keys.filter((key) => key.fate === KeyFate.alive && key.taint === taint).length;
    expect([certainty[Taint.stale], certainty[Taint.unknown]]).toEqual([
      there(Taint.stale),
      there(Taint.unknown),
    ]);
    const { rows } = await session.recoveryKeys({ difference: null, taints: [], text: '' }, 0, 10_000);
    expect(rows).toHaveLength(counts.gained + counts.lost + counts.changed);
    for (const { key, taint } of rows) {
      expect([key, taint]).toEqual([key, keys.find(({ name }) => name === key)?.taint ?? Taint.exact]);
    }
    const doubtful = { difference: null, taints: [Taint.stale, Taint.unknown], text: '' };
    const found = await session.recoveryKeys(doubtful, 0, 10_000);
    expect(found.rows).toEqual(rows.filter(({ taint }) => taint !== Taint.exact));
  });

  test('what the plan drops although it holds is lost to the state behind it', async () => {
    const { session, request } = await openShard('intact/data-plain', '0', null);
    const whole = await recovered(session, request);
    expect([whole.certainty[Taint.stale], whole.certainty[Taint.unknown]]).toEqual([0, 0]);
    const { plan } = await session.planRepair('salvage', ALONE);
    const listed = await session.rows(0, 10_000);
    const last = listed.filter(({ key }) => key !== null).at(-1);
    if (last === undefined) throw new Error('no record names a key');
    const step: RepairStep = {
      id: 'cut',
      kind: 'truncate',
      offset: fileOffset(last.offset),
      length: 0,
      on: true,
      optional: true,
      title: 'Cut before the last record',
      reason: 'It holds, and goes all the same.',
      records: -1,
    };
    const { certainty } = await recovered(session, { ...request, plan: { ...plan, steps: [step] } });
    expect(certainty[Taint.stale] + certainty[Taint.unknown]).toBe(1);
    const { rows } = await session.recoveryKeys(
      { difference: null, taints: [Taint.stale, Taint.unknown], text: '' },
      0,
      100,
    );
    expect(rows.map(({ key }) => key)).toEqual([last.key]);
  });

  test('an export in another form says what it can’t hold', async () => {
    const { session, request } = await openShard('intact/data-plain', '0', null);
    await recovered(session, request);
    const outcome = await session.exportState({ which: 'now', format: 'resp', only: null }, null, nothing);
    expect(outcome.unexpressed.count).toBeGreaterThan(0);
    expect(outcome.unexpressed.first.map(({ why }) => why).join()).toContain('Redis');
  });

  test('the clock decides on expiries at an absolute time', async () => {
    const { session, request } = await openShard('intact/data-enc', '0', 'keys/key.hex');
    const early = await recovered(session, { ...request, clockMs: 0 });
    const late = await recovered(session, { ...request, clockMs: 8e15 });
    expect(early.now.absoluteTtl).toBeGreaterThan(0);
    expect(late.now.absoluteTtl).toBe(0);
    expect(late.now.expired).toBe(early.now.expired + early.now.absoluteTtl);
  });

  test('a recovery that is stopped says so', async () => {
    const { session, request } = await shard();
    const running = session.recover(request, nothing);
    await session.cancelRecovery();
    expect(await running).toEqual({ outcome: 'cancelled' });
    expect(await session.recoveryKeys({ difference: null, taints: [], text: '' }, 0, 10)).toEqual({
      total: 0,
      rows: [],
    });
  });
});
