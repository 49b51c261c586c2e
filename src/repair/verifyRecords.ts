/*
 * Whether a written file is what its plan promised, where the states have too many keys to be compared: the records that
 * are promised and those of the output are the same bytes in the same order, which leads to the same state.
 */
import { crc32, writeEntry, writeRecordContent } from '../codec/index.ts';
import type { FileIndex } from '../scan/index.ts';
import { firstOtherRecord } from './firstOtherRecord.ts';
import type { VisitRecord } from './promisedRecords.ts';

/** With so many more values beside the checksum's a number is still exact. */
const LENGTHS = 1 << 21;

/** Calls its visitor for each record, in order. */
export type RecordWalk = (visit: VisitRecord) => Promise<void>;

/** How many records are found, and the first difference in words; null when there is none. */
export async function verifyRecords(
  index: FileIndex,
  promised: RecordWalk,
  found: RecordWalk,
): Promise<{ readonly records: number; readonly difference: string | null }> {
  const wanted = await digestsOf(index, promised);
  const are = await digestsOf(index, found);
  const difference = firstOtherRecord(wanted.length, are.length, (at) => wanted[at] === are[at]);
  return { records: are.length, difference };
}

/** A number for each record: its checksum and, above that, its length. */
async function digestsOf(index: FileIndex, walk: RecordWalk): Promise<readonly number[]> {
  const digests: number[] = [];
  await walk((decoded, row, content) => {
    const bytes =
      row !== null
        ? content
        : decoded.kind === 'record'
          ? writeRecordContent(decoded.record)
          : writeEntry(decoded.entry, index.layout);
    digests.push(crc32(bytes) + (bytes.length % LENGTHS) * 2 ** 32);
    return undefined;
  });
  return digests;
}
