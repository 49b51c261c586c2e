import { groupDigits } from '../codec/index.ts';

/**
 * In what the records that are found differ from those that were promised, in words; null where they are the same.
 * @param isSame whether the record of that number is the promised one; asked where both lists have it
 * @param place what is said of where a found record stands
 */
export function firstOtherRecord(
  promised: number,
  found: number,
  isSame: (at: number) => boolean,
  place: (at: number) => string = () => '',
): string | null {
  for (let at = 0; at < promised; at++) {
    if (at >= found) return `record ${groupDigits(at)} is missing`;
    if (!isSame(at)) return `record ${groupDigits(at)} ${place(at)}is another one`;
  }
  return found === promised ? null : `${groupDigits(found - promised)} records were not promised`;
}
