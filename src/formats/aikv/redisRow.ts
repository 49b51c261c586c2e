/* The lines and fields of commands, and of an RDB's items. */
import type { RowIndex } from '../../base/index.ts';
import {
  type ArgumentSpan,
  argumentSpans,
  commandSpec,
  commandTtl,
  decodeUtf8Lossy,
  describeDate,
  groupDigits,
  previewBytes,
  previewText,
  RDB_HEADER_BYTES,
  RdbOpcode,
  type RdbText,
  readRdbItem,
} from '../../codec/index.ts';
import { RowKind } from '../../columnar/index.ts';
import type { FileIndex } from '../../scan/index.ts';
import type { FieldView } from '../fieldView.ts';
import type { PageBytes } from '../formatViews.ts';
import type { RowFields, RowLine } from '../rowLine.ts';

const SUMMARY_LENGTH = 160;
const ARGUMENT_LENGTH = 48;
const TEXT_LENGTH = 300;
const KEY_LENGTH = 120;
/** Arguments that a line is made from, and that the inspector lists. */
const LINE_ARGUMENTS = 12;
const ARGUMENTS = 500;

const NO_LINE: RowLine = { summary: '', ttlMs: null, ttlAbsolute: false, key: null, type: null };

/** @param content the row's first bytes @param whole its size */
export function redisLine(index: FileIndex, row: RowIndex, content: Uint8Array, whole: number): RowLine {
  return index.kind === 'aof' ? commandLine(index, row, content) : itemLine(index, row, content, whole);
}

function commandLine(index: FileIndex, row: RowIndex, content: Uint8Array): RowLine {
  const spans = argumentSpans(content, LINE_ARGUMENTS);
  const args = spans.map(({ at, length }) => content.subarray(at, at + length));
  const spec = commandSpec(index.rows.tag(row));
  const name = spec?.name ?? decodeUtf8Lossy(args[0] ?? new Uint8Array(0)).toUpperCase();
  const parts = spans
    .map(({ length }, i) => ({ bytes: args[i] as Uint8Array, length, i }))
    .filter(({ i }) => i > 0 && i !== spec?.firstKey)
    .map(({ bytes, length }) => (length === 0 ? '""' : previewBytes(bytes, ARGUMENT_LENGTH, length)));
  const count = Number.parseInt(decodeUtf8Lossy(content.subarray(1, 12)), 10);
  const more = count > spans.length ? ` … ${groupDigits(count - spans.length)} more` : '';
  return {
    summary: parts.join(' ').slice(0, SUMMARY_LENGTH * 2) + more,
    ttlMs: null,
    ttlAbsolute: false,
    ...commandTtl(name, args, count),
    key: null,
    type: spec === undefined ? name || 'no name' : null,
  };
}

function itemLine(index: FileIndex, row: RowIndex, content: Uint8Array, whole: number): RowLine {
  if (index.rows.kind(row) === RowKind.header && index.rows.tag(row) === 0) {
    return { ...NO_LINE, summary: previewText(content.subarray(0, RDB_HEADER_BYTES), SUMMARY_LENGTH) };
  }
  const item = readRdbItem(content, 0);
  const textAt = ({ at, length }: RdbText, most: number): string =>
    previewBytes(content.subarray(at, Math.min(content.length, at + length)), most, length);
  switch (item.kind) {
    case 'aux':
      return { ...NO_LINE, summary: `${textAt(item.key, 48)} = ${textAt(item.value, 120)}`, type: 'aux' };
    case 'select':
      return { ...NO_LINE, summary: `database ${groupDigits(item.db)}`, type: 'database' };
    case 'entry': {
      const carried = index.rows.expiry(row);
      const expiry = item.expireMs ?? (Number.isNaN(carried) ? null : BigInt(carried));
      return {
        summary: textAt(item.value, SUMMARY_LENGTH),
        ttlMs: expiry === null ? '-1' : expiry.toString(),
        ttlAbsolute: expiry !== null,
        key: textAt(item.key, KEY_LENGTH),
        type: null,
      };
    }
    default:
      if (index.rows.tag(row) === RdbOpcode.expireMs && whole === RDB_HEADER_BYTES) {
        return { ...NO_LINE, summary: 'expiry of the next entry', type: 'expiry' };
      }
      return NO_LINE;
  }
}

/** The fields of a row. @param head its first bytes @param size its size @param page of a command's arguments */
export function redisFields(
  index: FileIndex,
  row: RowIndex,
  head: Uint8Array,
  size: number,
  page: PageBytes | null = null,
): RowFields {
  const { rows } = index;
  const all = (fields: readonly FieldView[]): RowFields => ({ fields, omitted: 0, elements: null });
  if (rows.kind(row) === RowKind.gap) {
    return all([field('bytes', 'opaque', 0, size, previewBytes(head, TEXT_LENGTH, size))]);
  }
  return index.kind === 'aof'
    ? commandFields(index, row, head, page)
    : all(itemFields(index, row, head, size));
}

const field = (
  name: string,
  role: FieldView['role'],
  offset: number,
  length: number,
  text: string,
  rest: Partial<FieldView> = {},
): FieldView => ({
  path: name,
  name,
  depth: 0,
  role,
  offset,
  length,
  text,
  derived: null,
  hasValue: false,
  bad: false,
  ...rest,
});

/** An argument, by its number in the command, with the bytes of it that are at hand. */
interface Argument extends ArgumentSpan {
  readonly number: number;
  readonly bytes: Uint8Array;
}

