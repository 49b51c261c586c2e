import { describe, expect, it } from 'vitest';
import { ByteWindows, WINDOW_SIZE } from './byteWindows.ts';

interface Call {
  readonly at: number;
  readonly length: number;
}

function counted(size: number): { readonly windows: ByteWindows; readonly calls: Call[] } {
  const calls: Call[] = [];
  const windows = new ByteWindows(size, async (at, length) => {
    calls.push({ at, length });
    return Uint8Array.from({ length }, (_, i) => (at + i) & 0xff);
  });
  return { windows, calls };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

describe('ByteWindows', () => {
  it('fetches only the windows that are wanted, each once', async () => {
    const { windows, calls } = counted(500 * 2 ** 20);
    windows.want(100, 700);
    windows.want(200, 300);
    expect(windows.byteAt(100)).toBeNull();
    await settled();
    windows.want(0, 64);
    expect(calls).toEqual([{ at: 0, length: WINDOW_SIZE }]);
    expect(windows.byteAt(300)).toBe(300 & 0xff);
    expect(windows.byteAt(WINDOW_SIZE)).toBeNull();
  });

  it('reads across the seam of two windows and stops at the end', async () => {
    const { windows, calls } = counted(WINDOW_SIZE + 10);
    windows.want(WINDOW_SIZE - 4, WINDOW_SIZE + 400);
    await settled();
    expect(calls).toEqual([
      { at: 0, length: WINDOW_SIZE },
      { at: WINDOW_SIZE, length: 10 },
    ]);
    expect(windows.slice(WINDOW_SIZE - 2, WINDOW_SIZE + 2)).toEqual(Uint8Array.of(0xfe, 0xff, 0, 1));
    expect(windows.slice(WINDOW_SIZE + 8, WINDOW_SIZE + 11)).toBeNull();
  });

  it('forgets the windows longest unused', async () => {
    const { windows } = counted(100 * WINDOW_SIZE);
    for (let i = 0; i < 20; i++) {
      windows.want(i * WINDOW_SIZE, i * WINDOW_SIZE + 1);
      windows.want(0, 1);
      await settled();
    }
    expect(windows.byteAt(0)).toBe(0);
    expect(windows.byteAt(WINDOW_SIZE)).toBeNull();
    expect(windows.byteAt(19 * WINDOW_SIZE)).not.toBeNull();
  });

  it('takes a short answer for a failure', async () => {
    const windows = new ByteWindows(10, async () => new Uint8Array(4));
    windows.want(0, 10);
    await settled();
    expect(windows.failure).toBeInstanceOf(Error);
    expect(windows.byteAt(0)).toBeNull();
  });

  it('tells of an arrival, and of a failure, and tries again', async () => {
    let broken = true;
    const windows = new ByteWindows(10, async () => {
      if (broken) throw new Error('gone');
      return new Uint8Array(10);
    });
    let told = 0;
    const stop = windows.subscribe(() => told++);
    windows.want(0, 10);
    await settled();
    expect(windows.failure).toBeInstanceOf(Error);
    broken = false;
    windows.retry(0, 10);
    await settled();
    expect(windows.failure).toBeNull();
    expect(windows.byteAt(9)).toBe(0);
    stop();
    expect(told).toBe(3);
  });
});
