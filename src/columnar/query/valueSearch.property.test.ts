import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyEntry, anyRecord } from '../../../test/support/arbitraryRecords.ts';
import { runs } from '../../../test/support/propertyRuns.ts';
import {
  commandNamed,
  encodeUtf8,
  entrySpec,
  recordSpec,
  writeCommand,
  writeEntry,
  writeRdbEntry,
  writeRecordContent,
} from '../../codec/index.ts';
import { entryValues, recordValues } from './contentFields.ts';
import type { ContentPieces } from './contentPieces.ts';
import { parseRegex } from './parseRegex.ts';
import { commandValues, stringValues } from './redisFields.ts';
import { textMatcher } from './textMatcher.ts';
import { globPattern, type TextPattern } from './textPattern.ts';
import { ValueSearch } from './valueSearch.ts';
import { type ContentValues, ValueWalk } from './valueWalk.ts';

interface Content {
  readonly values: ContentValues;
  readonly tag: number;
  readonly bytes: Uint8Array;
}

/** Few letters of one to four bytes, so that patterns do match, and bytes that are no text. */
const letters = fc
  .array(fc.constantFrom('a', 'b', 'A', 'é', '€', '😀', '\u00ff'), { maxLength: 12 })
  .map((some) => some.join(''));
const value = fc.oneof(
  letters.map(encodeUtf8),
  fc.uint8Array({ maxLength: 12 }),
  letters.map((text) => encodeUtf8(text).subarray(1)),
);

function regex(source: string): TextPattern {
  const parsed = parseRegex(source);
  if ('error' in parsed) throw new Error(parsed.error);
  return { kind: 'pattern', pattern: parsed.pattern, whole: false, ignoreCase: false };
}

const pattern: fc.Arbitrary<TextPattern> = fc.oneof(
  letters
    .filter((text) => text !== '')
    .map((text) => ({ kind: 'contains' as const, bytes: encodeUtf8(text) })),
  fc.tuple(letters, letters).map(([a, b]) => globPattern([encodeUtf8(a), '*', '?', encodeUtf8(b)])),
  fc.constantFrom('^a+b', 'é.$', '^[^a]{2,3}$', '(?:ab|€)+', '^$').map(regex),
);

const tagOf = (type: string, spec: typeof recordSpec | typeof entrySpec): number =>
  Array.from({ length: 256 }, (_, tag) => tag).find((tag) => spec(tag)?.type === type) ?? -1;

const content: fc.Arbitrary<Content> = fc.oneof(
  anyRecord('any').map((record) => ({
    values: recordValues,
    tag: tagOf(record.type, recordSpec),
    bytes: writeRecordContent(record),
  })),
  value.map((bytes) => ({
    values: recordValues,
    tag: tagOf('RPUSH', recordSpec),
    bytes: writeRecordContent({ type: 'RPUSH', key: encodeUtf8('k'), values: [bytes, bytes.slice(1)] }),
  })),
  anyEntry('any').map((entry) => ({
    values: (content: ContentPieces, type: number) => entryValues(content, type, 2),
    tag: tagOf(entry.type, entrySpec),
    bytes: writeEntry(entry, 2),
  })),
  fc.array(value, { maxLength: 4 }).map((values) => ({
    values: commandValues,
    tag: commandNamed('RPUSH')?.tag ?? -1,
    bytes: writeCommand([encodeUtf8('RPUSH'), encodeUtf8('ab'), ...values]),
  })),
  fc.tuple(value, fc.option(fc.bigInt(0n, 2n ** 64n - 1n))).map(([bytes, expireMs]) => ({
    values: stringValues,
    tag: 0,
    bytes: writeRdbEntry({ key: encodeUtf8('ab'), value: bytes, expireMs }),
  })),
);

function searchWhole({ values, tag, bytes }: Content, text: TextPattern, ignoreCase: boolean): boolean {
  const walk = new ValueWalk(values, tag, bytes.length, textMatcher(text, ignoreCase));
  walk.feed(bytes);
  return walk.hit;
}

test('a content in pieces gives what the whole gives, however it is cut', () => {
  const cuts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 });
  const cutShort = fc.boolean();
  fc.assert(
    fc.property(
      content,
      pattern,
      pattern,
      fc.boolean(),
      cuts,
      cutShort,
      (of, a, b, ignoreCase, sizes, cut) => {
        const some = cut ? { ...of, bytes: of.bytes.subarray(0, Math.floor(of.bytes.length / 2)) } : of;
        const { values, tag, bytes } = some;
        const wanted = [a, b].map((text) => ({ text, ignoreCase, matcher: textMatcher(text, ignoreCase) }));
        const search = new ValueSearch(values, tag, bytes.length, wanted);
        for (let at = 0, i = 0; at < bytes.length; i++) {
          const size = sizes[i % sizes.length] as number;
          // Borrowed: it is overwritten once it was fed.
          const piece = bytes.slice(at, at + size);
          const goesOn = search.feed(piece);
          piece.fill(0x61);
          if (!goesOn) break;
          at += size;
        }
        expect(search.found).toEqual([searchWhole(some, a, ignoreCase), searchWhole(some, b, ignoreCase)]);
      },
    ),
    runs(10),
  );
});

describe('what counts as a value', () => {
  const holds = (of: Content, text: string): boolean =>
    searchWhole(of, { kind: 'contains', bytes: encodeUtf8(text) }, false);

  test('of a command the arguments, neither its name nor its key', () => {
    const set = {
      values: commandValues,
      tag: commandNamed('SET')?.tag ?? -1,
      bytes: writeCommand(['SET', 'name', 'red', 'EX', '10'].map((part) => encodeUtf8(part))),
    };
    expect(['SET', 'name', 'red', 'EX'].map((text) => holds(set, text))).toEqual([false, false, true, true]);
  });

  test('of a string in an RDB its value, behind an expiry as well', () => {
    for (const expireMs of [null, 7n]) {
      const entry = { key: encodeUtf8('name'), value: encodeUtf8('red'.repeat(6000)), expireMs };
      const string = { values: stringValues, tag: 0, bytes: writeRdbEntry(entry) };
      expect([holds(string, 'name'), holds(string, 'redred')]).toEqual([false, true]);
    }
  });
});
