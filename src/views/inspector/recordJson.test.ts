import { describe, expect, it } from 'vitest';
import { fileOffset, rowIndex } from '../../base/index.ts';
import { encodeUtf8 } from '../../codec/index.ts';
import { RowKind, RowStatus } from '../../columnar/index.ts';
import type { FieldView, RowDetail } from '../../workers/index.ts';
import { recordJson, recordJsonParts } from './recordJson.ts';

const field = (path: string, offset: number, length: number, text: string, hasValue: boolean): FieldView => ({
  path,
  name: path,
  depth: 0,
  role: 'value',
  offset,
  length,
  text,
  derived: null,
  hasValue,
  bad: false,
});

const detail: RowDetail = {
  row: {
    row: rowIndex(1),
    kind: RowKind.record,
    status: RowStatus.ok,
    salvaged: false,
    embedded: false,
    sealed: false,
    record: 7,
    offset: fileOffset(500),
    size: 12,
    type: 'APPEND',
    family: 'string',
    key: 'k',
    typeDerived: false,
    keyDerived: false,
    summary: '',
    database: null,
    databaseCertain: true,
    ttlMs: null,
    ttlAbsolute: false,
    finding: null,
    fix: null,
  },
  fields: [
    field('tag', 0, 1, '21 APPEND', false),
    field('key', 1, 3, '"a…"', true),
    field('value', 4, 2, '', true),
    field('far', 6, 6, '', true),
  ],
  fieldsOmitted: 2,
  elements: null,
  space: 'file',
  spaceSize: 12,
  faults: [],
  fix: null,
};

describe('recordJson', () => {
  it('gives whole values, text or base64, and says what it left out', () => {
    const bytes = Uint8Array.of(21, ...encodeUtf8('a"b'), 0xff, 0xfe);
    expect(JSON.parse(recordJson(detail, [{ at: 0, bytes }]))).toEqual({
      record: 7,
      type: 'APPEND',
      offset: 500,
      size: 12,
      fields: { tag: '21 APPEND', key: 'a"b', value: { base64: '//4=' }, far: { omittedBytes: 6 } },
      omittedFields: 2,
    });
  });

  it('has the elements that are listed, however far behind the beginning they lie', () => {
    const MIB = 1 << 20;
    const far = 90 * MIB;
    const fields = [
      field('key', 1, 1, '"k"', true),
      field('values[0]', far, 2, '', true),
      field('values[1]', far + 6, 3, '', true),
    ];
    const paged = { ...detail, fields, spaceSize: 100 * MIB };
    expect(recordJsonParts(paged)).toEqual([
      { from: 0, to: MIB },
      { from: far, to: far + 9 },
    ]);
    const parts = [
      { at: 0, bytes: encodeUtf8('.k') },
      { at: far, bytes: encodeUtf8('ab....cde') },
    ];
    expect(JSON.parse(recordJson(paged, parts))).toMatchObject({
      fields: { key: 'k', 'values[0]': 'ab', 'values[1]': 'cde' },
    });
  });

  it('asks for no more than is there, and for nothing of one huge value but the beginning', () => {
    expect(recordJsonParts(detail)).toEqual([{ from: 0, to: 12 }]);
    const huge = [field('value', 14, 512 << 20, '', true)];
    expect(recordJsonParts({ fields: huge, spaceSize: 600 << 20 })).toEqual([{ from: 0, to: 1 << 20 }]);
  });
});