/** Arguments that stand in `bytes`, which begin at `base` of the command: `most` of them from number `first` on. */
function argumentsIn(bytes: Uint8Array, base: number, first: number, most: number): readonly Argument[] {
  return argumentSpans(bytes, most, first === 0 ? undefined : 0).map(({ lengthAt, at, length }, i) => ({
    number: first + i,
    lengthAt: base + lengthAt,
    at: base + at,
    length,
    bytes: bytes.subarray(at, Math.min(bytes.length, at + length)),
  }));
}

/** Name and key are shown on every page. */
function commandFields(index: FileIndex, row: RowIndex, head: Uint8Array, page: PageBytes | null): RowFields {
  const spec = commandSpec(index.rows.tag(row));
  const named = argumentsIn(head, 0, 0, page === null ? ARGUMENTS : Math.max(0, spec?.firstKey ?? 0) + 1);
  const paged = page === null ? named : argumentsIn(page.bytes, page.at, page.first, ARGUMENTS);
  const shownArguments =
    page === null ? named : [...named.filter(({ number }) => number < page.first), ...paged];
  const countEnd = named[0]?.lengthAt ?? head.length;
  const count = Number.parseInt(decodeUtf8Lossy(head.subarray(1, countEnd)), 10) || 0;
  const wrong = new Set(
    index.faultsOf(row).map(({ evidence }) => (evidence.kind === 'bad-body' ? evidence.field : '')),
  );
  const fields = [field('count', 'count', 0, countEnd, groupDigits(count), { name: 'argument count' })];
  for (const { number, lengthAt, at, length, bytes } of shownArguments) {
    const isKey = number > 0 && number === spec?.firstKey;
    const name = number === 0 ? 'command' : isKey ? 'key' : `argument ${number}`;
    fields.push(
      field(`${name}.length`, 'length', lengthAt, at - lengthAt, groupDigits(length), {
        name: `${name} length`,
      }),
      field(name, number === 0 ? 'tag' : isKey ? 'key' : 'value', at, length, shown(bytes, length), {
        derived: number === 0 && spec === undefined ? 'not a command that is known here' : null,
        hasValue: length > 0,
        bad: number > 0 && wrong.has('argument'),
      }),
    );
  }
  return {
    fields,
    omitted: Math.max(0, count - paged.length),
    elements: {
      parts: ['bulk'],
      at: countEnd,
      first: page?.first ?? 0,
      count: paged.length,
      total: count,
    },
  };
}

const shown = (bytes: Uint8Array, length: number): string =>
  length === 0 ? '""' : previewBytes(bytes, TEXT_LENGTH, length);

function itemFields(index: FileIndex, row: RowIndex, head: Uint8Array, size: number): readonly FieldView[] {
  const kind = index.rows.kind(row);
  if (kind === RowKind.header && index.rows.tag(row) === 0) {
    const magic = Math.min(5, size);
    return [
      field('magic', 'header', 0, magic, previewText(head.subarray(0, magic), TEXT_LENGTH)),
      field('version', 'header', magic, size - magic, previewText(head.subarray(magic, size), TEXT_LENGTH)),
    ];
  }
  if (kind === RowKind.footer) {
    return [
      field('opcode', 'tag', 0, 1, '255', { derived: 'end of the file' }),
      ...(size > 1
        ? [
            field(
              'unused',
              'opaque',
              1,
              size - 1,
              previewBytes(head.subarray(1, size), TEXT_LENGTH, size - 1),
              { derived: 'no checksum exists in this format' },
            ),
          ]
        : []),
    ];
  }
  const item = readRdbItem(head, 0);
  const wrong = index.faultsOf(row).some(({ evidence }) => evidence.kind === 'bad-body');
  const texts = (key: RdbText, value: RdbText): readonly FieldView[] => [
    ...textFields('key', 'key', key, head, wrong),
    ...textFields('value', 'value', value, head, false),
  ];
  switch (item.kind) {
    case 'aux':
      return [
        field('opcode', 'tag', 0, 1, '250', { derived: 'auxiliary field' }),
        ...texts(item.key, item.value),
      ];
    case 'select':
      return [
        field('opcode', 'tag', 0, 1, '254', { derived: 'database' }),
        field('database', 'number', 1, size - 1, groupDigits(item.db)),
      ];
    case 'entry': {
      const at = item.expireMs === null ? 0 : 9;
      return [
        ...expiryFields(item.expireMs),
        field('type', 'tag', at, 1, '0', { derived: 'string' }),
        ...texts(item.key, item.value),
      ];
    }
    default:
      return expiryFields(new DataView(head.buffer, head.byteOffset).getBigUint64(1, true));
  }
}

function expiryFields(expireMs: bigint | null): readonly FieldView[] {
  if (expireMs === null) return [];
  return [
    field('opcode', 'tag', 0, 1, '252', { derived: 'expiry in milliseconds' }),
    field('expire_at_ms', 'number', 1, 8, groupDigits(expireMs), { derived: describeDate(expireMs) }),
  ];
}

function textFields(name: string, role: FieldView['role'], text: RdbText, head: Uint8Array, bad: boolean) {
  const { lengthAt, at, length } = text;
  const bytes = head.subarray(at, Math.min(head.length, at + length));
  return [
    field(`${name}.length`, 'length', lengthAt, at - lengthAt, groupDigits(length), {
      name: `${name} length`,
    }),
    field(name, role, at, length, shown(bytes, length), { hasValue: length > 0, bad }),
  ];
}
