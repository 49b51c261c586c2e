import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { emberFixtures, readFixture } from '../../test/support/emberFixtures.ts';
import { keyFixtures } from '../../test/support/keyFixtures.ts';
import { encodeUtf8 } from './bytes/utf8.ts';
import { DETECT_BYTES, type Detected, detectFormat, kindOfName, shardOfName } from './detect.ts';
import { writeAofHeader } from './ember/aof.ts';
import { writeSnapshotHeader } from './ember/snapshot.ts';

const detect = (bytes: Uint8Array, name: string): Detected =>
  detectFormat(bytes.subarray(0, DETECT_BYTES), bytes.length, name);
const text = (content: string, name = 'file'): string => detect(encodeUtf8(content), name).format;

describe('the fixtures', () => {
  test.each(emberFixtures().map((fixture) => [fixture.path, fixture] as const))('%s', (_, fixture) => {
    const bytes = fixture.bytes();
    const named = fixture.name.endsWith('.aof') ? 'aof' : 'snapshot';
    const magic = Buffer.from(bytes.subarray(0, 4)).toString('latin1');
    const expected = magic === 'EAOF' ? 'aof' : magic === 'ESNP' ? 'snapshot' : named;
    const by = magic === 'EAOF' || magic === 'ESNP' ? 'content' : 'name';
    expect(detect(bytes, fixture.name)).toEqual({ format: expected, by });
    // Under a name that says nothing the content alone decides.
    if (by === 'content') expect(detect(bytes, 'backup.bin')).toEqual({ format: expected, by });
  });

  test.each(
    keyFixtures()
      .filter((each) => each.ok)
      .map((each) => [each.path]),
  )('%s is a key file', (path) => {
    expect(detect(readFixture(path), 'anything')).toEqual({ format: 'key-file' });
  });

  test.each(
    keyFixtures()
      .filter((each) => !each.ok)
      .map((each) => [each.path]),
  )('%s is none', (path) => {
    expect(detect(readFixture(path), 'anything')).toEqual({ format: 'unknown' });
  });
});

describe('Redis-compatible files', () => {
  const folder = new URL('../../test/fixtures/redis/', import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  test.each(files.filter((path) => path.endsWith('.rdb')).map((path) => [path]))('%s', (path) => {
    const bytes = readFixture(`../redis/${path}`);
    const isRdb = /^(REDIS|VALKEY)\d{3}/.test(Buffer.from(bytes.subarray(0, 9)).toString('latin1'));
    expect(detect(bytes, path).format === 'rdb').toBe(isRdb);
  });

  test.each([
    ['REDIS0011\u00fa', 'rdb'],
    ['REDIS0001', 'rdb'],
    ['VALKEY080', 'rdb'],
    ['*3\r\n$3\r\nSET\r\n', 'resp'],
    ['#TS:1700000000\r\n*1\r\n', 'resp'],
    ['file appendonly.aof.1.base.rdb seq 1 type b\n', 'aof-manifest'],
    ['# by hand\n\nfile "a b.aof.1.incr.aof" seq 1 type i\n', 'aof-manifest'],
    ['# a note', 'unknown'],
    ['REDIS', 'unknown'],
    ['*3\n$3\n', 'unknown'],
    ['#TS:', 'unknown'],
  ])('%j: %s', (content, format) => {
    expect(text(content)).toBe(format);
  });

  test('the content wins over ember’s file name', () => {
    expect(text('REDIS0011', 'shard-0.snap')).toBe('rdb');
    expect(text('REDIS0011', 'shard-0.aof')).toBe('rdb-preamble');
    expect(text('*1\r\n$4\r\nPING\r\n', 'appendonly.aof')).toBe('resp');
  });
});

describe('key files', () => {
  const hex = '0123456789abcdef'.repeat(4);
  test.each([
    ['bare', hex],
    ['a newline', `${hex}\n`],
    ['white space on both sides', `  \r\n\t${hex}  \r\n`],
    ['a plus sign that ember takes for a digit', `+${hex.slice(1)}`],
    ['any 32 bytes', 'x'.repeat(32)],
  ])('%s', (_, content) => {
    expect(text(content)).toBe('key-file');
  });
  test.each([
    ['a digest with its file name behind', `${hex}  shard-0.aof\n`],
    ['more than 64 digits', `${hex}00`],
    ['a long text that begins with 64 digits', `${hex}\n${'log line\n'.repeat(100)}`],
    ['64 digits with more behind than is looked at', `${hex}${' '.repeat(300)}x`],
    ['31 bytes', 'x'.repeat(31)],
  ])('%s is none', (_, content) => {
    expect(text(content)).toBe('unknown');
  });
  test('a log of 32 bytes is a log, also with a damaged magic under its name', () => {
    const log = new Uint8Array(32);
    log.set(writeAofHeader(2));
    expect(detect(log, 'x')).toEqual({ format: 'aof', by: 'content' });
    log[0] = 0;
    expect(detect(log, 'shard-0.aof')).toEqual({ format: 'aof', by: 'name' });
    expect(detect(log, 'x')).toEqual({ format: 'key-file' });
  });
});

test.each([
  ['nothing', '', 'notes.txt', 'empty'],
  ['nothing, under a log’s name', '', 'shard-0.aof', 'aof'],
  ['text', 'hello, world', 'notes.txt', 'unknown'],
  ['a cut magic', 'EAO', 'x', 'unknown'],
  ['a cut magic under a snapshot’s name', 'ESN', 'shard-0.snap', 'snapshot'],
])('%s', (_, content, name, format) => {
  expect(text(content, name)).toBe(format);
});

test('a header alone is enough, whatever the name', () => {
  expect(detect(writeAofHeader(9), 'a.snap')).toEqual({ format: 'aof', by: 'content' });
  expect(detect(writeSnapshotHeader(1, 0, 0), 'a.aof')).toEqual({ format: 'snapshot', by: 'content' });
});

test('kindOfName', () => {
  const names = [
    'shard-0.aof',
    'SHARD-0.AOF',
    'x.aof.tmp',
    'shard-0.snap',
    'a.snap.tmp',
    'aof',
    'x.aof.bak',
    'x.rdb',
    '',
  ];
  expect(names.map(kindOfName)).toEqual([
    'aof',
    'aof',
    'aof',
    'snapshot',
    'snapshot',
    null,
    null,
    null,
    null,
  ]);
});

test('shardOfName', () => {
  const shards: readonly (readonly [string, number | null])[] = [
    ['shard-0.aof', 0],
    ['shard-7.snap', 7],
    ['shard-7.snap.tmp', 7],
    ['shard-65535.snap', 65_535],
    ['shard-65536.snap', null],
    ['shard-99999.snap', null],
    ['shard-.aof', null],
    ['shard--1.aof', null],
    ['xshard-1.aof', null],
    ['shard-1.aof.bak', null],
    ['shard-1', null],
  ];
  for (const [name, shard] of shards) expect([name, shardOfName(name)]).toEqual([name, shard]);
});
