/* What queries ask of AiKv's rows beyond the columns: values and times to live, read out of the content. */
import {
  argumentSpans,
  COMMANDS,
  commandSpec,
  commandTtl,
  keyPositions,
  readRdbItem,
} from '../../codec/index.ts';
import type { Expiry } from '../../columnar/index.ts';
import type { SomeValue } from '../contentFields.ts';

/** A command's arguments but for its name and its keys. Of a command that isn't known nobody can tell keys. */
export const someArgument: SomeValue = (_index, tag, content, visit) => {
  const spans = argumentSpans(content);
  const spec = commandSpec(tag);
  const args = spans.map(({ at, length }) => content.subarray(at, at + length));
  const keys = new Set(spec === undefined ? [] : keyPositions(spec, args));
  return spans.some(({ at, length }, i) => i > 0 && !keys.has(i) && visit(at, at + length));
};

/** The string of an RDB's entry. */
export const someString: SomeValue = (_index, _tag, content, visit) => {
  const item = readRdbItem(content, 0);
  return item.kind === 'entry' && visit(item.value.at, item.value.at + item.value.length);
};

/** Commands that can set a time, by tag. */
const TIMED = new Set(
  COMMANDS.filter(({ name }) => /^(P?EXPIRE(AT)?|P?SETEX|SET|GETEX)$/.test(name)).map(({ tag }) => tag),
);

/** When a command lets its key expire; null for one that says nothing of it. */
export function commandExpiry(tag: number, content: Uint8Array): Expiry | null {
  const name = TIMED.has(tag) ? commandSpec(tag)?.name : undefined;
  if (name === undefined) return null;
  const args = argumentSpans(content).map(({ at, length }) => content.subarray(at, at + length));
  const ttl = commandTtl(name, args);
  return ttl === null ? null : { ms: Number(ttl.ttlMs), absolute: ttl.ttlAbsolute };
}
