/* How much memory a command may use, and what is said where that is not enough. */
import { getHeapStatistics } from 'node:v8';
import { groupDigits } from '../src/codec/index.ts';
import { allowStates, StateTooLargeError } from '../src/replay/index.ts';
import { countOf } from './checkText.ts';

/** Of Node's memory for objects, what a state may take: beside it there are summaries of others, and garbage. */
const STATE_SHARE = 0.55;
const MIB = 1 << 20;

/** Lets a state that is too large end with an error that can be told: Node itself would end the process. */
export const boundStates = (): void => allowStates(getHeapStatistics().heap_size_limit * STATE_SHARE);

/** What there is too little memory for, and how there is more. */
export function memoryText(error: unknown): string {
  const limit = Math.round(getHeapStatistics().heap_size_limit / MIB);
  const more = `NODE_OPTIONS=--max-old-space-size=${2 * limit} gives Node twice the ${groupDigits(limit)} MiB that it may use now`;
  // Of what lies outside of Node's objects, as an index does, that option gives no more.
  if (!(error instanceof StateTooLargeError))
    return `there is not enough memory: ${(error as Error).message}`;
  const keys = `replaying stopped at ${countOf(error.keys, 'key')}`;
  return error.isMost
    ? `the shard holds more keys than can be replayed: ${keys}, the most that a map of Node holds`
    : `there is not enough memory for what the shard holds: ${keys}; ${more}`;
}
