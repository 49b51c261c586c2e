import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { Output } from './output.ts';

const failing = (code: string, after: number) => {
  let writes = 0;
  return new Writable({
    write(_chunk, _encoding, done) {
      writes++;
      done(writes > after ? Object.assign(new Error(code), { code }) : null);
    },
  });
};

test('waits for a slow reader instead of filling the memory', async () => {
  let waiting = 0;
  let most = 0;
  const slow = new Writable({
    decodeStrings: false,
    write(chunk: string, _, done) {
      waiting += chunk.length;
      most = Math.max(most, slow.writableLength);
      setTimeout(done, 1);
    },
  });
  const out = new Output(slow);
  for (let i = 0; i < 100; i++) await out.write('x'.repeat(10_000));
  await out.flush();
  expect(waiting).toBe(1_000_000);
  expect(most).toBeLessThan(100_000);
});

test('a reader that goes away ends the output quietly', async () => {
  const out = new Output(failing('EPIPE', 1));
  for (let i = 0; i < 10; i++) await out.write('x'.repeat(70_000));
  await out.flush();
  expect(out.closed).toBe(true);
});

test('a full disk is an error', async () => {
  const out = new Output(failing('ENOSPC', 0));
  await out.write('x');
  await expect(out.flush()).rejects.toThrow('standard output: no space left on the disk');
});
