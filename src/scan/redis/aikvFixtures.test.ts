import { describe, expect, test } from 'vitest';
import {
  type AikvFixture,
  aikvFixtures,
  readAikvFixture,
  readAikvJson,
} from '../../../test/support/aikvFixtures.ts';
import { openFile } from '../../../test/support/openFile.ts';
import { rowIndex } from '../../base/index.ts';
import { DEFAULT_READER, encodeBase64, memorySource } from '../../codec/index.ts';
import { EMBEDDED, RowKind } from '../../columnar/index.ts';
import {
  computeVerdict,
  createIndex,
  decodeAnyRow,
  describeFault,
  type FileIndex,
  type ScanOptions,
  scanFile,
} from '../index.ts';

const fixtures = aikvFixtures();
const cases = (wanted: (fixture: AikvFixture) => boolean) =>
  fixtures.filter(wanted).map((fixture) => [fixture.path, fixture] as const);

async function scan(bytes: Uint8Array, name: string, options: ScanOptions = {}) {
  const source = memorySource(bytes);
  const opened = await openFile(source, name);
  const index = createIndex(source, opened, name, null);
  await scanFile(source, index, options);
  return { source, index };
}

function rowsOf(index: FileIndex) {
  const rows = [];
  for (let row = 0; row < index.rows.length; row++) {
    const each = rowIndex(row);
    rows.push({
      at: index.rows.offset(each),
      size: index.rows.size(each),
      kind: index.rows.kind(each),
      row: each,
    });
  }
  return rows;
}

const recordsOf = (index: FileIndex) =>
  rowsOf(index).filter(({ kind }) => kind === RowKind.record || kind === RowKind.entry);

test('there are as many as there were', () => {
  expect(fixtures.length).toBe(57);
});

describe('every file', () => {
  test.each(cases(() => true))('%s is one of AiKv’s, and its rows tile it', async (_, fixture) => {
    const bytes = fixture.bytes();
    const { index } = await scan(bytes, fixture.name);
    expect(index.format.id).toBe(fixture.isLog ? 'aikv-aof' : 'aikv-rdb');
    let at = 0;
    for (const row of rowsOf(index)) {
      expect(row.at).toBe(at);
      expect(row.size).toBeGreaterThan(0);
      at += row.size;
    }
    expect(at).toBe(bytes.length);
    for (const fault of index.faults) {
      for (const text of Object.values(describeFault(fault, index))) expect(text).not.toBe('');
    }
  });

  test.each(cases(() => true))('%s under a name that says nothing', async (_, fixture) => {
    const opened = await openFile(memorySource(fixture.bytes()), 'backup.bin');
    const expected = fixture.bytes().length === 0 ? null : fixture.isLog ? 'aikv-aof' : 'aikv-rdb';
    expect(opened.format?.id ?? null).toBe(expected);
  });

  test.each(cases(() => true))('%s: the verdict is what AiKv did', async (_, fixture) => {
    const { source, index } = await scan(fixture.bytes(), fixture.name);
    const verdict = await computeVerdict(source, index, DEFAULT_READER);
    const ok = /^OK (\d+)$/.exec(fixture.reader);
    if (ok !== null) {
      expect(verdict.error).toBeNull();
      expect(verdict.applied).toBe(Number(ok[1]));
      return;
    }
    const died = /^PROCESS DIED rc=-6: (memory allocation of \d+ bytes failed)/.exec(fixture.reader);
    if (died !== null) {
      expect(verdict.error).toBe(died[1]);
      expect(verdict.abort).not.toBeNull();
      return;
    }
    const failed = /^ERR (?:after (\d+) commands \(load_aof returns none of them\): )?([\s\S]*)$/.exec(
      fixture.reader,
    );
    expect(verdict.error).toBe(failed?.[2]);
    expect(verdict.applied).toBe(0);
    if (failed?.[1] !== undefined) expect(verdict.records).toBe(Number(failed[1]));
  });

  test.each(cases(() => true))('%s: any slicing gives the same rows and faults', async (_, fixture) => {
    const bytes = fixture.bytes();
    const whole = await scan(bytes, fixture.name);
    const sliced = await scan(bytes, fixture.name, {
      windows: { sliceBytes: 101, inFlight: 2, firstBytes: 67 },
    });
    expect(rowsOf(sliced.index)).toEqual(rowsOf(whole.index));
    expect(sliced.index.faults).toEqual(whole.index.faults);
    expect(sliced.index.keys.size).toBe(whole.index.keys.size);
  });
});

type Scalar = string | { readonly len: number };

