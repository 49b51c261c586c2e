import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { noLongerThan } from './noLongerThan.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test.each([
  ['nothing', () => undefined],
  ['what is there already', () => Promise.resolve()],
  ['what fails', () => Promise.reject(new Error('gone'))],
])('%s is not waited for', async (_, make) => {
  await noLongerThan(1000, make());
  expect(vi.getTimerCount()).toBe(0);
});

test('what never comes is waited for so long', async () => {
  let isOver = false;
  const waiting = noLongerThan(1000, new Promise(() => undefined)).then(() => {
    isOver = true;
  });
  await vi.advanceTimersByTimeAsync(999);
  expect(isOver).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  await waiting;
  expect(isOver).toBe(true);
});
