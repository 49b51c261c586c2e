/* The checksum's step in WebAssembly: the same tables and the same slicing as in `crc32`, four bytes a load. */
import { type Expression, i32, type Local, type WasmFunction } from '../../base/index.ts';

const WORD_BYTES = 4;

/**
 * Emits the loop that folds the bytes from `at` to `end` into `crc`; both locals move.
 * @param tables where the slicing tables are in the module's memory
 */
export function emitCrc32(f: WasmFunction, crc: Local, at: Local, end: Expression, tables: number): void {
  const words = Array.from({ length: 4 }, () => f.local());
  for (const count of [4, 2, 1]) {
    const step = count * WORD_BYTES;
    const isLeft = i32.geU(i32.sub(end, at.get), i32.const(step));
    const fold = () => {
      f.set(crc, foldWords(f, words.slice(0, count), crc, at, tables));
      f.set(at, i32.add(at.get, i32.const(step)));
    };
    if (count < 4) f.when(isLeft, fold);
    else
      f.when(isLeft, () =>
        f.loop('sixteen', () => {
          fold();
          f.branchIf(isLeft, 'sixteen');
        }),
      );
  }
  f.when(i32.ne(at.get, end), () =>
    f.loop('one', () => {
      const index = i32.and(i32.xor(crc.get, i32.load8(at.get)), i32.const(0xff));
      f.set(crc, i32.xor(i32.load(i32.shl(index, i32.const(2)), tables), i32.shrU(crc.get, i32.const(8))));
      f.set(at, i32.add(at.get, i32.const(1)));
      f.branchIf(i32.ne(at.get, end), 'one');
    }),
  );
}

/** What the checksum turns into over so many words: each byte looks up its own table. */
function foldWords(
  f: WasmFunction,
  words: readonly Local[],
  crc: Local,
  at: Local,
  tables: number,
): Expression {
  const lookups: Expression[] = [];
  for (const [number, word] of words.entries()) {
    const loaded = i32.load(at.get, number * WORD_BYTES);
    f.set(word, number === 0 ? i32.xor(loaded, crc.get) : loaded);
    for (let byte = 0; byte < WORD_BYTES; byte++) {
      const table = (words.length - number) * WORD_BYTES - 1 - byte;
      // The byte times four, by one shift: entries of the tables have four bytes.
      const shifted =
        byte === 0 ? i32.shl(word.get, i32.const(2)) : i32.shrU(word.get, i32.const(byte * 8 - 2));
      lookups.push(i32.load(i32.and(shifted, i32.const(0x3fc)), tables + table * 1024));
    }
  }
  // The first four wait for the step before: they come in last, so that only they are waited for.
  return lookups.reverse().reduce((sum, each) => i32.xor(sum, each));
}
