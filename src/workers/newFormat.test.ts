/*
 * What is promised of a new format: one object and one line of a registry are all it takes. Everything here is asked of
 * the service that the page talks to, with a registry that is made like the real one and has one line more.
 */
import { describe, expect, test } from 'vitest';
import { tally, tallyFile, tallyLine } from '../../test/support/tally/tally.ts';
import { keyId, rowIndex } from '../base/index.ts';
import { DEFAULT_READER, encodeUtf8 } from '../codec/index.ts';
import { FAMILIES, FORMATS, registryOf } from '../formats/index.ts';
import type { RepairPreset } from '../repair/index.ts';
import { KeyFate } from '../replay/index.ts';
import { ALL_KEYS } from './allKeys.ts';
import { createShardService } from './shardService.ts';

const WITH_TALLY = registryOf([
  tally, //
  ...FORMATS.formats,
]);
const ALONE = { reader: DEFAULT_READER, partner: null };
const nothing = (): void => undefined;

const SMUDGED = tallyLine('pears', '?').fill(0);
const DAMAGED = tallyFile(
  tallyLine('plums', '3'),
  tallyLine('pears', '12'),
  SMUDGED,
  tallyLine('plums', '40'),
  tallyLine('figs', '7').subarray(0, 9),
);

/** The name says another format; the content decides. */
async function opened(bytes: Uint8Array<ArrayBuffer>, name = 'shard-0.aof', registry = WITH_TALLY) {
  const service = createShardService(registry);
  const summary = await service.open(new File([bytes], name));
  const report = await service.scan(null, nothing);
  return { service, summary, report };
}

describe('without its line in the registry', () => {
  test('nobody knows it', async () => {
    const { summary } = await opened(DAMAGED, 'fruit.tally', FORMATS);
    expect(summary).toMatchObject({ format: 'unknown', refusal: { code: 'unknown-format' } });
  });

  test('its name alone makes it another format’s damaged file', async () => {
    const { summary, report } = await opened(DAMAGED, 'shard-0.aof', FORMATS);
    expect(summary.format).toBe('ember-aof');
    expect(report.recordsHeld).toBe(0);
  });

  test('a format stands in it once', () => {
    expect(() => registryOf([tally, ...FORMATS.formats, tally])).toThrow('the same id');
  });
});

