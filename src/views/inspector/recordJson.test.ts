import { describe, expect, it } from 'vitest';
import { fileOffset, rowIndex } from '../../base/index.ts';
import { encodeUtf8 } from '../../codec/index.ts';
import { RowKind, RowStatus } from '../../columnar/index.ts';
import type { FieldView, RowDetail } from '../../workers/index.ts';
import { recordJson } from './recordJson.ts';

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
    expect(JSON.parse(recordJson(detail, bytes))).toEqual({
      record: 7,
      type: 'APPEND',
      offset: 500,
      size: 12,
      fields: { tag: '21 APPEND', key: 'a"b', value: { base64: '//4=' }, far: { omittedBytes: 6 } },
      omittedFields: 2,
    });
  });
});
