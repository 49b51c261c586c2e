import { expect, test } from 'vitest';
import { createScanTurns } from './scanTurns.ts';

/** Takes turns for `ids` and tells which have begun. */
function line(ids: readonly string[], urgent = '') {
  const turns = createScanTurns<string>((id) => id === urgent, 2);
  const begun: string[] = [];
  const taken = ids.map((id) => {
    const { turn, begun: coming } = turns.take(id);
    void coming.then(() => begun.push(id));
    return turn;
  });
  return { begun, end: (index: number) => taken[index]?.end() };
}

const settle = () => new Promise((resolve) => setTimeout(resolve));

test('as many scans run as there are places, the others wait in order', async () => {
  const { begun, end } = line(['a', 'b', 'c', 'd']);
  await settle();
  expect(begun).toEqual(['a', 'b']);
  end(1);
  await settle();
  expect(begun).toEqual(['a', 'b', 'c']);
});

test('the urgent one does not wait, and takes no place from the others for good', async () => {
  const { begun, end } = line(['a', 'b', 'c', 'd', 'e'], 'd');
  await settle();
  expect(begun).toEqual(['a', 'b', 'd']);
  end(3);
  await settle();
  expect(begun).toEqual(['a', 'b', 'd']);
  end(0);
  await settle();
  expect(begun).toEqual(['a', 'b', 'd', 'c']);
});

test('ending a turn twice, or before it has come, gives no place away', async () => {
  const { begun, end } = line(['a', 'b', 'c', 'd', 'e']);
  end(2);
  end(0);
  end(0);
  await settle();
  expect(begun).toEqual(['a', 'b', 'd']);
});
