import { describe, expect, test } from 'vitest';
import { emberFixtures } from '../../../test/support/emberFixtures.ts';
import { ALL, layoutOfEntry, layoutOfRecord, spansFault } from '../../../test/support/layouts.ts';
import { crc32 } from '../bytes/crc32.ts';
import { encodeUtf8 } from '../bytes/utf8.ts';
import { writeRecord, writeRecordContent } from '../ember/aof.ts';
import { readHeader } from '../ember/header.ts';
import { AOF_PROGRAM, entryStart, SNAPSHOT_PROGRAM } from '../ember/programs.ts';
import { recordSpec } from '../ember/records.ts';
import { LayoutBuilder, wholeLayout } from './layout.ts';
import { RecordWalker } from './walk.ts';

/** The fields of every record of a plaintext log or snapshot without damage. */
function* recordsOf(
  bytes: Uint8Array,
): Generator<{ readonly bytes: Uint8Array; readonly layout: LayoutBuilder }> {
  const header = readHeader(bytes, bytes[1] === 0x41 ? 'aof' : 'snapshot');
  if (header.outcome !== 'ok') throw new Error('no header');
  const isLog = header.entryCount === null;
  const walker = new RecordWalker(isLog ? AOF_PROGRAM : SNAPSHOT_PROGRAM);
  let at = header.length;
  for (let entry = 0; isLog ? at < bytes.length : entry < (header.entryCount ?? 0); entry++) {
    if (isLog) walker.start(AOF_PROGRAM.entryOf[bytes[at] as number] as number, at + 1);
    else walker.start(entryStart(header.version), at);
    walker.run(bytes, bytes.length, bytes.length);
    const record = bytes.subarray(at, walker.position + (isLog ? 4 : 0));
    yield { bytes: record, layout: isLog ? layoutOfRecord(record) : layoutOfEntry(record, header.version) };
    at += record.length;
  }
}

const intact = emberFixtures().filter(({ set, name, path }) => {
  // The two megabytes of mixed commands hold nothing that the small files don't.
  return (
    set === 'intact' &&
    !name.startsWith('enc-') &&
    !path.includes('data-enc') &&
    !name.startsWith('realistic')
  );
});

describe('the spans of every record of an intact file tile it', () => {
  test.each(intact.map((fixture) => [fixture.path, fixture] as const))('%s', (_, fixture) => {
    let records = 0;
    for (const { bytes, layout } of recordsOf(fixture.bytes())) {
      expect(spansFault(layout.spans, bytes.length)).toBeNull();
      expect(new Set(layout.spans.map((span) => span.path)).size).toBe(layout.spans.length);
      expect(layout).toMatchObject({ whole: true, omitted: 0, at: bytes.length });
      records++;
    }
    expect(records).toBe(fixture.expected().records?.length);
  });
});

describe('named cases', () => {
  const paths = (layout: LayoutBuilder): string[] =>
    layout.spans.map((span) => `${span.path}@${span.at}+${span.length}`);

  test('SET', () => {
    const bytes = writeRecord({
      type: 'SET',
      key: encodeUtf8('k1'),
      value: encodeUtf8('abc'),
      expire_ms: -1n,
    });
    const layout = layoutOfRecord(bytes);
    expect(paths(layout)).toEqual([
      'tag@0+1',
      'key.length@1+4',
      'key@5+2',
      'value.length@7+4',
      'value@11+3',
      'expire_ms@14+8',
      'crc32@22+4',
    ]);
    expect(layout.spans.map((span) => span.role)).toEqual([
      'tag',
      'length',
      'key',
      'length',
      'value',
      'number',
      'checksum',
    ]);
    expect(crc32(bytes, 0, 22)).toBe(new DataView(bytes.buffer, bytes.byteOffset).getUint32(22, true));
  });

  test('ZADD lists each member with its score, one deep', () => {
    const bytes = writeRecordContent({
      type: 'ZADD',
      key: encodeUtf8('z'),
      members: [
        { score: 0n, member: encodeUtf8('a') },
        { score: 1n, member: encodeUtf8('bc') },
      ],
    });
    const layout = layoutOfRecord(bytes, ALL, false);
    expect(paths(layout).slice(3)).toEqual([
      'members.count@6+4',
      'members[0].score@10+8',
      'members[0].member.length@18+4',
      'members[0].member@22+1',
      'members[1].score@23+8',
      'members[1].member.length@31+4',
      'members[1].member@35+2',
    ]);
    expect(layout.spans.filter((span) => span.depth === 1).length).toBe(6);
  });

  test('elements past the limit are counted, and what follows them is not placed', () => {
    const values = Array.from({ length: 10 }, (_, i) => Uint8Array.of(i));
    const layout = layoutOfRecord(writeRecord({ type: 'RPUSH', key: encodeUtf8('l'), values }), 3);
    expect(layout.omitted).toBe(7);
    expect(layout.whole).toBe(false);
    expect(layout.spans.at(-1)?.path).toBe('values[2]');
  });

  test('a vector of dimension 0 has an empty span', () => {
    const bytes = writeRecordContent({
      type: 'VADD',
      key: encodeUtf8('v'),
      element: encodeUtf8('e'),
      vector: new Uint32Array(0),
      metric: 0,
      quantization: 0,
      connectivity: 16,
      expansion_add: 64,
    });
    expect(paths(layoutOfRecord(bytes, ALL, false)).slice(5, 8)).toEqual([
      'vector.dim@11+4',
      'vector@15+0',
      'metric@15+1',
    ]);
  });

  test('bytes that are not at hand end the layout without a cut', () => {
    const bytes = writeRecord({
      type: 'SET',
      key: encodeUtf8('k'),
      value: new Uint8Array(50),
      expire_ms: 0n,
    });
    const firstOnly = {
      length: bytes.length,
      u32: (at: number) => (at < 6 ? wholeLayout(bytes).u32(at) : null),
    };
    const layout = new LayoutBuilder(firstOnly, 1, ALL);
    layout.fields(recordSpec(1)?.fields ?? []);
    expect(layout.spans.map((span) => [span.path, span.cut])).toEqual([
      ['key.length', false],
      ['key', false],
      ['value.length', false],
    ]);
    expect(layout.whole).toBe(false);
  });
});
