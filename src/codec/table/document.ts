/* Writes docs/format.md from the tables that the reader, the writer and the size walk are made of. */
import { assertNever } from '../../base/index.ts';
import { groupDigits } from '../display.ts';
import { AOF_HEADER_BYTES, AOF_MAGIC, CRC_BYTES } from '../ember/aof.ts';
import { FRAME_HEADER_BYTES, GCM_TAG_BYTES, KEY_BYTES, NONCE_BYTES } from '../ember/encryption.ts';
import { ENTRIES, ENTRY_KEY, MAX_ENTRY_TYPE } from '../ember/entries.ts';
import { ENCRYPTED_VERSION } from '../ember/header.ts';
import {
  MAX_COLLECTION_COUNT,
  MAX_FIELD_LENGTH,
  MAX_VECTOR_COUNT,
  MAX_VECTOR_DIMENSION,
  MAX_VECTOR_TOTAL,
} from '../ember/limits.ts';
import {
  READER_FEATURES,
  READER_VERSIONS,
  type ReaderFeature,
  type ReaderVersion,
  readerProfile,
} from '../ember/readers.ts';
import { MAX_TAG, RECORDS } from '../ember/records.ts';
import { ENTRY_COUNT_AT, FOOTER_BYTES, SNAPSHOT_HEADER_BYTES, SNAPSHOT_MAGIC } from '../ember/snapshot.ts';
import type { Field, I64Field } from './fields.ts';

/** One line of a layout: how many bytes, what they are called, how they are read, what they mean. */
type Line = readonly [bytes: string, name: string, type: string, description: string];

const HEAD = `| ${['Bytes', 'Name', 'Type', 'Description'].join(' | ')} |\n|---|---|---|---|`;

const layout = (lines: readonly Line[]): string =>
  [HEAD, ...lines.map((line) => `| ${line.join(' | ')} |`)].join('\n');

const MEANINGS: Readonly<Record<I64Field['meaning'], string>> = {
  number: '',
  'ttl-ms': 'time to live in milliseconds',
  'ttl-s': 'time to live in seconds',
  'unix-ms': 'Unix time in milliseconds',
  offset: 'read as unsigned',
};

function describeI64({ meaning, nonNegative }: I64Field): string {
  const noTtl = meaning === 'ttl-ms' && nonNegative === null ? '−1 for none' : '';
  return [MEANINGS[meaning], noTtl, nonNegative === null ? '' : 'never negative'].filter(Boolean).join('; ');
}

const ROLES = { key: 'the key', 'other-key': 'a second key', text: '' } as const;

/** The lines of one field. @param prefix put before the name of an element's field */
function fieldLines(field: Field, prefix = ''): readonly Line[] {
  const name = `${prefix}${field.name}`;
  switch (field.kind) {
    case 'str':
      return [['4 + n', name, 'str', ROLES[field.role]]];
    case 'bytes':
      return [['4 + n', name, 'bytes', '']];
    case 'i64':
      return [['8', name, 'i64', describeI64(field)]];
    case 'f64':
      return [['8', name, 'f64', '']];
    case 'u32':
      return [['4', name, 'u32', '']];
    case 'u8': {
      const names = field.names.map((each, value) => `${value} ${each}`).join(', ');
      return [['1', name, 'u8', field.max === null ? names : `${names}; more is refused`]];
    }
    case 'flag':
      return [['1', name, 'u8', 'true unless 0']];
    case 'many':
      return [
        ['4', `${name} count`, 'u32', 'how many elements follow'],
        ...field.of.flatMap((element) => fieldLines(element, '· ')),
      ];
    case 'vector':
      return [
        ['4', 'dim', 'u32', 'how many numbers follow'],
        ['4 × dim', name, 'f32 × dim', ''],
      ];
    case 'vector-set':
      return [
        ['4', 'dim', 'u32', 'numbers in each vector'],
        ['4', `${name} count`, 'u32', 'how many elements follow'],
        ['4 + n', '· name', 'str', ''],
        ['4 × dim', '· vector', 'f32 × dim', ''],
      ];
    default:
      return assertNever(field);
  }
}

interface Spec {
  readonly tag: number;
  readonly type: string;
  readonly since: string;
  readonly fields: readonly Field[];
  readonly doc: string;
}

const section = (
  { tag, type, since, fields, doc }: Spec,
  lead: readonly Line[],
  tail: readonly Line[],
): string =>
  `#### ${tag} ${type}\n\nSince ${since}. ${doc}\n\n${layout([...lead, ...fields.flatMap((field) => fieldLines(field)), ...tail])}`;

