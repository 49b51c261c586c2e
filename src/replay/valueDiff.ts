/*
 * Two states of a key side by side: which lines, fields, items or members differ, and where in them. Bounded: a value
 * of millions of items gives a few hundred rows, with what differs first of all.
 */
import {
  decodeUtf8,
  encodeHex,
  escapeInvisible,
  f32FromBits,
  f64FromBits,
  formatJson,
  groupDigits,
  previewBytes,
  readableText,
} from '../codec/index.ts';
import { sequenceDiff } from './sequenceDiff.ts';
import type { Held, Value, ValueType } from './value.ts';

/** A part of a value that one record has set. */
export type Element =
  | { readonly kind: 'field' | 'member'; readonly name: string }
  | { readonly kind: 'item'; readonly index: number }
  | { readonly kind: 'value' };

export interface DiffPiece {
  readonly text: string;
  readonly changed: boolean;
}

export type DiffRow =
  | {
      readonly kind: 'same' | 'removed' | 'added' | 'changed';
      /** A field's or member's name, an item's number; null for a line of text. */
      readonly label: string | null;
      readonly before: readonly DiffPiece[] | null;
      readonly after: readonly DiffPiece[] | null;
      /** What to ask for when it is asked who set this. */
      readonly element: Element;
    }
  /** Rows that are the same on both sides, or too many to show. */
  | { readonly kind: 'omitted'; readonly count: number; readonly changed: boolean };

export interface ValueDiff {
  /** How the values are laid out. */
  readonly form: 'json' | 'text' | 'bytes' | 'items' | 'fields' | 'members' | 'nothing';
  readonly before: ValueType | null;
  readonly after: ValueType | null;
  readonly rows: readonly DiffRow[];
}

const CONTEXT = 3;
const MOST_ROWS = 400;
const MOST_LINES = 2000;
const MOST_TEXT = 64 << 10;
const CELL = 240;
/** Collections up to this size are shown whole and sorted. */
const WHOLE = 200;

interface Entry {
  readonly label: string | null;
  readonly text: string;
  readonly element: Element;
}

/** What differs between two states of a key; null stands for no value. */
export function diffHeld(before: Held | null, after: Held | null): ValueDiff {
  const [left, right] = [before?.value ?? null, after?.value ?? null];
  const types = { before: left?.type ?? null, after: right?.type ?? null };
  const first = left ?? right;
  if (first === null) return { form: 'nothing', ...types, rows: [] };
  if (left !== null && right !== null && left.type !== right.type) {
    const removed = diffHeld(before, null);
    const added = diffHeld(null, after);
    return { form: added.form, ...types, rows: [...removed.rows, ...added.rows] };
  }
  switch (first.type) {
    case 'string':
    case 'proto':
      return { ...types, ...diffBytes(bytesOf(left), bytesOf(right)) };
    case 'list':
      return { form: 'items', ...types, rows: diffLists(itemsOf(left), itemsOf(right)) };
    default:
      return {
        form: first.type === 'hash' ? 'fields' : 'members',
        ...types,
        rows: diffNamed(left, right),
      };
  }
}

const bytesOf = (value: Value | null): Uint8Array | null =>
  value?.type === 'string' ? value.bytes : value?.type === 'proto' ? value.data : null;

const itemsOf = (value: Value | null): readonly Uint8Array[] =>
  value?.type === 'list' ? value.items.all() : [];

function diffBytes(before: Uint8Array | null, after: Uint8Array | null): Pick<ValueDiff, 'form' | 'rows'> {
  const [left, right] = [before, after].map((bytes) => (bytes === null ? '' : textOf(bytes)));
  const isText = left != null && right != null;
  const isJson =
    isText &&
    left + right !== '' &&
    [before, after].every((bytes) => bytes === null || jsonOf(bytes) !== null);
  const form = isJson ? 'json' : isText ? 'text' : 'bytes';
  const lines = (bytes: Uint8Array | null, text: string | null | undefined): readonly string[] => {
    if (bytes === null) return [];
    if (isJson) return jsonLines(jsonOf(bytes) ?? '');
    return isText ? (text ?? '').split('\n').slice(0, MOST_LINES) : hexLines(bytes);
  };
  const entries = (list: readonly string[]): readonly Entry[] =>
    list.map((text) => ({ label: null, text, element: { kind: 'value' } }));
  return { form, rows: diffEntries(entries(lines(before, left)), entries(lines(after, right))) };
}

/** The value as text, its new lines kept; null when it is none. A long one is cut. */
function textOf(bytes: Uint8Array): string | null {
  const part = bytes.subarray(0, MOST_TEXT);
  const parts: string[] = [];
  for (let from = 0; from <= part.length; ) {
    const found = part.indexOf(10, from);
    const end = found < 0 ? part.length : found;
    const line = readableText(part.subarray(from, end), end === part.length && part.length < bytes.length);
    if (line === null) return null;
    parts.push(line);
    from = end + 1;
  }
  if (part.length < bytes.length) parts.push(`… ${groupDigits(bytes.length - part.length)} more bytes`);
  return parts.join('\n');
}

