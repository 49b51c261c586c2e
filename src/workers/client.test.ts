import { expect, test } from 'vitest';
import { callWhile } from './client.ts';

test('a message that comes in after the answer is not heard', () => {
  const heard: unknown[] = [];
  let unanswered = true;
  const onProgress = callWhile(
    () => unanswered,
    (...args) => heard.push(args),
  );
  onProgress(1, 2);
  unanswered = false;
  onProgress(2, 2);
  expect(heard).toEqual([[1, 2]]);
});
