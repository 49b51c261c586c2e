import { expect, test } from 'vitest';
import { practise } from './practice.ts';

test('what a worker practises on is a file like any other', async () => {
  await expect(practise()).resolves.toBeUndefined();
});