/** The text of a JSON object or array; null when the value is none, or too long to lay out. */
function jsonOf(bytes: Uint8Array): string | null {
  const text = bytes.length > MOST_TEXT ? null : decodeUtf8(bytes);
  if (text === null || !/^\s*[[{]/.test(text)) return null;
  try {
    JSON.parse(text);
    return text;
  } catch {
    return null;
  }
}

const jsonLines = (text: string): readonly string[] =>
  formatJson(text, MOST_LINES).lines.map(
    ({ depth, tokens }) => '  '.repeat(depth) + tokens.map((token) => escapeInvisible(token.text)).join(''),
  );

function hexLines(bytes: Uint8Array): readonly string[] {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length && lines.length < MOST_LINES; at += 16)
    lines.push(encodeHex(bytes.subarray(at, at + 16), ' '));
  return lines;
}

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a === b || (a.length === b.length && a.every((byte, i) => byte === b[i]));

function diffLists(before: readonly Uint8Array[], after: readonly Uint8Array[]): readonly DiffRow[] {
  const rows: DiffRow[] = [];
  const entry = (items: readonly Uint8Array[], index: number): Entry => ({
    label: String(index),
    text: previewBytes(items[index] as Uint8Array, CELL),
    element: { kind: 'item', index },
  });
  const span = (items: readonly Uint8Array[], from: number, to: number): readonly Entry[] =>
    Array.from({ length: Math.min(to - from, MOST_ROWS) }, (_, i) => entry(items, from + i));
  const runs = sequenceDiff(before, after, sameBytes);
  for (const [i, run] of runs.entries()) {
    const count = run.afterTo - run.afterFrom;
    if (!run.same) {
      rows.push(
        ...pairs(span(before, run.beforeFrom, run.beforeTo), span(after, run.afterFrom, run.afterTo)),
      );
      const rest = Math.max(run.beforeTo - run.beforeFrom, count) - MOST_ROWS;
      if (rest > 0) rows.push({ kind: 'omitted', count: rest, changed: true });
      continue;
    }
    // Of a long equal run only the ends that border on a change are shown; of an unchanged list its beginning.
    const only = runs.length === 1;
    const head = only ? WHOLE : i === 0 ? 0 : CONTEXT;
    const tail = i === runs.length - 1 ? 0 : CONTEXT;
    const omitted = count - head - tail;
    if (omitted <= 1) rows.push(...span(after, run.afterFrom, run.afterTo).map(unchanged));
    else {
      rows.push(...span(after, run.afterFrom, run.afterFrom + head).map(unchanged));
      rows.push({ kind: 'omitted', count: omitted, changed: false });
      rows.push(...span(after, run.afterTo - tail, run.afterTo).map(unchanged));
    }
  }
  return capped(rows);
}

/** A collection's parts by name: hash, set, sorted set, vector set. */
function partsOf(value: Value | null): ReadonlyMap<string, unknown> {
  switch (value?.type) {
    case 'hash':
      return value.fields;
    case 'zset':
      return new Map([...value.members].map(([name, { score }]) => [name, score]));
    case 'set':
      return new Map([...value.members].map((name) => [name, true]));
    case 'vector':
      return new Map([...value.elements].map(([name, { vector }]) => [name, vector]));
    default:
      return new Map();
  }
}

function partText(part: unknown): string {
  if (part instanceof Uint8Array) return previewBytes(part, CELL);
  if (typeof part === 'bigint') return String(f64FromBits(part));
  if (!(part instanceof Uint32Array)) return '';
  const shown = Array.from(part.subarray(0, 4), (bits) => String(Number(f32FromBits(bits).toPrecision(6))));
  return `${shown.join(', ')}${part.length > 4 ? ', …' : ''} (${groupDigits(part.length)} dimensions)`;
}

function isSamePart(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (a instanceof Uint8Array && b instanceof Uint8Array) return sameBytes(a, b);
  if (!(a instanceof Uint32Array) || !(b instanceof Uint32Array)) return false;
  return a.length === b.length && a.every((bits, i) => bits === b[i]);
}

function diffNamed(before: Value | null, after: Value | null): readonly DiffRow[] {
  const [left, right] = [partsOf(before), partsOf(after)];
  const kind = (before ?? after)?.type === 'hash' ? 'field' : 'member';
  const isWhole = Math.max(left.size, right.size) <= WHOLE;
  const names: string[] = [];
  let same = 0;
  const look = (name: string): void => {
    if (isWhole || !left.has(name) || !right.has(name) || !isSamePart(left.get(name), right.get(name)))
      names.push(name);
    else same++;
  };
  for (const name of right.keys()) look(name);
  for (const name of left.keys()) if (!right.has(name)) look(name);
  const scoreOf = (name: string): number => {
    const score = right.get(name) ?? left.get(name);
    return typeof score === 'bigint' ? f64FromBits(score) : 0;
  };
  if (names.length <= 4 * WHOLE) {
    names.sort((a, b) => scoreOf(a) - scoreOf(b) || (a < b ? -1 : a > b ? 1 : 0));
  }
  const rows = names.slice(0, MOST_ROWS).map((name): DiffRow => {
    const entry = (parts: ReadonlyMap<string, unknown>): Entry | null =>
      parts.has(name) ? { label: name, text: partText(parts.get(name)), element: { kind, name } } : null;
    const [was, is] = [entry(left), entry(right)];
    if (was !== null && is !== null && isSamePart(left.get(name), right.get(name))) return unchanged(is);
    return paired(was, is);
  });
  if (names.length > MOST_ROWS)
    rows.push({ kind: 'omitted', count: names.length - MOST_ROWS, changed: true });
  if (same > 0) rows.push({ kind: 'omitted', count: same, changed: false });
  return isWhole ? capped(rows) : rows;
}

function diffEntries(before: readonly Entry[], after: readonly Entry[]): readonly DiffRow[] {
  const rows: DiffRow[] = [];
  for (const run of sequenceDiff(before, after, (a, b) => a.text === b.text)) {
    const right = after.slice(run.afterFrom, run.afterTo);
    if (run.same) rows.push(...right.map(unchanged));
    else rows.push(...pairs(before.slice(run.beforeFrom, run.beforeTo), right));
  }
  return capped(rows);
}

const piece = (text: string, changed: boolean): readonly DiffPiece[] => [{ text, changed }];

const unchanged = ({ label, text, element }: Entry): DiffRow => ({
  kind: 'same',
  label,
  before: piece(text, false),
  after: piece(text, false),
  element,
});

/** What stands against one another in a replaced run, one by one. */
const pairs = (before: readonly Entry[], after: readonly Entry[]): readonly DiffRow[] =>
  Array.from({ length: Math.max(before.length, after.length) }, (_, i) =>
    paired(before[i] ?? null, after[i] ?? null),
  );

function paired(before: Entry | null, after: Entry | null): DiffRow {
  const { label, element } = (after ?? before) as Entry;
  if (before === null || after === null) {
    return {
      kind: before === null ? 'added' : 'removed',
      label,
      before: before === null ? null : piece(before.text, true),
      after: after === null ? null : piece(after.text, true),
      element,
    };
  }
  return { kind: 'changed', label, ...withinLine(before.text, after.text), element };
}

const WORDS = /[\p{L}\p{N}_]+|\s+|./gu;
const MOST_WORDS = 400;

/** Which words of two lines differ. */
function withinLine(
  before: string,
  after: string,
): { readonly before: readonly DiffPiece[]; readonly after: readonly DiffPiece[] } {
  const left = before.match(WORDS) ?? [];
  const right = after.match(WORDS) ?? [];
  if (left.length > MOST_WORDS || right.length > MOST_WORDS)
    return { before: piece(before, true), after: piece(after, true) };
  const pieces: { readonly before: DiffPiece[]; readonly after: DiffPiece[] } = { before: [], after: [] };
  for (const run of sequenceDiff(left, right)) {
    const was = left.slice(run.beforeFrom, run.beforeTo).join('');
    const is = right.slice(run.afterFrom, run.afterTo).join('');
    if (was !== '') pieces.before.push({ text: was, changed: !run.same });
    if (is !== '') pieces.after.push({ text: is, changed: !run.same });
  }
  return pieces;
}

/** Long stretches without a change are left out, and so is what comes after too many rows. */
function capped(rows: readonly DiffRow[]): readonly DiffRow[] {
  const changes = rows.some(({ kind }) => kind !== 'same' && kind !== 'omitted');
  const kept: DiffRow[] = [];
  const isNear = (at: number): boolean => {
    for (let i = at - CONTEXT; i <= at + CONTEXT; i++) {
      const kind = rows[i]?.kind;
      if (kind !== undefined && kind !== 'same' && kind !== 'omitted') return true;
    }
    return false;
  };
  const isShort = rows.length <= 60;
  for (const [at, row] of rows.entries()) {
    const shown = row.kind !== 'same' || isShort || (changes ? isNear(at) : at < WHOLE);
    const last = kept.at(-1);
    if (shown && kept.length < MOST_ROWS) kept.push(row);
    else if (last?.kind === 'omitted' && last.changed === (row.kind !== 'same'))
      kept[kept.length - 1] = { ...last, count: last.count + 1 };
    else kept.push({ kind: 'omitted', count: 1, changed: row.kind !== 'same' && row.kind !== 'omitted' });
  }
  return kept;
}