/** A long value stands in the expectation by its length and its ends alone. */
const told = (bytes: Uint8Array, expected: Scalar | undefined): unknown =>
  typeof expected === 'object' ? { ...expected, len: bytes.length } : encodeBase64(bytes);

describe('intact logs', () => {
  test.each(cases(({ isLog, isDamaged }) => isLog && !isDamaged))(
    '%s: every command',
    async (path, fixture) => {
      const { source, index } = await scan(fixture.bytes(), fixture.name);
      const { commands } = readAikvJson(`${path}.expected.json`) as {
        readonly commands: readonly (readonly [number, number, readonly Scalar[]])[];
      };
      expect(index.faults).toEqual([]);
      const found = [];
      for (const [i, { at, size, row }] of recordsOf(index).entries()) {
        const decoded = await decodeAnyRow(source, index, row);
        if (decoded?.kind !== 'command') throw new Error('no command');
        found.push([at, at + size, decoded.args.map((arg, n) => told(arg, commands[i]?.[2][n]))]);
      }
      expect(found).toEqual(commands);
    },
  );

  test('the database follows SELECT', async () => {
    const { source, index } = await scan(readAikvFixture('aikv/aof/mixed.aof'), 'mixed.aof');
    const keysByDb = new Map<number, Set<string>>();
    for (const { row } of recordsOf(index)) {
      const decoded = await decodeAnyRow(source, index, row);
      if (decoded?.kind !== 'command' || decoded.key === undefined) continue;
      const keys = keysByDb.get(decoded.db) ?? new Set();
      keysByDb.set(decoded.db, keys.add(encodeBase64(decoded.key)));
    }
    expect([...keysByDb.keys()].sort()).toEqual([0, 1, 3]);
  });
});

describe('intact RDBs', () => {
  test.each(cases(({ isLog, isDamaged }) => !isLog && !isDamaged))(
    '%s: every entry',
    async (path, fixture) => {
      const { source, index } = await scan(fixture.bytes(), fixture.name);
      type Entry = { readonly key: string; readonly expire_ms: number | null; readonly value: Scalar };
      const { dbs } = readAikvJson(`${path}.expected.json`) as {
        readonly dbs: Readonly<Record<string, { readonly entries: readonly Entry[] }>>;
      };
      expect(index.faults).toEqual([]);
      const expected = new Map(
        Object.entries(dbs).flatMap(([db, { entries }]) =>
          entries.map((entry) => [`${db} ${entry.key}`, entry]),
        ),
      );
      expect(recordsOf(index).length).toBe(expected.size);
      for (const { row } of recordsOf(index)) {
        const decoded = await decodeAnyRow(source, index, row);
        if (decoded?.kind !== 'string') throw new Error('no entry');
        const { key, value, expireMs } = decoded.entry;
        const entry = expected.get(`${decoded.db} ${encodeBase64(key)}`);
        expect(told(value, entry?.value)).toEqual(entry?.value);
        // JSON rounds a number that is too large for it.
        expect(expireMs === null ? null : Number(expireMs)).toBe(entry?.expire_ms);
      }
    },
  );
});

/** Where the records of the undamaged source stand. */
function sourceSpans(source: string): readonly (readonly [number, number])[] {
  if (source.endsWith('.aof')) {
    const { commands } = readAikvJson(`${source}.expected.json`) as { commands: [number, number][] };
    return commands.map(([from, to]) => [from, to]);
  }
  const { items } = readAikvJson(`${source}.offsets.json`) as {
    items: { k: string; s: number; e: number }[];
  };
  return items.filter(({ k }) => k === 'key').map(({ s, e }) => [s, e]);
}

describe('damaged files', () => {
  test.each(cases(({ isDamaged }) => isDamaged))('%s: what survives is found', async (_, fixture) => {
    const bytes = fixture.bytes();
    const { index } = await scan(bytes, fixture.name);
    const original = readAikvFixture(fixture.source as string);
    const spans = sourceSpans(fixture.source as string);
    const held = recordsOf(index).filter(({ row }) => !index.rows.hasFlag(row, EMBEDDED));
    const contents = held.map(({ at, size }) => encodeBase64(bytes.subarray(at, at + size)));
    const missing: number[] = [];
    let from = 0;
    for (const [first, last] of fixture.intact) {
      for (let i = first; i <= last; i++) {
        const [start, end] = spans[i] as readonly [number, number];
        const at = contents.indexOf(encodeBase64(original.subarray(start, end)), from);
        if (at < 0) missing.push(i);
        else from = at + 1;
      }
    }
    expect(missing).toEqual([]);
  });
});
