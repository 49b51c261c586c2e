import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { buildLog } from '../../test/support/buildFiles.ts';
import { readFixture } from '../../test/support/emberFixtures.ts';
import { scanBytes } from '../../test/support/scanning.ts';
import { rowIndex } from '../base/index.ts';
import { crc32, DEFAULT_READER, encodeUtf8, formatOffset, readKeyFile } from '../codec/index.ts';
import type { RepairPlan, RepairPreset } from '../repair/index.ts';
import type { SaveProgress, ShardService } from './api.ts';
import { createShardService } from './shardService.ts';

const ALONE = { reader: DEFAULT_READER, partner: null };

const fileOf = (path: string): File =>
  new File([readFixture(path) as Uint8Array<ArrayBuffer>], path.replace(/^.*\//, ''));
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const nothing = (): void => undefined;

/** A session with the file open and scanned. */
async function scanned(path: string, key: Uint8Array | null = null) {
  const session = createShardService();
  const summary = await session.open(fileOf(path));
  const report = await session.scan(key, nothing);
  return { session, summary, report };
}

async function planOf(session: ShardService, preset: RepairPreset): Promise<RepairPlan> {
  const { plan, impossible } = await session.planRepair(preset, ALONE);
  expect(impossible).toBeNull();
  return plan;
}

/** What the page gets from the browser's dialog: a file that is there whole once it is closed, or not at all. */
function target(onWrite: (bytes: Uint8Array) => void = nothing) {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  const state = { closed: false, aborted: false };
  const handle = {
    createWritable: async () => ({
      write: async (chunk: Uint8Array) => {
        onWrite(chunk);
        chunks.push(chunk.slice());
      },
      close: async () => {
        state.closed = true;
      },
      abort: async () => {
        state.aborted = true;
      },
    }),
    getFile: async () => new File(state.closed ? chunks : [], 'copy.aof'),
  } as unknown as FileSystemFileHandle;
  const bytes = (): Uint8Array => Uint8Array.from(chunks.flatMap((chunk) => [...chunk]));
  return { handle, state, bytes };
}

describe('a file with one flipped bit', () => {
  const path = 'damaged/flip-value.aof';

  test('is counted so that the numbers add up', async () => {
    const { report } = await scanned(path);
    expect(report).toMatchObject({
      phase: 'done',
      recordsBeforeFault: 33,
      recordsHeld: 75,
      recordsDamaged: 1,
      rowsFixable: 1,
      recordsDoubtful: 0,
      recordsLocked: 0,
      firstDamage: 34,
    });
  });

  test('tells what would put it right, in the field that it is in', async () => {
    const { session } = await scanned(path);
    const detail = await session.detail(rowIndex(34));
    expect(detail?.row).toMatchObject({ fix: 'bit', finding: 'CRC fails', keyDerived: false });
    expect(detail?.fix).toMatchObject({
      field: { path: 'value', name: 'value' },
      now: 'Ɲ\\xb1',
      fixed: '東',
      reads: null,
      odds: '1 in 3.6 million',
    });
    expect(detail?.faults[0]?.cause).toContain('flipped bit');
  });

  test('is saved, read back and reported', async () => {
    const { session } = await scanned(path);
    const plan = await planOf(session, 'fix-bits');
    const { handle, state, bytes } = target();
    const stages: SaveProgress['stage'][] = [];
    const outcome = await session.save(plan, handle, ALONE, ({ stage }) => stages.push(stage));
    const original = readFixture(path);
    expect(state).toEqual({ closed: true, aborted: false });
    expect(outcome).toMatchObject({ verified: true, problem: null, recordsKept: 76, recordsPromised: 76 });
    expect(outcome.facts).toMatchObject({
      inputSha256: sha256(original),
      outputSha256: sha256(bytes()),
      inputSize: original.length,
      outputSize: original.length,
      recordsDropped: 0,
      effect: { spansDropped: 0, bytesChanged: 1, bytesAdded: 0 },
    });
    expect(outcome.facts?.effect.keysMended).toEqual({ count: 1, names: ['cache:page:v2:0000004'] });
    expect(new Set(stages)).toEqual(new Set(['reading', 'writing', 'checking', 'hashing', 'comparing']));
  });

  test('is not passed where the copy holds another value, though every record of it holds', async () => {
    const { session } = await scanned(path);
    const { handle, bytes } = target();
    handle.getFile = async () => {
      const other = bytes();
      // The first record's value begins with another byte, and its checksum is right again.
      const { index } = await scanBytes(other);
      const [from, to] = [index.rows.offset(rowIndex(1)), index.rows.offset(rowIndex(2))];
      const at = index.rows.size(rowIndex(1)) - 13;
      other[from + at] = (other[from + at] as number) ^ 1;
      new DataView(other.buffer).setUint32(to - 4, crc32(other, from, to - 4), true);
      return new File([other as Uint8Array<ArrayBuffer>], 'copy.aof');
    };
    const outcome = await session.save(await planOf(session, 'fix-bits'), handle, ALONE, nothing);
    expect(outcome).toMatchObject({ verified: false, recordsKept: 76, problem: { code: 'output-differs' } });
    expect(outcome.problem?.meaning).toContain('with another value');
  });

  test('leaves nothing behind when saving is stopped, or the disk is full', async () => {
    const { session } = await scanned(path);
    const plan = await planOf(session, 'fix-bits');
    const stopped = target(() => void session.cancelSave());
    expect((await session.save(plan, stopped.handle, ALONE, nothing)).problem?.code).toBe('save-cancelled');
    expect(stopped.state).toEqual({ closed: false, aborted: true });

    const full = target(() => {
      throw new DOMException('no room', 'QuotaExceededError');
    });
    const outcome = await session.save(plan, full.handle, ALONE, nothing);
    expect(outcome).toMatchObject({ verified: false, facts: null, problem: { code: 'disk-full' } });
    expect(full.state.aborted).toBe(true);
  });

  test('tells each step’s keys, and whether a plan reaches what stops the reader', async () => {
    const { session } = await scanned(path);
    const plan = await planOf(session, 'fix-bits');
    expect(await session.stepKeys(plan.steps)).toEqual([{ count: 1, names: ['cache:page:v2:0000004'] }]);
    expect(await session.changesRecordAt(plan, 2400)).toBe(true);
    expect(await session.changesRecordAt(plan, 2367)).toBe(false);
    const off = { ...plan, steps: plan.steps.map((step) => ({ ...step, on: false })) };
    expect(await session.changesRecordAt(off, 2400)).toBe(false);
  });
});

describe('plans as files', () => {
  test('are read back for the file that they were made for', async () => {
    const { session } = await scanned('damaged/flip-value.aof');
    const plan = await planOf(session, 'salvage');
    const text = await session.planFile(plan, nothing);
    const loaded = await session.loadPlan(text ?? '', nothing);
    expect(loaded).toMatchObject({ outcome: 'plan', preview: { recordsKept: 75 } });
  });

  test('are refused for any other, and say what differs', async () => {
    const made = (await scanned('damaged/flip-value.aof')).session;
    const text = (await made.planFile(await planOf(made, 'salvage'), nothing)) ?? '';
    // Of the same size, with another bit flipped.
    const other = (await scanned('damaged/flip-crc.aof')).session;
    const refused = await other.loadPlan(text, nothing);
    expect(refused).toMatchObject({ outcome: 'refused', problem: { code: 'plan-for-another-file' } });
    expect(refused.outcome === 'refused' && refused.problem.meaning).toContain('SHA-256');
    expect(await other.loadPlan('{}', nothing)).toMatchObject({
      outcome: 'refused',
      problem: { code: 'no-plan' },
    });
  });
});

describe('rows that a correction explains', () => {
  test('show what does not stand in the bytes as derived', async () => {
    const { session, report } = await scanned('damaged/flip-keylen-bit31.aof');
    const detail = await session.detail(rowIndex(report.firstDamage ?? 0));
    expect(detail?.row).toMatchObject({
      key: 'feature:flag:0000034:dac',
      keyDerived: true,
      typeDerived: false,
    });
    expect(detail?.fix).toMatchObject({
      field: { path: 'key.length' },
      lead: '',
      now: '2,147,483,672',
      fixed: '24',
    });
    expect(detail?.fix?.reads).toContain('SET feature:flag:0000034:dac {');
  });

  test('name the key of an entry, which has no checksum of its own', async () => {
    const { session, report } = await scanned('damaged/snap-flip-keylen.snap');
    const detail = await session.detail(rowIndex(report.firstDamage ?? 0));
    expect(detail?.row).toMatchObject({ type: 'gap', fix: 'bit' });
    expect(detail?.fix).toMatchObject({ now: '15', fixed: '13' });
    expect(detail?.fix?.reads).toContain('string str:15:jungle');
  });
});

describe('encrypted records in a log that began as plaintext', () => {
  const path = 'damaged/mixed-v2-then-encrypted-with-key.aof';
  const read = readKeyFile(readFixture('keys/key.hex'));
  const key = read.kind === 'key' ? read.key : new Uint8Array(32);

  test('are locked without the key, which is tried where the first of them is', async () => {
    const { session, report } = await scanned(path);
    expect(report).toMatchObject({ recordsHeld: 24, recordsLocked: 12 });
    expect(await session.tryKey(key)).toEqual({ outcome: 'fits' });
    expect(await session.tryKey(new Uint8Array(32))).toMatchObject({ outcome: 'does-not-fit' });
  });

  test('are opened with it', async () => {
    const { session, report } = await scanned(path, key);
    expect(report.recordsLocked).toBe(0);
    const detail = await session.detail(rowIndex(13));
    expect(detail).toMatchObject({ space: 'plain', fix: null, row: { sealed: true, type: 'SET' } });
  });
});

describe('a file that can’t be read', () => {
  test('that vanished is told as gone', async () => {
    const session = createShardService();
    const file = fileOf('damaged/flip-value.aof');
    await session.open(file);
    Object.defineProperty(file, 'slice', {
      value: () => ({ arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotReadableError')) }),
    });
    const report = await session.scan(null, nothing);
    expect(report).toMatchObject({ phase: 'failed', problem: { code: 'file-changed' } });
  });
});

test('a file that changes while its stream is read is told as that, with what was read', async () => {
  const session = createShardService();
  const file = fileOf('intact/base-small.aof');
  await session.open(file);
  let changed = false;
  const { slice } = file;
  Object.defineProperty(file, 'slice', {
    value: (...bounds: [number, number]) =>
      changed
        ? { arrayBuffer: () => Promise.reject(new DOMException('changed', 'NotReadableError')) }
        : slice.apply(file, bounds),
  });
  const report = await session.scan(null, () => {
    changed = true;
  });
  expect(report).toMatchObject({ phase: 'done', problem: { code: 'file-changed' } });
  expect(report.problem?.meaning).toContain('bytes that it had when it was opened');
});

describe('a file whose index may not grow', () => {
  test('is read as far as it fits, says so, and answers for that much', async () => {
    const { bytes, starts } = buildLog(
      Array.from({ length: 100_000 }, (_, i) => ({ type: 'DEL', key: encodeUtf8(`k${i}`) }) as const),
    );
    const session = createShardService();
    await session.open(new File([bytes as Uint8Array<ArrayBuffer>], 'shard-0.aof'));
    const whole = await session.scan(null, nothing);
    const report = await session.scan(null, nothing, whole.indexBytes / 2);
    const { rows } = report;
    expect(rows).toBeGreaterThan(10_000);
    expect(rows).toBeLessThan(100_000);
    const end = starts[rows - 1] as number;
    expect(report).toMatchObject({ phase: 'failed', recordsHeld: rows - 1, bytesScanned: end });
    expect(report.indexBytes).toBeLessThan(whole.indexBytes);
    expect(report.problem).toMatchObject({
      code: 'memory',
      where: expect.stringContaining(formatOffset(end)),
    });

    const [last] = await session.rows(rows - 1, 10);
    expect(last).toMatchObject({ row: rows - 1, key: `k${rows - 2}` });
    const found: number[] = [];
    await session.filterRows({ text: 'key:k77', caseSensitive: false }, (piece) => {
      found.push(...piece.found);
    });
    expect(found).toEqual([78]);
    // Keys that were noted for records that didn't come any more are none.
    expect(await session.keysReport(null, nothing)).toMatchObject({ keys: rows - 1 });
    expect((await session.scan(null, nothing)).phase).toBe('done');
  });
});

describe('a shard that is compacted', () => {
  const path = 'intact/data-plain/shard-0.aof';
  const snapshot = fileOf('intact/data-plain/shard-0.snap');
  const request = { reader: DEFAULT_READER, snapshot };

  test('is written as two files, which are read back and loaded', async () => {
    const { session } = await scanned(path);
    expect(await session.compactNames(snapshot)).toEqual({ snapshot: 'shard-0.snap', log: 'shard-0.aof' });
    const [one, two] = [target(), target()];
    const stages = new Set<string>();
    const outcome = await session.compact(request, { snapshot: one.handle, log: two.handle }, ({ stage }) =>
      stages.add(stage),
    );
    expect(outcome).toMatchObject({
      problem: null,
      files: null,
      facts: { entries: 67, keysBefore: 67, gained: 0, lost: 0, changed: 0, leftOut: { count: 0 } },
    });
    expect(outcome.facts?.outputs.map((file) => file.sha256)).toEqual([
      sha256(one.bytes()),
      sha256(two.bytes()),
    ]);
    expect(two.bytes().length).toBeLessThan(100);
    expect(stages).toEqual(new Set(['reading', 'writing', 'checking', 'hashing']));
  });

  test('comes as Blobs where nothing can be written, the same to the byte', async () => {
    const { session } = await scanned(path);
    const [one, two] = [target(), target()];
    await session.compact(request, { snapshot: one.handle, log: two.handle }, nothing);
    const { files } = await session.compact(request, null, nothing);
    const composed = new Uint8Array((await files?.snapshot.arrayBuffer()) ?? new ArrayBuffer(0));
    expect(Buffer.compare(composed, one.bytes())).toBe(0);
  });

  test('leaves nothing when it is stopped, or the disk of either file is full', async () => {
    const { session } = await scanned(path);
    const stopped = target();
    const stop = () => void session.cancelSave();
    const outcome = await session.compact(request, { snapshot: stopped.handle, log: target().handle }, stop);
    expect(outcome.problem?.code).toBe('save-cancelled');
    expect(stopped.state.closed).toBe(false);
    const full = (): never => {
      throw new DOMException('no room', 'QuotaExceededError');
    };
    for (const [one, two] of [
      [target(full), target()],
      [target(), target(full)],
    ] as const) {
      const failed = await session.compact(request, { snapshot: one.handle, log: two.handle }, nothing);
      expect(failed).toMatchObject({ facts: null, problem: { code: 'disk-full' } });
      expect([one.state, two.state]).toEqual([
        { closed: false, aborted: true },
        { closed: false, aborted: true },
      ]);
    }
  });

  test('is refused with the snapshot of another shard, or with what is none', async () => {
    const { session } = await scanned(path);
    const other = { ...request, snapshot: fileOf('intact/data-plain/shard-1.snap') };
    expect((await session.compact(other, null, nothing)).problem?.meaning).toContain('belong together');
    const none = { ...request, snapshot: fileOf('intact/data-plain/shard-1.aof') };
    expect((await session.compact(none, null, nothing)).problem?.code).toBe('no-snapshot');
  });
});
