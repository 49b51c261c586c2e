import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyEntry, anyRecord } from '../../../test/support/arbitraryRecords.ts';
import { entryToJson, type Json, recordToJson } from './json.ts';

/** Whether nothing but JSON's own values is in it, so that nothing is lost when it is written. */
function isPlain(json: Json): boolean {
  if (typeof json === 'number') return Number.isFinite(json);
  if (json === null || typeof json !== 'object')
    return json === null || typeof json === 'string' || typeof json === 'boolean';
  return Object.values(json).every((each: Json) => isPlain(each));
}

test('any record and entry becomes JSON that can be written and read', () => {
  fc.assert(
    fc.property(anyRecord('any'), anyEntry('any'), (record, entry) => {
      for (const json of [recordToJson(record), entryToJson(entry)]) {
        expect(isPlain(json)).toBe(true);
        const text = JSON.stringify(json);
        expect(JSON.stringify(JSON.parse(text))).toBe(text);
      }
    }),
  );
});
