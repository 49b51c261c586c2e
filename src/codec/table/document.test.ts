import { describe, expect, test } from 'vitest';
import { ENTRIES } from '../ember/entries.ts';
import { RECORDS } from '../ember/records.ts';
import { formatDocument } from './document.ts';

const document = formatDocument();

/** The lines between a heading and the next. */
function sectionOf(heading: string): string {
  const from = document.indexOf(`\n${heading}\n`);
  expect(from, heading).toBeGreaterThan(0);
  const to = document.indexOf('\n#', from + heading.length);
  return document.slice(from, to === -1 ? undefined : to);
}

describe('the format document', () => {
  test('has a section with every field for each record and each entry type', () => {
    for (const { tag, type, since, doc, fields } of [...RECORDS, ...ENTRIES]) {
      const section = sectionOf(`#### ${tag} ${type}`);
      expect(section).toContain(`Since ${since}. ${doc}`);
      for (const field of fields) expect(section).toMatch(new RegExp(`\\| ${field.name}( count)? \\|`));
    }
  });

  test('describes the layout of a record with elements', () => {
    expect(sectionOf('#### 8 ZADD')).toContain(
      [
        '| 1 | tag | u8 | 8 |',
        '| 4 + n | key | str | the key |',
        '| 4 | members count | u32 | how many elements follow |',
        '| 8 | · score | f64 |  |',
        '| 4 + n | · member | str |  |',
        '| 4 | crc32 | u32 | over tag and fields |',
      ].join('\n'),
    );
  });

  test('says what each version reads', () => {
    expect(document).toContain('| 0.4.2 | 1–13 | 1–22 | 0–4 | — |');
    expect(document).toContain('| 0.4.9 | 1–22, 27 (+ 23–24 protobuf, 25–26 vector) | 1–22, 27–35 (+');
  });

  test('shows nothing that is missing', () => {
    expect(document).not.toMatch(/undefined|null|NaN|\[object/);
  });
});
