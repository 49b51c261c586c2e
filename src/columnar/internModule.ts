/*
 * The key dictionary's search for many keys at a stroke, in WebAssembly. Table and entries are seldom in the
 * processor's cache, and a key by itself would wait for one after the other; so each is gone through for all keys at
 * once, and the waits overlap.
 */
import { type Expression, encodeWasmModule, i32, type Local, WasmFunction } from '../base/index.ts';
import { ENTRY_WORDS, PLACE_BITS, PLACE_MASK } from './keyLayout.ts';

/** How many keys are taken in together at most. */
export const MOST_TOGETHER = 2048;
/** Bytes of keys together at most. */
const MOST_KEY_BYTES = 128 << 10;

const column = (number: number): number => number * MOST_TOGETHER * 4;

/** Where the keys of a batch lie in its area, in bytes: a column of words for each thing that is known of them. */
export const INTERN_AREA = {
  hashes: column(0),
  at: column(1),
  lengths: column(2),
  ids: column(3),
  words: column(4),
  bytes: column(4) + MOST_KEY_BYTES,
} as const;

/** Words of keys that an area has room for. */
export const MOST_KEY_WORDS = MOST_KEY_BYTES / 4;

/**
 * Numbers the keys in the area.
 * @param area of the batch; like all addresses here in bytes
 * @param mask of the table's slots
 * @param next the number of the first key that is new
 * @param entries where the entries of new keys go, for which there must be room, as there must be slots in the table
 * @returns the end of these entries
 */
export type InternKeys = (
  area: number,
  count: number,
  table: number,
  mask: number,
  next: number,
  entries: number,
) => number;

const FIRST_PAGES = 16;
const MOST_PAGES = 1 << 14;
const NO_ID = -1;
const WORD = i32.const(4);
const ENTRY_BYTES = ENTRY_WORDS * 4;
/** Where things are in an entry. */
const ID = 0;
const LENGTH = 4;
const HASH = 8;

/** A module that exports `intern`, an {@link InternKeys}. */
export function compileIntern(): Uint8Array<ArrayBuffer> {
  const f = new WasmFunction(6);
  const [area, count, table, mask, next, entries] = f.parameters as [
    Local,
    Local,
    Local,
    Local,
    Local,
    Local,
  ];
  /** Address of the key's words in each column but for the column's offset; and where they end. */
  const each = f.local();
  const end = f.local();
  const slot = f.local();
  const found = f.local();
  const entry = f.local();
  const hash = f.local();
  const length = f.local();
  const key = f.local();
  const keyEnd = f.local();
  const held = f.local();

  const forEach = (name: string, body: () => void): void => {
    f.set(each, area.get);
    f.loop(name, () => {
      body();
      f.set(each, i32.add(each.get, WORD));
      f.branchIf(i32.ltU(each.get, end.get), name);
    });
  };
  const homeSlot = () => i32.add(table.get, i32.shl(i32.and(hash.get, mask.get), i32.const(2)));
  const entryOf = (word: Expression) => i32.shl(i32.and(word, i32.const(PLACE_MASK)), i32.const(2));
  const startKey = (): void => {
    const first = i32.shl(i32.load(each.get, INTERN_AREA.at), i32.const(2));
    f.set(key, i32.add(area.get, first));
    f.set(keyEnd, i32.add(key.get, length.get));
  };
  const nextWord = (): void => {
    f.set(key, i32.add(key.get, WORD));
    f.set(held, i32.add(held.get, WORD));
  };

  f.set(end, i32.add(area.get, i32.shl(count.get, i32.const(2))));
  // Nothing depends on what is read in these two loops, so that the processor reads ahead.
  forEach('slots', () => {
    f.set(hash, i32.load(each.get, INTERN_AREA.hashes));
    f.store(each.get, i32.load(homeSlot()), INTERN_AREA.ids);
  });
  forEach('entries', () => {
    f.set(held, i32.or(held.get, i32.load(entryOf(i32.load(each.get, INTERN_AREA.ids)))));
  });
  forEach('key', () => {
    f.block('numbered', () => {
      f.block('keyless', () => {
        f.branchIf(i32.eq(i32.load(each.get, INTERN_AREA.at), i32.const(-1)), 'keyless');
        f.set(hash, i32.load(each.get, INTERN_AREA.hashes));
        f.set(length, i32.load(each.get, INTERN_AREA.lengths));
        f.set(slot, homeSlot());
        f.block('new', () => {
          f.loop('probe', () => {
            f.set(found, i32.load(slot.get));
            f.branchIf(i32.eqz(found.get), 'new');
            f.block('other', () => {
              const difference = i32.shrU(i32.xor(found.get, hash.get), i32.const(PLACE_BITS));
              f.branchIf(difference, 'other');
              f.set(entry, entryOf(found.get));
              f.branchIf(i32.ne(i32.load(entry.get, HASH), hash.get), 'other');
              f.branchIf(i32.ne(i32.load(entry.get, LENGTH), length.get), 'other');
              startKey();
              f.set(held, i32.add(entry.get, i32.const(ENTRY_BYTES)));
              f.block('same', () => {
                f.loop('word', () => {
                  f.branchIf(i32.geU(key.get, keyEnd.get), 'same');
                  f.branchIf(i32.ne(i32.load(key.get, INTERN_AREA.words), i32.load(held.get)), 'other');
                  nextWord();
                  f.branch('word');
                });
              });
              f.store(each.get, i32.load(entry.get, ID), INTERN_AREA.ids);
              f.branch('numbered');
            });
            const following = i32.add(i32.sub(slot.get, table.get), WORD);
            const inTable = i32.or(i32.shl(mask.get, i32.const(2)), i32.const(3));
            f.set(slot, i32.add(table.get, i32.and(following, inTable)));
            f.branch('probe');
          });
        });
        const tag = i32.and(hash.get, i32.const(~PLACE_MASK));
        f.store(slot.get, i32.or(i32.shrU(entries.get, i32.const(2)), tag), 0);
        f.store(entries.get, next.get, ID);
        f.store(entries.get, length.get, LENGTH);
        f.store(entries.get, hash.get, HASH);
        f.store(each.get, next.get, INTERN_AREA.ids);
        f.set(next, i32.add(next.get, i32.const(1)));
        startKey();
        f.set(held, i32.add(entries.get, i32.const(ENTRY_BYTES)));
        f.block('copied', () => {
          f.loop('copy', () => {
            f.branchIf(i32.geU(key.get, keyEnd.get), 'copied');
            f.store(held.get, i32.load(key.get, INTERN_AREA.words), 0);
            nextWord();
            f.branch('copy');
          });
        });
        f.set(entries, held.get);
        f.branch('numbered');
      });
      f.store(each.get, i32.const(NO_ID), INTERN_AREA.ids);
    });
  });
  f.return(entries.get);
  return encodeWasmModule({ intern: f }, FIRST_PAGES, MOST_PAGES);
}
