/* Commands that work on keys of any type, and on whole databases. */
import { keyName, parseKeyName } from '../keyName.ts';
import { textOf } from '../text.ts';
import { cloneValue } from '../value.ts';
import type { CommandRun } from './commandRun.ts';
import { EXPIRIES } from './expiries.ts';
import type { Handler, Handlers } from './handler.ts';

const remove: Handler = (run) => {
  for (let at = 1; at < run.args.length; at++) {
    run.whole.delete(run.name(at));
    run.fixes(run.name(at), 'drop');
  }
};

/** Moves value and time to live to another name. */
function rename(run: CommandRun, from: string, to: string): void {
  const held = run.whole.get(from);
  if (held !== undefined && from !== to) {
    run.whole.delete(from);
    run.put(to, held.value, held.ttlMs, held.expireAtMs);
  }
  if (from === to) {
    run.keeps(from, 'rename');
    return;
  }
  // Where the source is missing nothing is renamed; that may be for what was lost.
  if (held === undefined && !run.whole.unclear.has(from)) {
    run.follows(to, 'rename', [from, to]);
    run.keeps(from, 'rename');
    return;
  }
  run.follows(to, 'rename', [from]);
  run.fixes(from, 'rename');
}

function copy(run: CommandRun): void {
  const from = run.name(1);
  let database = run.database;
  let replaces = false;
  for (let at = 3; at < run.args.length; at++) {
    if (run.word(at) === 'REPLACE') replaces = true;
    else if (run.word(at) === 'DB') database = Number(run.integer(++at) ?? database);
  }
  const to = keyName(textOf(run.arg(2)), database);
  const held = run.whole.get(from);
  const there = run.whole.get(to) !== undefined;
  if (held !== undefined && to !== from && (replaces || !there)) {
    run.put(to, cloneValue(held.value), held.ttlMs, held.expireAtMs);
    run.follows(to, 'copy', replaces ? [from] : [from, to]);
  } else run.follows(to, 'copy', [from, to]);
}

/** MOVE key database */
function moveKey(run: CommandRun): void {
  const from = run.name(1);
  const database = run.integer(2);
  if (database === null || database < 0n || database === BigInt(run.database)) {
    run.keeps(from, 'rename');
    return;
  }
  const to = keyName(textOf(run.arg(1)), Number(database));
  if (run.whole.get(to) === undefined) rename(run, from, to);
  else run.keeps(from, 'rename');
}

/** Empties a database, or all of them where it is null. */
function flush(run: CommandRun, database: number | null): void {
  const names = [...run.whole.keys.keys(), ...run.whole.unclear].filter(
    (name) => database === null || parseKeyName(name).database === database,
  );
  for (const name of new Set(names)) {
    run.whole.delete(name);
    run.fixes(name, 'drop');
  }
}

/** SWAPDB: each key of the one becomes a key of the other. */
function swap(run: CommandRun): void {
  const [first, second] = [run.integer(1), run.integer(2)].map(Number) as [number, number];
  const { keys, unclear } = run.whole;
  const other = (name: string): string | null => {
    const { key, database } = parseKeyName(name);
    return database === first ? keyName(key, second) : database === second ? keyName(key, first) : null;
  };
  if (first === second || run.integer(1) === null || run.integer(2) === null) return;
  const moved = [...keys].flatMap(([name, held]) => {
    const to = other(name);
    return to === null ? [] : [{ name, to, held }];
  });
  const doubtful = [...unclear].flatMap((name) => {
    const to = other(name);
    return to === null ? [] : [{ name, to }];
  });
  for (const { name } of moved) keys.delete(name);
  for (const { to, held } of moved) keys.set(to, held);
  for (const { name } of doubtful) unclear.delete(name);
  const touched = new Set([...moved, ...doubtful].flatMap(({ name, to }) => [name, to]));
  for (const name of touched)
    run.touched.push({ name, act: 'rename', effect: 'follows', from: [other(name) ?? name] });
  for (const { to } of doubtful) unclear.add(to);
}

export const KEY_COMMANDS: Handlers = {
  ...EXPIRIES,
  DEL: remove,
  UNLINK: remove,
  RENAME: (run) => rename(run, run.name(1), run.name(2)),
  RENAMENX: (run) => {
    if (run.held(2) !== undefined) {
      run.keeps(run.name(1), 'rename');
      return;
    }
    rename(run, run.name(1), run.name(2));
  },
  COPY: copy,
  MOVE: moveKey,
  FLUSHDB: (run) => flush(run, run.database),
  FLUSHALL: (run) => flush(run, null),
  SWAPDB: swap,
};
