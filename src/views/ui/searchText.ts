import type { ScanSearch } from '../../workers/index.ts';
import { formatOffset } from './format.ts';

/** What a long search is about, and what it has met: part of a sentence. */
export function searchText({ from, onlyZeros }: ScanSearch, noun: string): string {
  const what = from === 0 ? `the first ${noun}` : `the next ${noun} behind ${formatOffset(from)}`;
  return `searching for ${what}${onlyZeros ? ': nothing but zeros so far' : ''}`;
}

/** What is known of one that was stopped: a sentence without its end. */
export function searchedText({ from, onlyZeros }: ScanSearch, noun: string): string {
  const where = from === 0 ? '' : ` behind ${formatOffset(from)}`;
  return `No ${noun} was found${where} up to there${onlyZeros ? ': nothing but zeros' : ''}`;
}
