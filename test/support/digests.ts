/* Long values stand in the fixtures' expectations as their size and a digest. */
import { createHash } from 'node:crypto';
import { crc32 } from '../../src/codec/index.ts';

/** `actual`, with a digest in each place where `expected` has one. */
export function withDigests(actual: unknown, expected: unknown): unknown {
  if (typeof actual === 'string' && typeof expected === 'object' && expected !== null) {
    const bytes = Buffer.from(actual, 'base64');
    if ('sha256' in expected) {
      return { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
    }
    if ('crc32' in expected) {
      const value = crc32(bytes);
      const isNumber = typeof expected.crc32 === 'number';
      return { bytes: bytes.length, crc32: isNumber ? value : value.toString(16).padStart(8, '0') };
    }
  }
  if (Array.isArray(actual) && Array.isArray(expected)) {
    return actual.map((each, i) => withDigests(each, expected[i]));
  }
  if (typeof actual === 'object' && actual !== null && typeof expected === 'object' && expected !== null) {
    const others = expected as Readonly<Record<string, unknown>>;
    return Object.fromEntries(
      Object.entries(actual).map(([name, value]) => [name, withDigests(value, others[name])]),
    );
  }
  return actual;
}
