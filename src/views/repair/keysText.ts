import type { KeyNames } from '../../workers/index.ts';
import { formatCount } from '../ui/format.ts';

/** How many are named before the rest is only counted. */
const NAMED = 4;

/** "Key user:1042", "Keys a, b", "12 keys: a, b, c, d and 8 more". */
export function keysText({ count, names }: KeyNames, named = NAMED): string {
  const shown = names.slice(0, named);
  const listed = shown.join(', ');
  if (count === 1) return `Key ${listed}`;
  if (count === shown.length) return `Keys ${listed}`;
  return `${formatCount(count)} keys: ${listed} and ${formatCount(count - shown.length)} more`;
}
