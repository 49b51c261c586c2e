import { expect, test } from 'vitest';
import { type ProcessorTimes, parseSchedstat, spentBetween, type ThreadTime } from './processorTime.ts';

test('a line of schedstat tells run and waited time, in nanoseconds', () => {
  expect(parseSchedstat('453000000 7500000 740\n')).toEqual({ ran: 453, waited: 7.5 });
});

test.each(['', '0 0', 'run 1 2', '1 2 3 4', '-1 2 3'])('%j is no line of schedstat', (line) => {
  expect(parseSchedstat(line)).toBeNull();
});

const thread = (ran: number, waited: number): ThreadTime => ({
  process: 'renderer',
  thread: 'DedicatedWorker',
  isMain: false,
  ran,
  waited,
});

test('a thread that began in between took all that it has, one that ended is left out', () => {
  const before: ProcessorTimes = new Map([
    ['1 1', thread(10, 1)],
    ['1 2', thread(500, 0)],
  ]);
  const after: ProcessorTimes = new Map([
    ['1 1', thread(25, 3)],
    ['1 3', thread(40, 4)],
  ]);
  expect(spentBetween(before, after)).toEqual([thread(15, 2), thread(40, 4)]);
});