const ascii = (magic: readonly number[]): string =>
  `“${String.fromCharCode(...magic)}”, ${magic.map((byte) => byte.toString(16).padStart(2, '0')).join(' ')}`;

const RECORD_TAIL: Line = [`${CRC_BYTES}`, 'crc32', 'u32', 'over tag and fields'];

const recordSections = (): string =>
  RECORDS.map((spec) => section(spec, [['1', 'tag', 'u8', `${spec.tag}`]], [RECORD_TAIL])).join('\n\n');

const ENTRY_TAIL: Line = [
  '8',
  'expire_ms',
  'i64',
  'time to live in milliseconds when the snapshot was written; −1 for none',
];

const entrySections = (): string =>
  ENTRIES.map((spec) =>
    section(spec, [...fieldLines(ENTRY_KEY), ['1', 'type', 'u8', `${spec.tag}`]], [ENTRY_TAIL]),
  ).join('\n\n');

/** "1–22, 27" of the numbers that `knows` accepts. */
function ranges(from: number, to: number, knows: (tag: number) => boolean): string {
  const parts: string[] = [];
  for (let tag = from; tag <= to; tag++) {
    if (!knows(tag)) continue;
    const start = tag;
    while (tag < to && knows(tag + 1)) tag++;
    parts.push(start === tag ? `${tag}` : `${start}–${tag}`);
  }
  return parts.length === 0 ? 'none' : parts.join(', ');
}

/** What a feature adds to a version, among the numbers of one kind. */
function extras(
  from: number,
  to: number,
  known: (features: readonly ReaderFeature[]) => (tag: number) => boolean,
): string {
  const plain = known([]);
  const added = READER_FEATURES.map((feature) => {
    const more = ranges(from, to, (tag) => known([feature])(tag) && !plain(tag));
    return more === 'none' ? '' : `${more} ${feature}`;
  }).filter(Boolean);
  return `${ranges(from, to, plain)}${added.length === 0 ? '' : ` (+ ${added.join(', ')})`}`;
}

function readerLine(version: ReaderVersion): string {
  const profile = (features: readonly ReaderFeature[]) => readerProfile({ version, features });
  const all = profile(READER_FEATURES);
  const tags = extras(1, MAX_TAG, (features) => profile(features).readsTag);
  const locked = all.encryption ? extras(1, MAX_TAG, (features) => profile(features).readsEncryptedTag) : '—';
  const types = extras(0, MAX_ENTRY_TYPE, (features) => profile(features).readsSnapshotType);
  const checks = [
    all.limits ? 'counts' : '',
    all.checksShardId ? 'shard id' : '',
    all.rejectsNegativeTtl ? 'negative times' : '',
  ].filter(Boolean);
  return `| ${[version, tags, locked, types, checks.join(', ') || '—'].join(' | ')} |`;
}

const LIMITS: readonly (readonly [what: string, limit: number, unit: string])[] = [
  ['a length (`str`, `bytes`, a frame)', MAX_FIELD_LENGTH, 'bytes'],
  ['a count of elements', MAX_COLLECTION_COUNT, 'elements'],
  ['the dimension of a vector', MAX_VECTOR_DIMENSION, 'numbers'],
  ['the elements of a vector set', MAX_VECTOR_COUNT, 'elements'],
  ['dimension × elements of a vector set', MAX_VECTOR_TOTAL, 'numbers'],
];

