import { describe, expect, test } from 'vitest';
import { RowStatus } from '../columnar/index.ts';
import { dropText } from './stepTexts.ts';

describe('why a row is dropped', () => {
  test.each([RowStatus.badBody, RowStatus.unknownTag])(
    'a checksum is named where there is one (%s)',
    (status) => {
      expect(dropText(status, 'SET record', 70, 'record').reason).toMatch(/^Its checksum holds/);
      for (const checksums of ['file', 'none'] as const) {
        expect(dropText(status, 'entry', 70, checksums).reason).not.toMatch(/checksum/);
      }
    },
  );
});
