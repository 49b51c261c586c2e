/* What queries ask of AiKv's rows beyond the columns: times to live, read out of the content. */
import { argumentSpans, COMMANDS, commandSpec, commandTtl } from '../../codec/index.ts';
import type { Expiry } from '../../columnar/index.ts';

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