describe('with it', () => {
  test('a file is recognised by its content and told by its capabilities', async () => {
    const { summary } = await opened(DAMAGED);
    expect(summary).toMatchObject({
      format: 'tally',
      formatLabel: 'Tally, version 1',
      typeNames: ['LINE'],
      refusal: null,
      capabilities: { checksums: 'none', databases: false, shards: false, history: true, repair: true },
    });
  });

  test('the others are still recognised', async () => {
    const { summary } = await opened(Uint8Array.from(encodeUtf8('*1\r\n$4\r\nPING\r\n')), 'commands');
    expect(summary.format).toBe('aikv-aof');
  });

  test('it is scanned, and its rows are listed with its own words and colour', async () => {
    const { service, report } = await opened(DAMAGED);
    expect(report).toMatchObject({
      phase: 'done',
      rows: 6,
      faultCounts: { info: 0, warning: 0, damage: 2 },
      types: [{ type: 'LINE', rows: 3, bytes: 48 }],
    });
    const rows = await service.rows(0, 10);
    expect(rows.map(({ type, key, summary, family }) => [type, key, summary, family])).toEqual([
      ['header', null, 'TALLY 1', 'none'],
      ['LINE', 'plums', '3', 'zset'],
      ['LINE', 'pears', '12', 'zset'],
      ['gap', null, '16 bytes: A smudged line', 'gap'],
      ['LINE', 'plums', '40', 'zset'],
      ['gap', null, '9 bytes: A smudged line', 'gap'],
    ]);
    const { bytes } = await service.map(0, DAMAGED.length, 1);
    expect(FAMILIES.flatMap((family, i) => (bytes[i] ? [[family, bytes[i]]] : []))).toEqual([
      ['zset', 48],
      ['none', 6],
      ['gap', 25],
    ]);
  });

  test('a row’s fields are where its bytes are', async () => {
    const { service } = await opened(DAMAGED);
    const detail = await service.detail(rowIndex(2));
    expect(
      detail?.fields.map(({ path, role, offset, length, text }) => [path, role, offset, length, text]),
    ).toEqual([
      ['name', 'key', 0, 5, 'pears'],
      ['count', 'value', 7, 2, '12'],
    ]);
    expect((await service.faults(0, 9)).map(({ title, row }) => [title, row])).toEqual([
      ['A smudged line', 3],
      ['A smudged line', 5],
    ]);
  });

  test.each([
    ['key:pl*', [1, 4]],
    ['type:LINE', [1, 2, 4]],
    ['value:"12"', [2]],
    ['value:"plums"', []],
    ['fault:garbage', [3, 5]],
    ['type:LINES', [0, 1, 2, 3, 4, 5]],
  ])('%s finds its rows', async (text, expected) => {
    const { service } = await opened(DAMAGED);
    const found: number[] = [];
    await service.filterRows({ text, caseSensitive: true }, (hits) => void found.push(...hits.found));
    expect(found).toEqual(expected);
  });

  test('its own reader judges it', async () => {
    const { service } = await opened(DAMAGED);
    expect(await service.verdict(DEFAULT_READER)).toMatchObject({
      readerLabel: 'Tally 1',
      records: 2,
      stoppedAt: 38,
      error: 'line 3 is smudged',
    });
  });

  test('its keys are worked out', async () => {
    const { service } = await opened(DAMAGED);
    expect(await service.keysReport(null, nothing)).toMatchObject({ keys: 2, alive: 2, losses: 2 });
    const { keys } = await service.keyWindow(ALL_KEYS, 0, 10);
    expect(keys.map(({ name, operations, fate }) => [name, operations, fate])).toEqual([
      ['pears', 1, KeyFate.alive],
      ['plums', 2, KeyFate.alive],
    ]);
    const plums = await service.keyDetail(keyId(0));
    expect(plums?.value).toMatchObject({ kind: 'bytes', text: '40' });
  });

  test.each([
    ['truncate', ['plums', 'pears']],
    ['drop-damaged', ['plums', 'pears']],
    ['salvage', ['plums', 'pears', 'plums']],
  ] as const satisfies readonly (readonly [RepairPreset, readonly string[]])[])(
    'a repair by %s keeps what it says, and is checked',
    async (preset, kept) => {
      const { service } = await opened(DAMAGED);
      const { plan, impossible, recordsKept } = await service.planRepair(preset, ALONE);
      expect([plan.format, impossible, recordsKept]).toEqual(['tally', null, kept.length]);
      const parts = (await service.pieces(plan)).map((piece) =>
        piece.kind === 'copy'
          ? DAMAGED.slice(piece.from, piece.to)
          : (piece.bytes as Uint8Array<ArrayBuffer>),
      );
      const output = new File(parts, 'shard-0.aof');
      const outcome = await service.verify(plan, output, ALONE, nothing);
      expect(outcome).toMatchObject({ verified: true, problem: null, verdict: { error: null } });
      const again = await opened(new Uint8Array(await output.arrayBuffer()));
      expect(again.report.faultCounts.damage).toBe(0);
      const rows = await again.service.rows(1, 10);
      expect(rows.map(({ key }) => key)).toEqual(kept);
    },
  );

  test('a plan’s file is for this format alone', async () => {
    const { service } = await opened(DAMAGED);
    const { plan } = await service.planRepair('salvage', ALONE);
    const text = (await service.planFile(plan, nothing)) ?? '';
    expect(await service.loadPlan(text, nothing)).toMatchObject({
      outcome: 'plan',
      preview: { plan: { steps: plan.steps } },
    });
    const other = await opened(DAMAGED, 'shard-0.aof', FORMATS);
    expect(await other.service.loadPlan(text, nothing)).toMatchObject({ outcome: 'refused' });
  });
});
