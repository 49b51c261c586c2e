import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyRecord } from '../../../test/support/arbitraryRecords.ts';
import { runs } from '../../../test/support/propertyRuns.ts';
import { writeRecordContent } from '../ember/aof.ts';
import { recordSpec } from '../ember/records.ts';
import type { Field } from './fields.ts';
import { StringField } from './stringField.ts';

const isString = ({ kind }: Field): boolean => kind === 'str' || kind === 'bytes';

/** Every string field that the table has for a record, with its values as the record holds them. */
function stringsOf(fields: readonly Field[], record: Record<string, unknown>): [string, Uint8Array[]][] {
  return fields.flatMap((field): [string, Uint8Array[]][] => {
    const value = record[field.name];
    if (isString(field)) return [[field.name, [value as Uint8Array]]];
    if (field.kind !== 'many') return [];
    const elements = value as readonly (Uint8Array | Record<string, Uint8Array>)[];
    return field.of
      .filter(isString)
      .map(({ name }) => [
        `${field.name}[].${name}`,
        elements.map((each) => (each instanceof Uint8Array ? each : (each[name] as Uint8Array))),
      ]);
  });
}

test('every string field of every record is found where it lies', () => {
  fc.assert(
    fc.property(anyRecord(), (record) => {
      const content = writeRecordContent(record);
      const fields: readonly Field[] = recordSpec(content[0] as number)?.fields ?? [];
      for (const [path, values] of stringsOf(fields, record as unknown as Record<string, unknown>)) {
        const walk = new StringField(fields, path);
        expect(walk.start(content, 1)).toBe(values.length);
        const found: Uint8Array[] = [];
        while (walk.next()) found.push(content.slice(walk.from, walk.to));
        expect([path, found.map(String)]).toEqual([path, values.map(String)]);
      }
    }),
    runs(3),
  );
});

test('a field that is no string is refused', () => {
  expect(() => new StringField([{ kind: 'f64', name: 'score' }], 'score')).toThrow('score is no string');
  expect(() => new StringField([], 'key')).toThrow('key is no string');
});
