import { describe, expect, it } from 'vitest';
import { fileOffset, rowIndex } from '../../base/index.ts';
import { RowKind, RowStatus } from '../../columnar/index.ts';
import type { FieldView, RowDetail } from '../../workers/index.ts';
import { fieldOfBytes, fieldSpan } from './fieldOfBytes.ts';

const field = (path: string, offset: number, length: number): FieldView => ({
  path,
  name: path,
  depth: 0,
  role: 'value',
  offset,
  length,
  text: '',
  derived: null,
  hasValue: false,
  bad: false,
});

const detail: RowDetail = {
  row: {
    row: rowIndex(3),
    kind: RowKind.record,
    status: RowStatus.ok,
    salvaged: false,
    embedded: false,
    sealed: false,
    record: 2,
    offset: fileOffset(100),
    size: 40,
    type: 'SADD',
    family: 'set',
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
    field('tag', 0, 1),
    field('members', 1, 30),
    field('members[0]', 5, 6),
    field('empty', 31, 0),
    field('crc32', 36, 4),
  ],
  fieldsOmitted: 0,
  elements: null,
  space: 'file',
  spaceSize: 40,
  faults: [],
  fix: null,
};

describe('fieldOfBytes', () => {
  it('finds the innermost field', () => {
    expect(fieldOfBytes(detail, { from: 106, to: 108 })?.path).toBe('members[0]');
    expect(fieldOfBytes(detail, { from: 103, to: 104 })?.path).toBe('members');
    expect(fieldOfBytes(detail, { from: 100, to: 101 })?.path).toBe('tag');
  });

  it('widens to the field that holds the whole range', () => {
    expect(fieldOfBytes(detail, { from: 103, to: 108 })?.path).toBe('members');
  });

  it('finds none across fields, outside, or in an empty field', () => {
    expect(fieldOfBytes(detail, { from: 100, to: 103 })).toBeNull();
    expect(fieldOfBytes(detail, { from: 99, to: 101 })).toBeNull();
    expect(fieldOfBytes(detail, { from: 131, to: 132 })).toBeNull();
  });

  it('places fields by the space they are in', () => {
    const first = detail.fields[2] as FieldView;
    expect(fieldSpan(detail, first)).toEqual({ from: 105, to: 111 });
    expect(fieldSpan({ ...detail, space: 'plain' }, first)).toEqual({ from: 5, to: 11 });
  });
});
