/* Commands that are not replayed and change another key than the table of key positions says first. */
import { keyName } from '../keyName.ts';
import { textOf } from '../text.ts';
import type { CommandRun } from './commandRun.ts';
import type { Handler, Handlers } from './handler.ts';

/** The first key is where the result goes; the others are only read. */
const intoFirst: Handler = (run) => run.unclear(run.name(1));

/** With one of these words the result goes to the key behind it; without, nothing changes. */
const intoNamed =
  (...words: readonly string[]): Handler =>
  (run: CommandRun) => {
    for (let at = 2; at + 1 < run.args.length; at++) {
      if (words.includes(run.word(at))) run.unclear(keyName(textOf(run.arg(at + 1)), run.database));
    }
  };

export const UNCLEAR: Handlers = {
  PFMERGE: intoFirst,
  ZRANGESTORE: intoFirst,
  GEOSEARCHSTORE: intoFirst,
  SORT: intoNamed('STORE'),
  GEORADIUS: intoNamed('STORE', 'STOREDIST'),
  GEORADIUSBYMEMBER: intoNamed('STORE', 'STOREDIST'),
};
