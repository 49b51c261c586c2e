import { rowIndex } from '../base/index.ts';
import { encodeBase64 } from '../codec/index.ts';
import { RowKind } from '../columnar/index.ts';
import type { RepairActs } from './format.ts';
import { step } from './step.ts';
import { END_TEXT } from './stepTexts.ts';

/** What every file of a format begins and ends with; empty where it has no such bytes. */
interface Ends {
  readonly header: Uint8Array;
  readonly end: Uint8Array;
}

/** How files are repaired whose rows stand for themselves: nothing vouches for them, and nothing counts them. */
export const plainRepair = ({ header, end }: Ends): RepairActs => ({
  diagnose: null,
  newHeader: ({ rows }) => ({ bytes: header, replaces: rows.size(rowIndex(0)) }),
  // The end, where the plan takes it away or it was never there.
  complete(index, steps) {
    if (end.length === 0) return steps;
    const { rows, size } = index;
    for (let row = rows.length - 1; row >= 0; row--) {
      if (rows.kind(rowIndex(row)) !== RowKind.footer) continue;
      const at = rows.offset(rowIndex(row));
      const goes = steps.some(
        ({ kind, offset, length }) => kind !== 'replace' && offset <= at && offset + length > at,
      );
      if (!goes) return steps;
    }
    const body = { kind: 'replace', replacement: encodeBase64(end), before: '' } as const;
    return [...steps, step(body, { offset: size, length: 0 }, END_TEXT, 0, false)];
  },
  provenBy: 'rows',
  rewrites: false,
});
