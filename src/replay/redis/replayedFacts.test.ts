/* What is said of the keys of a RESP log, and their lanes. */
import { describe, expect, test } from 'vitest';
import { scanBytes } from '../../../test/support/scanning.ts';
import { keyId } from '../../base/index.ts';
import { encodeUtf8, writeCommand } from '../../codec/index.ts';
import { computeKeyFacts, findLosses } from '../format.ts';
import { KeyHistory } from '../keyHistory.ts';
import { nameOfKey } from '../keyName.ts';
import { KeyFate } from '../keyOutline.ts';
import { Lanes, MARK_KINDS } from '../lane.ts';
import { Moves } from '../moves.ts';
import { Taint } from '../taint.ts';
import { sizeOf } from '../value.ts';

const NOW = 1_700_000_000_000n;
const FATES = Object.fromEntries(Object.entries(KeyFate).map(([name, fate]) => [fate, name]));
const TAINTS = Object.fromEntries(Object.entries(Taint).map(([name, taint]) => [taint, name]));

const resp = (...lines: readonly string[]): Uint8Array =>
  Uint8Array.from(
    Buffer.concat(lines.map((line) => (line.startsWith('!') ? encodeUtf8(line) : command(line)))),
  );
const command = (line: string): Uint8Array => writeCommand(line.split(' ').map(encodeUtf8));

async function factsOf(...lines: readonly string[]) {
  const { source, index } = await scanBytes(resp(...lines), { name: 'appendonly.aof' });
  const facts = await computeKeyFacts({ log: { source, index }, snapshot: null }, { nowMs: NOW });
  if (facts === null) throw new Error('cancelled');
  const told: Record<string, readonly unknown[]> = {};
  for (let id = 0; id < facts.keys.size; id++) {
    const key = keyId(id);
    const name = `${facts.keys.databaseOf(key)}:${Buffer.from(facts.keys.bytesOf(key)).toString()}`;
    told[name] = [
      FATES[facts.outline.fate[id] as number],
      TAINTS[facts.taint[id] as number],
      facts.totals.operations[id],
    ];
  }
  return { told, facts, index, source };
}

describe('what became of each key', () => {
  test('by what the commands do, in each database', async () => {
    const { told } = await factsOf(
      'SET a 1',
      'MSET b 1 c 2',
      'DEL b',
      'SELECT 3',
      'SET a x PXAT 1',
      'RPUSH l 1',
      'LPOP l',
      'SET from v',
      'RENAME from to',
      'XADD s * f v',
      'BRANDNEW thing 1',
      'EXPIRE nowhere 5',
    );
    expect(told).toEqual({
      '0:a': ['alive', 'exact', 1],
      '0:b': ['deleted', 'exact', 2],
      '0:c': ['alive', 'exact', 1],
      '3:a': ['expired', 'exact', 1],
      '3:l': ['emptied', 'exact', 2],
      '3:from': ['renamed', 'exact', 2],
      '3:to': ['alive', 'exact', 1],
      '3:s': ['unclear', 'unknown', 1],
      '3:thing': ['unclear', 'unknown', 1],
      '3:nowhere': ['never', 'exact', 1],
    });
  });

  test('a loss puts all in doubt, until a command sets a key anew', async () => {
    const { told } = await factsOf(
      'SET a 1',
      'SET b 1',
      'SET c 1',
      '!garbage\r\n',
      'SET a 2',
      'INCR b',
      'INCR new',
    );
    // Behind the damage the database may be another one.
    expect(told).toEqual({
      '0:a': ['alive', 'stale', 2],
      '0:b': ['alive', 'stale', 2],
      '0:c': ['alive', 'stale', 1],
      '0:new': ['alive', 'unknown', 1],
    });
    const selected = await factsOf('SET a 1', 'SET b 1', '!garbage\r\n', 'SELECT 0', 'SET a 2', 'DEL b');
    expect(selected.told).toMatchObject({ '0:a': ['alive', 'exact', 2], '0:b': ['deleted', 'exact', 2] });
  });

  test('FLUSHALL removes what is there, and ends the doubt of it', async () => {
    const { told } = await factsOf('SET a 1', 'SELECT 1', 'SET b 1', 'PFADD p x', 'FLUSHALL', 'SET b 2');
    expect(told).toEqual({
      '0:a': ['deleted', 'exact', 1],
      '1:b': ['alive', 'exact', 2],
      '1:p': ['deleted', 'exact', 1],
    });
  });

  test('SWAPDB turns the databases round', async () => {
    const { facts } = await factsOf('SET a 1', 'SELECT 1', 'SET b 2', 'SWAPDB 0 1');
    const there = Array.from({ length: facts.keys.size }, (_, id) => nameOfKey(facts.keys, keyId(id))).filter(
      (name) => facts.replayed?.get(name) !== undefined,
    );
    expect(there).toHaveLength(2);
  });
});

