/* What a key holds, in one line, and what is different between two values. */
import { decodeUtf8, encodeUtf8, f64FromBits, previewBytes, previewText } from '../codec/index.ts';
import { type Held, sizeOf, type Value } from '../replay/index.ts';
import type { HeldView } from './recoveryApi.ts';

const PREVIEW_LENGTH = 240;
const ITEM_LENGTH = 60;
const ITEMS_SHOWN = 12;
const CHANGES_SHOWN = 6;

export function heldView({ value, ttlMs, expireAtMs }: Held): HeldView {
  return {
    type: value.type,
    size: sizeOf(value),
    ttlMs: ttlMs < 0n ? null : String(ttlMs),
    expireAtMs: ttlMs > 0n && expireAtMs !== null ? String(expireAtMs) : null,
    preview: previewOf(value),
  };
}

function previewOf(value: Value): string {
  switch (value.type) {
    case 'string':
      return previewBytes(value.bytes, PREVIEW_LENGTH);
    case 'proto':
      return `${decodeUtf8(value.typeName) ?? 'message'} ${previewBytes(value.data, ITEM_LENGTH)}`;
    default: {
      const shown: string[] = [];
      for (const [name, content] of elementsOf(value)) {
        if (shown.length === ITEMS_SHOWN) break;
        shown.push(content === '' ? name : value.type === 'list' ? content : `${name}: ${content}`);
      }
      const more = sizeOf(value) - shown.length;
      return `${shown.join(', ')}${more > 0 ? `, … ${more} more` : ''}`;
    }
  }
}

/** A collection's elements as text: by index, field or member. */
function* elementsOf(value: Value): Generator<readonly [name: string, content: string]> {
  switch (value.type) {
    case 'list':
      for (const [i, item] of value.items.all().entries()) yield [String(i), previewBytes(item, ITEM_LENGTH)];
      break;
    case 'hash':
      for (const [field, bytes] of value.fields) yield [nameText(field), previewBytes(bytes, ITEM_LENGTH)];
      break;
    case 'zset':
      for (const { member, score } of value.members.values())
        yield [nameText(member), String(f64FromBits(score))];
      break;
    case 'set':
      for (const member of value.members) yield [nameText(member), ''];
      break;
    case 'vector':
      for (const { name, vector } of value.elements.values())
        yield [nameText(name), `${vector.length} dimensions`];
      break;
    default:
  }
}

const nameText = (name: string): string => previewText(encodeUtf8(name), ITEM_LENGTH);

/** What is different within a value: the first differences in words, and how many more there are. */
export function changesBetween(
  now: Value,
  after: Value,
): { readonly lines: string[]; readonly omitted: number } {
  const lines: string[] = [];
  let omitted = 0;
  const tell = (line: () => string): void => {
    if (lines.length < CHANGES_SHOWN) lines.push(line());
    else omitted++;
  };
  if (now.type !== after.type) return { lines: [`becomes a ${after.type}`], omitted };
  if (now.type === 'list' && after.type === 'list') {
    compareLists(now.items.all(), after.items.all(), tell);
    return { lines, omitted };
  }
  const before = rawElements(now);
  const later = rawElements(after);
  for (const [name, content] of before) {
    const is = later.get(name);
    if (is === undefined) tell(() => `− ${label(name, content)}`);
    else if (!same(content, is))
      tell(() => `~ ${nameText(name)}: ${contentText(content)} → ${contentText(is)}`);
  }
  for (const [name, content] of later) if (!before.has(name)) tell(() => `+ ${label(name, content)}`);
  return { lines, omitted };
}

type Content = Uint8Array | bigint | Uint32Array | null;

function rawElements(value: Value): ReadonlyMap<string, Content> {
  switch (value.type) {
    case 'hash':
      return value.fields;
    case 'zset':
      return new Map([...value.members.values()].map(({ member, score }) => [member, score]));
    case 'set':
      return new Map([...value.members].map((member) => [member, null]));
    case 'vector':
      return new Map([...value.elements.values()].map(({ name, vector }) => [name, vector]));
    default:
      return new Map();
  }
}

function same(a: Content, b: Content): boolean {
  if (a === null || b === null || typeof a === 'bigint' || typeof b === 'bigint') return a === b;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function contentText(content: Content): string {
  if (content === null) return '';
  if (typeof content === 'bigint') return String(f64FromBits(content));
  if (content instanceof Uint32Array) return `${content.length} dimensions`;
  return previewBytes(content, ITEM_LENGTH);
}

const label = (name: string, content: Content): string =>
  content === null ? nameText(name) : `${nameText(name)}: ${contentText(content)}`;

/** What two lists share at both ends is no difference. */
function compareLists(
  now: readonly Uint8Array[],
  after: readonly Uint8Array[],
  tell: (line: () => string) => void,
): void {
  const shortest = Math.min(now.length, after.length);
  let head = 0;
  while (head < shortest && same(now[head] ?? null, after[head] ?? null)) head++;
  let tail = 0;
  while (tail < shortest - head && same(now.at(-1 - tail) ?? null, after.at(-1 - tail) ?? null)) tail++;
  for (let i = head; i < now.length - tail; i++) tell(() => `− [${i}] ${contentText(now[i] ?? null)}`);
  for (let i = head; i < after.length - tail; i++) tell(() => `+ [${i}] ${contentText(after[i] ?? null)}`);
}
