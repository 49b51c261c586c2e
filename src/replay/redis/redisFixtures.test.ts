/* Logs that Redis wrote, replayed, against what Redis itself held after it had loaded them. */

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openFile } from '../../../test/support/openFile.ts';
import { decodeBase64, f64FromBits, memorySource } from '../../codec/index.ts';
import { createIndex, decodeAny, eachRow, scanFile } from '../../scan/index.ts';
import { applyRow } from '../applyRow.ts';
import { keyName } from '../keyName.ts';
import type { Keyspace } from '../keyspace.ts';
import { nearKeyspace } from '../nearValues.ts';
import { RangedKeyspace } from '../rangedKeyspace.ts';
import { textOf } from '../text.ts';
import type { Held } from '../value.ts';

const ROOT = new URL('../../../test/fixtures/redis/redis/aof/', import.meta.url);

interface ExpectedKey {
  readonly key: string;
  readonly type: string;
  readonly expire_ms?: number | null;
  readonly value: unknown;
}

const expectedIn = (path: string): ReadonlyMap<string, ExpectedKey> => {
  const { dbs } = JSON.parse(readFileSync(new URL(path, ROOT), 'utf8')) as {
    readonly dbs: Readonly<Record<string, { readonly entries: readonly ExpectedKey[] }>>;
  };
  return new Map(
    Object.entries(dbs).flatMap(([db, { entries }]) =>
      entries.map((entry) => [keyName(text(entry.key), Number(db)), entry] as const),
    ),
  );
};

const bytes = (base64: string): Uint8Array => decodeBase64(base64) ?? new Uint8Array(0);
/** What is no text reads alike on both sides. */
const text = (base64: string): string => textOf(bytes(base64));

async function replay(paths: readonly string[]): Promise<Keyspace> {
  const keyspace = new RangedKeyspace();
  for (const path of paths) {
    const source = memorySource(new Uint8Array(readFileSync(new URL(path, ROOT))));
    const index = createIndex(source, await openFile(source, 'appendonly.aof'), 'appendonly.aof', null);
    await scanFile(source, index);
    // AiKv refuses arguments that are no text; Redis does not.
    keyspace.open({ source, index }, null);
    await eachRow(source, index, { from: 0, to: index.rows.length }, (row, content) => {
      const decoded = content === null ? null : decodeAny(content, index, row);
      if (content === null || decoded === null) return true;
      const wait = keyspace.begin(decoded, row, content);
      if (wait !== null) return wait;
      applyRow(keyspace, decoded, 0n);
      return true;
    });
  }
  return nearKeyspace(keyspace);
}

function plain({ value }: Held): unknown {
  switch (value.type) {
    case 'string':
      return [...value.bytes];
    case 'list':
      return Array.from(value.items, (item) => [...item]);
    case 'set':
      return [...value.members].sort();
    case 'hash':
      return [...value.fields].map(([field, each]) => [field, ...each]).sort();
    case 'zset':
      return [...value.members.values()].map(({ member, score }) => [member, f64FromBits(score)]).sort();
    default:
      return null;
  }
}

const isDigest = ({ type, value }: ExpectedKey): boolean => type === 'string' && typeof value !== 'string';

function wanted({ type, value }: ExpectedKey): unknown {
  if (type === 'string') return [...bytes(value as string)];
  const items = value as readonly (string | readonly [string, string])[];
  const pairs = items as readonly (readonly [string, string])[];
  if (type === 'list') return items.map((item) => [...bytes(item as string)]);
  if (type === 'set') return items.map((item) => text(item as string)).sort();
  if (type === 'hash') return pairs.map(([field, each]) => [text(field), ...bytes(each)]).sort();
  return pairs.map(([member, score]) => [text(member), Number(score.replace('inf', 'Infinity'))]).sort();
}

test.each([
  ['legacy/appendonly-2.8.24.aof.expected.json', ['legacy/appendonly-2.8.24.aof']],
  ['legacy/appendonly-6.2.14.aof.expected.json', ['legacy/appendonly-6.2.14.aof']],
  ['never-rewritten/expected.json', ['never-rewritten/appendonlydir/appendonly.aof.1.incr.aof']],
  [
    'preamble-no/expected.json',
    [
      'preamble-no/appendonlydir/appendonly.aof.2.base.aof',
      'preamble-no/appendonlydir/appendonly.aof.2.incr.aof',
    ],
  ],
] as const)('%s', async (path, logs) => {
  const keyspace = await replay(logs);
  const keys = expectedIn(path);
  let compared = 0;
  for (const [name, expected] of keys) {
    if (keyspace.unclear.has(name)) continue;
    const held = keyspace.get(name);
    expect([name, held?.value.type]).toEqual([name, expected.type]);
    // The values of large keys are told by their digests alone.
    if (held === undefined || isDigest(expected)) continue;
    expect([name, plain(held)]).toEqual([name, wanted(expected)]);
    const { expire_ms: at } = expected;
    if (at !== undefined) expect([name, held.expireAtMs]).toEqual([name, at === null ? null : BigInt(at)]);
    compared++;
  }
  for (const name of keyspace.keys.keys()) {
    if (!keyspace.unclear.has(name)) expect([name, keys.has(name)]).toEqual([name, true]);
  }
  // Streams and HyperLogLogs are not replayed; all else is.
  expect([...keyspace.unclear].filter((name) => keys.get(name)?.type !== 'stream').length).toBeLessThan(12);
  expect(compared).toBeGreaterThan(keys.size * 0.85);
});
