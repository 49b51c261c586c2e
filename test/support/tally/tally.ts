/*
 * A format that nobody has, for the tests of what is promised to every format: "TALLY" and a line feed, then lines of
 * sixteen bytes, a name of six characters, a colon, a value of eight and a line feed. All that the program knows of it
 * is this object.
 */
import { type FileOffset, fileOffset, type RowIndex, rowIndex } from '../../../src/base/index.ts';
import { encodeUtf8, type Format, type Header, previewText, readExactly } from '../../../src/codec/index.ts';
import { NO_EXPIRY, NO_KEY, RowKind, RowStatus, SALVAGED } from '../../../src/columnar/index.ts';
import type { FieldView } from '../../../src/formats/index.ts';
import { plainRepair } from '../../../src/repair/index.ts';
import { redisReplay } from '../../../src/replay/index.ts';
import type { FileIndex } from '../../../src/scan/index.ts';

const MAGIC = encodeUtf8('TALLY\n');
const LINE = 16;
const NAME = 6;
const VALUE = 8;
const LINE_TAG = 7;
const SET = encodeUtf8('SET');

/** One line of such a file. */
export const tallyLine = (name: string, value: string): Uint8Array =>
  encodeUtf8(`${name.padEnd(NAME)}:${value.padEnd(VALUE)}\n`);

export const tallyFile = (...lines: readonly Uint8Array[]): Uint8Array<ArrayBuffer> =>
  Uint8Array.from([MAGIC, ...lines].flatMap((part) => [...part]));

const HEADER: Header = {
  outcome: 'ok',
  version: 1,
  encrypted: false,
  length: MAGIC.length,
  shardId: null,
  entryCount: null,
};

const begins = (head: Uint8Array): boolean => MAGIC.every((byte, i) => head[i] === byte);

const holds = (line: Uint8Array): boolean =>
  line.length === LINE &&
  line.every((byte, i) => (i === NAME ? byte === 0x3a : i === LINE - 1 ? byte === 0x0a : byte >= 0x20));

/** Without the spaces behind it. */
function trimmed(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0x20) end--;
  return bytes.subarray(0, end);
}

const nameOf = (line: Uint8Array): Uint8Array => trimmed(line.subarray(0, NAME));
const countOf = (line: Uint8Array): Uint8Array => trimmed(line.subarray(NAME + 1, LINE - 1));

/** Where its reader stops: at the first line that doesn't hold. */
function stopOf({ rows }: FileIndex): { readonly row: RowIndex; readonly at: FileOffset } | null {
  for (let row = 0; row < rows.length; row++) {
    const each = rowIndex(row);
    if (rows.kind(each) === RowKind.gap) return { row: each, at: rows.offset(each) };
  }
  return null;
}

const field = (path: string, role: FieldView['role'], offset: number, bytes: Uint8Array): FieldView => ({
  path,
  name: path,
  depth: 0,
  role,
  offset,
  length: bytes.length,
  text: previewText(bytes, 80),
  derived: null,
  hasValue: role === 'key' || role === 'value',
  bad: false,
});

export const tally: Format = {
  id: 'tally',
  kind: 'aof',
  label: 'tally',
  checksums: 'none',
  trailerBytes: 0,
  hasHeader: true,
  databases: false,
  server: 'Tally',
  readerChoice: false,
  countsEntries: false,
  sharded: false,
  alsoOf: null,
  stateNote: null,
  allOrNothing: false,

  recognise: ({ head }) => (begins(head) ? HEADER : null),
  async scan(source, index) {
    const size = source.size();
    index.rows.push(MAGIC.length, RowKind.header, 0, RowStatus.ok, NO_KEY);
    for (let at = MAGIC.length; at < size; at += LINE) {
      const line = await readExactly(source, at, Math.min(LINE, size - at));
      const flags = index.faults.length > 0 ? SALVAGED : 0;
      if (holds(line)) {
        const name = nameOf(line);
        const key = index.keys.intern(name, 0, name.length);
        index.pushRecord(at + LINE, LINE_TAG, RowStatus.ok, key, flags);
      } else {
        const row = rowIndex(index.rows.length);
        index.rows.push(at + line.length, RowKind.gap | flags, 0, RowStatus.gap, NO_KEY);
        index.addFault(row, 'damage', at, line.length, { kind: 'garbage', resumesAt: null });
      }
    }
    return 'done';
  },
  verdict(_, index) {
    const stop = stopOf(index);
    const stoppedAt = stop?.at ?? fileOffset(index.size);
    const records = stop === null ? index.rows.records : Math.max(0, stop.row - 1);
    return Promise.resolve({
      reader: null,
      readerLabel: 'Tally 1',
      records,
      applied: records,
      stoppedAt,
      error: stop === null ? null : `line ${records + 1} is smudged`,
      phase: stop === null ? null : 'record',
      silentlyDropped: 0,
      unreadTrailing: 0,
      abort: null,
    });
  },
  decode: (content) =>
    holds(content)
      ? { kind: 'command', args: [SET, nameOf(content), countOf(content)], key: nameOf(content), db: 0 }
      : null,
  describe: ({ length }) => ({
    title: 'A smudged line',
    evidence: `${length} bytes are no line.`,
    cause: null,
    consequence: 'Tally stops counting here.',
    suggestion: 'A repair takes the line out.',
  }),
  typeName: (tag) => (tag === LINE_TAG ? 'LINE' : undefined),
  values: () =>
    function* (content) {
      content.skip(NAME + 1);
      yield* content.text(VALUE, true);
    },
  expiries: () => ({ of: () => NO_EXPIRY, isAbsolute: () => false, inContent: () => null }),

  replay: { ...redisReplay, actOf: () => 'set', readMoves: () => Promise.resolve() },
  repair: plainRepair({ header: MAGIC, end: new Uint8Array(0) }),
  views: {
    line: (_, __, content) => ({
      summary: previewText(countOf(content), 80),
      ttlMs: null,
      ttlAbsolute: false,
      key: null,
      type: null,
    }),
    fields: (index, row, head) => ({
      fields:
        index.rows.kind(row) === RowKind.record
          ? [field('name', 'key', 0, nameOf(head)), field('count', 'value', NAME + 1, countOf(head))]
          : [field('bytes', 'opaque', 0, head)],
      omitted: 0,
      elements: null,
    }),
    tellsMarks: false,
    family: (tag) => (tag === LINE_TAG ? 'zset' : undefined),
    header: ({ version }) => `TALLY ${version}`,
    empty: null,
  },
};
