import { describe, expect, it } from 'vitest';
import { fileOffset, rowIndex } from '../../base/index.ts';
import { RowKind, RowStatus } from '../../columnar/index.ts';
import type { FieldView, RowDetail } from '../../workers/index.ts';
import { byteLook, paintBytes, recordPaint } from './bytePaint.ts';

const field = (
  path: string,
  role: FieldView['role'],
  offset: number,
  length: number,
  bad = false,
): FieldView => ({
  path,
  name: path,
  depth: 0,
  role,
  offset,
  length,
  text: '',
  derived: null,
  hasValue: false,
  bad,
});

const detail = (over: Partial<RowDetail> = {}): RowDetail => ({
  row: {
    row: rowIndex(1),
    kind: RowKind.record,
    status: RowStatus.ok,
    salvaged: false,
    embedded: false,
    sealed: false,
    record: 0,
    offset: fileOffset(20),
    size: 10,
    type: 'DEL',
    family: 'key',
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
    field('tag', 'tag', 0, 1),
    field('key.length', 'length', 1, 4),
    field('key', 'key', 5, 1),
    field('crc32', 'checksum', 6, 4),
  ],
  fieldsOmitted: 0,
  elements: null,
  space: 'file',
  spaceSize: 10,
  faults: [],
  fix: null,
  ...over,
});

const tones = (painted: string): string[] => [...painted].map((code) => byteLook(code.charCodeAt(0)).tone);

describe('paintBytes', () => {
  it('gives each byte the tone of its field, and tells the other rows', () => {
    const paint = recordPaint(detail(), 'file', 1000);
    expect(tones(paintBytes(18, 32, paint, null))).toEqual([
      'outside',
      'outside',
      'tag',
      ...Array.from({ length: 4 }, () => 'length'),
      'key',
      ...Array.from({ length: 4 }, () => 'checksum'),
      'outside',
      'outside',
    ]);
  });

  it('marks the selected bytes only', () => {
    const painted = paintBytes(16, 32, null, { from: 21, to: 23 });
    const selected = [...painted].map((code) => byteLook(code.charCodeAt(0)).selected);
    expect(selected.indexOf(true)).toBe(5);
    expect(selected.filter(Boolean)).toHaveLength(2);
    expect(new Set(tones(painted))).toEqual(new Set(['none']));
  });

  it('marks the bad field rather than the whole record', () => {
    const evidence = { kind: 'garbage', resumesAt: null };
    const fault = { severity: 'damage', offset: fileOffset(20), length: 10, evidence };
    const faults = [{ fault }] as unknown as RowDetail['faults'];
    const damaged = (of: RowDetail): number =>
      [...paintBytes(16, 32, recordPaint(of, 'file', 1000), null)].filter(
        (code) => byteLook(code.charCodeAt(0)).damaged,
      ).length;
    expect(damaged(detail({ faults }))).toBe(10);
    expect(
      damaged(
        detail({ faults, fields: [field('tag', 'tag', 0, 1), field('crc32', 'checksum', 6, 4, true)] }),
      ),
    ).toBe(4);
  });

  it('marks what a fault is about, and what is known to be wrong', () => {
    const evidence = {
      kind: 'corrupt-length',
      recordType: 'DEL',
      field: 'key',
      fieldAt: fileOffset(21),
      value: 257,
      limit: null,
      resumesAt: null,
    };
    const faults = [
      { fault: { severity: 'damage', offset: fileOffset(20), length: 10, evidence } },
    ] as unknown as RowDetail['faults'];
    const fix = {
      fix: { at: fileOffset(22), before: Uint8Array.of(1), after: Uint8Array.of(0) },
    } as unknown as RowDetail['fix'];
    const marks = (space: 'file' | 'plain'): string =>
      [...paintBytes(20, 30, recordPaint(detail({ faults, fix }), space, 1000), null)]
        .map((code) => byteLook(code.charCodeAt(0)))
        .map(({ evidence, fixable }) => (fixable ? 'f' : evidence ? 'e' : '.'))
        .join('');
    expect(marks('file')).toBe('.efee.....');
    // Both are places in the file, which say nothing about decrypted content.
    expect(marks('plain')).toBe('..........');
  });

  it('colours the decrypted content, not the envelope, by its fields', () => {
    const encrypted = detail({ space: 'plain', spaceSize: 6 });
    expect(new Set(tones(paintBytes(20, 30, recordPaint(encrypted, 'file', 1000), null)))).toEqual(
      new Set(['none']),
    );
    expect(tones(paintBytes(0, 6, recordPaint(encrypted, 'plain', 6), null))).toEqual([
      'tag',
      'length',
      'length',
      'length',
      'length',
      'key',
    ]);
  });

  it('lets an element show inside its collection', () => {
    const nested = detail({ fields: [field('members', 'opaque', 1, 8), field('members[0]', 'value', 2, 2)] });
    expect(tones(paintBytes(21, 25, recordPaint(nested, 'file', 1000), null))).toEqual([
      'opaque',
      'value',
      'value',
      'opaque',
    ]);
  });
});
