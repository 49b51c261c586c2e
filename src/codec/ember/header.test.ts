import { describe, expect, test } from 'vitest';
import { writeAofHeader } from './aof.ts';
import { type Header, hasMagic, magicAt, readHeader } from './header.ts';
import { ENTRY_COUNT_AT, writeSnapshotHeader } from './snapshot.ts';

const log = (version: number): Header => readHeader(writeAofHeader(version), 'aof');
const snapshot = (version: number): Header => readHeader(writeSnapshotHeader(version, 1, 2), 'snapshot');

describe('a log’s header', () => {
  test.each([1, 2, 3])('version %i', (version) => {
    expect(log(version)).toEqual({
      outcome: 'ok',
      version,
      encrypted: version === 3,
      length: 5,
      shardId: null,
      entryCount: null,
    });
  });
  test.each([0, 1, 2, 3, 4])(
    'cut to %i bytes it is short, also where what is there is no magic',
    (length) => {
      expect(readHeader(writeAofHeader(2).subarray(0, length), 'aof')).toEqual({
        outcome: 'short',
        needed: 5,
      });
      if (length < 4)
        expect(readHeader(new Uint8Array(length).fill(120), 'aof')).toEqual({ outcome: 'short', needed: 5 });
    },
  );
  test('another magic is refused before the version is looked at', () => {
    expect(readHeader(writeSnapshotHeader(99, 0, 0), 'aof')).toEqual({
      outcome: 'bad',
      reason: 'magic',
      version: null,
    });
    expect(readHeader(Uint8Array.from(Buffer.from('eaof\u0002')), 'aof')).toMatchObject({ reason: 'magic' });
  });
  test.each([4, 99, 255])('version %i is newer than any known', (version) => {
    expect(log(version)).toEqual({ outcome: 'bad', reason: 'newer-version', version });
  });
  test('version 0 never was', () => {
    expect(log(0)).toEqual({ outcome: 'bad', reason: 'version-0', version: 0 });
  });
});

describe('a snapshot’s header', () => {
  test.each([1, 2, 3])('version %i, with the largest shard and count', (version) => {
    expect(readHeader(writeSnapshotHeader(version, 65_535, 0xffff_ffff), 'snapshot')).toEqual({
      outcome: 'ok',
      version,
      encrypted: version === 3,
      length: 11,
      shardId: 65_535,
      entryCount: 0xffff_ffff,
    });
  });
  test('the count stands where a writer patches it', () => {
    const header = writeSnapshotHeader(2, 0, 0);
    new DataView(header.buffer, header.byteOffset).setUint32(ENTRY_COUNT_AT, 77, true);
    expect(readHeader(header, 'snapshot')).toMatchObject({ shardId: 0, entryCount: 77 });
  });
  test.each([0, 3, 4, 5, 6, 7, 10])('cut to %i bytes it is short', (length) => {
    expect(readHeader(writeSnapshotHeader(2, 0, 0).subarray(0, length), 'snapshot')).toEqual({
      outcome: 'short',
      needed: 11,
    });
  });
  test('a bad version is refused although the rest is missing', () => {
    expect(readHeader(writeSnapshotHeader(9, 0, 0).subarray(0, 5), 'snapshot')).toMatchObject({ version: 9 });
    expect(snapshot(0)).toMatchObject({ reason: 'version-0' });
    expect(snapshot(4)).toMatchObject({ reason: 'newer-version' });
  });
  test('in a view of a larger buffer', () => {
    const buffer = new Uint8Array(20);
    buffer.set(writeSnapshotHeader(2, 513, 7), 6);
    expect(readHeader(buffer.subarray(6), 'snapshot')).toMatchObject({ shardId: 513, entryCount: 7 });
  });
});

test('a magic is recognised anywhere, and only whole', () => {
  const bytes = Uint8Array.from(Buffer.from('..EAOFESNPEAO'));
  expect([0, 2, 6, 10].map((at) => magicAt(bytes, at))).toEqual([null, 'aof', 'snapshot', null]);
  expect(hasMagic(bytes, 2, 'snapshot')).toBe(false);
});