/** The whole document. */
export const formatDocument = (): string => `# Ember’s files

<!-- Generated from src/codec by \`npm run docs\`. Change the tables there, not this file. -->

An ember shard keeps two files: a **log** of what was done since the last snapshot, and a **snapshot** of everything
at one moment. This is what each of their bytes means, and what the versions of ember make of them.

Numbers are little-endian. \`str\` is a \`u32\` length and that many bytes of valid UTF-8; \`bytes\` is the same with any
content. *4 + n* stands for such a length and its n bytes. A dot before a name marks a part of an element, repeated as
often as the count above it says.

| | log | snapshot |
|---|---|---|
| file | \`shard-N.aof\` | \`shard-N.snap\` |
| begins with | ${ascii(AOF_MAGIC)} | ${ascii(SNAPSHOT_MAGIC)} |
| holds | records, in the order they happened | entries, one a key |
| checksum | one a record | one for all entries |
| an error while loading | keeps what came before it | discards the file |
| encrypted from version | ${ENCRYPTED_VERSION} | ${ENCRYPTED_VERSION} |

## Log

### Header

${layout([
  [`${AOF_MAGIC.length}`, 'magic', 'bytes', ascii(AOF_MAGIC)],
  ['1', 'version', 'u8', `1 and 2: plaintext; ${ENCRYPTED_VERSION}: encrypted`],
])}

The first record begins at byte ${AOF_HEADER_BYTES}. Versions 1 and 2 hold the same layout; no release wrote version 1.

### Record

A plaintext record is a tag, the fields of that tag, and a CRC-32 (the one of zlib and PNG) over both. It has no
length of its own: where it ends follows from walking its fields. So one damaged length hides where every later record
begins, and only a search for bytes that hold as a record finds them again.

There is no time in a log. The order of the records is its only clock.

In version ${ENCRYPTED_VERSION} tag and fields are the content of an encrypted frame (below), without the CRC.

### How a reader ends

| It meets | It |
|---|---|
| the end of the file, between two records | has read everything |
| the end of the file inside a record | reports the same, and drops the partial record without a word |
| a checksum that doesn’t match | stops with \`crc32 mismatch (expected …, got …)\` |
| a tag that it doesn’t know | stops with \`unknown record tag: n\` |
| a length or count over its limit | stops with an error that names it |
| a key that isn’t UTF-8, a negative time | stops with an error that names the field |

Where it stops with an error, the records before it stay applied. **A length that is damaged but within its limit may
lead past the end of the file: to the reader this is the second line of the table,** and everything from there on is
lost in silence.

### Records

${recordSections()}

## Snapshot

### Header

${layout([
  [`${SNAPSHOT_MAGIC.length}`, 'magic', 'bytes', ascii(SNAPSHOT_MAGIC)],
  ['1', 'version', 'u8', `1: strings only; 2: typed entries; ${ENCRYPTED_VERSION}: encrypted`],
  ['2', 'shard id', 'u16', 'the number in the file’s name'],
  [
    '4',
    'entry count',
    'u32',
    `at byte ${ENTRY_COUNT_AT}; written last, so 0 in a snapshot that was never finished`,
  ],
])}

The first entry begins at byte ${SNAPSHOT_HEADER_BYTES}. No checksum covers the header.

### Entry

In version 2 an entry is a key, a type, the fields of that type, and a time to live. Version 1 has strings only, and
no type byte: key, \`bytes\` value, time to live. In version ${ENCRYPTED_VERSION} each entry of version 2 is the content of an
encrypted frame.

### Footer

${layout([[`${FOOTER_BYTES}`, 'crc32', 'u32', 'over the bytes of all entries, as they stand in the file']])}

A reader takes as many entries as the header says, then compares the footer; it looks at nothing behind it. Any error
on the way, a short file included, makes it discard the snapshot as a whole. An entry has no checksum of its own, so a
footer that doesn’t match says that something is wrong, not where.

The writer fills \`shard-N.snap.tmp\`, sets the entry count, and renames the file.

### Types

${entrySections()}

## Encrypted frame

Logs and snapshots of version ${ENCRYPTED_VERSION} hold frames, AES-256-GCM without associated data:

${layout([
  [`${NONCE_BYTES}`, 'nonce', 'bytes', 'random, of this frame alone'],
  [`${FRAME_HEADER_BYTES - NONCE_BYTES}`, 'length', 'u32', 'of the ciphertext with its tag'],
  [
    'length',
    'ciphertext',
    'bytes',
    `the last ${GCM_TAG_BYTES} bytes are the GCM tag, which stands in for a checksum`,
  ],
])}

Frames carry no number and nothing binds them to their file. One that is missing, repeated or swapped leaves no trace
in a log; a snapshot’s footer shows it.

### Key file

Either ${KEY_BYTES} bytes, taken as they are, or ${KEY_BYTES * 2} hexadecimal digits with white space around them. A \`+\` in place of
the first digit of a pair is accepted by ember and means 0, so the key is another one than it looks like.

## Limits

Past these a reader stops with an error. The limit of a length has always been there; the others came with 0.4.4.

| What | At most |
|---|---|
${LIMITS.map(([what, limit, unit]) => `| ${what} | ${groupDigits(limit)} ${unit} |`).join('\n')}

## Which version reads what

The files don’t say which version wrote them, and not every version reads what it writes: between two rows of this
table the older one holds. In brackets is what a build feature adds; official builds have none of them.

| Version | Log tags | Encrypted log tags | Snapshot types | Checks |
|---|---|---|---|---|
${READER_VERSIONS.map(readerLine).join('\n')}

Compare the log tags with the “since” of each record: 0.1.4 to 0.4.2 write tags that their own plaintext reader stops
at, and so do 0.4.8 and 0.4.9 with tags 28 and up. Version ${ENCRYPTED_VERSION} takes the feature \`encryption\`, from 0.4.2 on; other
builds refuse the file with \`unsupported format version: ${ENCRYPTED_VERSION}\`.
`;