describe('lanes', () => {
  const lane = async (database: number, key: string, ...lines: readonly string[]) => {
    const { source, index } = await scanBytes(resp(...lines), { name: 'appendonly.aof' });
    const moves = await Moves.read(source, index);
    const lanes = new Lanes(index, moves);
    const id = index.keys.find(encodeUtf8(key), database);
    if (id === null) throw new Error('no such key');
    const made = lanes.laneOf(id);
    const history = new KeyHistory(source, lanes, made, { nowMs: NOW });
    const { sizes } = await history.states();
    const sums: (number | null)[] = [];
    for (let mark = 0; mark < made.rows.length; mark++) {
      sums.push(await history.at(mark, ({ after }) => (after === null ? null : sizeOf(after.value))));
    }
    expect(sums.map((size) => size ?? Number.NaN)).toEqual([...sizes]);
    return [...made.rows].map((row, mark) => [row, MARK_KINDS[made.kinds[mark] ?? 0], sums[mark]]);
  };

  test('a key is followed in its own database', async () => {
    const log = ['SET k a', 'SELECT 1', 'SET k bcd', 'APPEND k e', 'SELECT 0', 'DEL k'];
    expect(await lane(0, 'k', ...log)).toEqual([
      [0, 'write', 1],
      [5, 'delete', null],
    ]);
    expect(await lane(1, 'k', ...log)).toEqual([
      [2, 'write', 3],
      [3, 'write', 4],
    ]);
  });

  test('commands that name it second, and those that empty its database, are marks of it', async () => {
    const log = ['MSET a 1 b 22', 'APPEND b 3', 'DEL a b', 'SET b x', 'FLUSHDB', 'SET b yy'];
    expect(await lane(0, 'b', ...log)).toEqual([
      [0, 'write', 2],
      [1, 'write', 3],
      [2, 'delete', null],
      [3, 'write', 1],
      [4, 'delete', null],
      [5, 'write', 2],
    ]);
  });

  test('behind a loss it is in doubt, until a command sets it anew', async () => {
    const log = ['SET a 1', '!garbage\r\n', 'INCR a', 'SELECT 0', 'SET a 9', 'XADD a * f v'];
    const { source, index } = await scanBytes(resp(...log), { name: 'appendonly.aof' });
    const lanes = new Lanes(
      index,
      await Moves.read(source, index),
      undefined,
      await findLosses({ source, index }),
    );
    const id = index.keys.find(encodeUtf8('a'));
    if (id === null) throw new Error('no such key');
    const { doubts } = await new KeyHistory(source, lanes, lanes.laneOf(id), { nowMs: NOW }).states();
    // From the loss to the SET; and from the command on that is not replayed.
    expect(doubts.map(({ taint, fromRow, toRow }) => [TAINTS[taint], fromRow, toRow])).toEqual([
      ['stale', 1, 4],
      ['stale', 5, 6],
    ]);
  });

  test('through RENAME, and with what came from another list', async () => {
    const renamed = ['RPUSH old 1 2', 'RENAME old new', 'RPUSH new 3'];
    expect(await lane(0, 'new', ...renamed)).toEqual([
      [0, 'write', 2],
      [1, 'move', 2],
      [2, 'write', 3],
    ]);
    const moved = ['RPUSH a 1 2', 'RPUSH b 9', 'RPOPLPUSH a b', 'LTRIM b 0 0'];
    expect(await lane(0, 'b', ...moved)).toEqual([
      [1, 'write', 1],
      [2, 'write', 2],
      [3, 'remove', 1],
    ]);
  });
});
