/* Commands that work on lists. What a record of ember's does alike is left to it. */
import type { CommandRun } from './commandRun.ts';
import type { Handler, Handlers } from './handler.ts';

type Side = 'L' | 'R';

const push =
  (side: Side, needsList: boolean): Handler =>
  (run) => {
    run.keeps(run.name(1), needsList ? 'edit' : 'grow');
    if (run.isOther(1, 'list') || (needsList && run.held(1) === undefined)) return;
    pushTo(run, side, run.arg(1), run.args.slice(2));
  };

const pushTo = (run: CommandRun, side: Side, key: Uint8Array, values: readonly Uint8Array[]): void =>
  run.apply({ type: side === 'L' ? 'LPUSH' : 'RPUSH', key, values: [...values] });

const pop =
  (side: Side): Handler =>
  (run) => {
    run.keeps(run.name(1), 'shrink');
    const list = run.find(1, 'list');
    const wanted = run.args.length > 2 ? run.integer(2) : 1n;
    if (list === null || wanted === null || wanted < 0n) return;
    const count = wanted > BigInt(list.items.length) ? list.items.length : Number(wanted);
    for (let i = 0; i < count; i++) run.apply({ type: side === 'L' ? 'LPOP' : 'RPOP', key: run.arg(1) });
  };

/** Moves an item from the end of one list to the end of another, which may be the same. */
function moveItem(run: CommandRun, from: Side, to: Side): void {
  const source = run.name(1);
  const destination = run.name(2);
  const items = run.find(1, 'list')?.items;
  const item = items?.at(from === 'L' ? 0 : items.length - 1);
  run.keeps(source, 'shrink');
  if (destination !== source) {
    // What arrives is as certain as where it comes from, and what is there already as before.
    run.follows(destination, 'grow', [source, destination]);
  }
  if (item === undefined || run.isOther(2, 'list')) return;
  run.apply({ type: from === 'L' ? 'LPOP' : 'RPOP', key: run.arg(1) });
  // The push of nothing makes the list. What moves is kept already, and may be in its file.
  pushTo(run, to, run.arg(2), []);
  const target = run.find(2, 'list')?.items;
  if (to === 'L') target?.unshift(item);
  else target?.push(item);
}

const sideOf = (word: string): Side | null => (word === 'LEFT' ? 'L' : word === 'RIGHT' ? 'R' : null);

export const LISTS: Handlers = {
  LPUSH: push('L', false),
  RPUSH: push('R', false),
  LPUSHX: push('L', true),
  RPUSHX: push('R', true),
  LPOP: pop('L'),
  RPOP: pop('R'),
  RPOPLPUSH: (run) => moveItem(run, 'R', 'L'),
  LMOVE: (run) => {
    const from = sideOf(run.word(3));
    const to = sideOf(run.word(4));
    if (from !== null && to !== null) moveItem(run, from, to);
  },
  LSET: (run) => {
    run.keeps(run.name(1), 'edit');
    const index = run.integer(2);
    if (index !== null) run.apply({ type: 'LSET', key: run.arg(1), index, value: run.arg(3) });
  },
  LINSERT: (run) => {
    run.keeps(run.name(1), 'edit');
    const where = run.word(2);
    if (where !== 'BEFORE' && where !== 'AFTER') return;
    const before = where === 'BEFORE' ? 1 : 0;
    run.apply({ type: 'LINSERT', key: run.arg(1), before, pivot: run.arg(3), value: run.arg(4) });
  },
  LREM: (run) => {
    run.keeps(run.name(1), 'shrink');
    const count = run.integer(2);
    if (count !== null) run.apply({ type: 'LREM', key: run.arg(1), count, value: run.arg(3) });
  },
  LTRIM: (run) => {
    run.keeps(run.name(1), 'shrink');
    const start = run.integer(2);
    const stop = run.integer(3);
    if (start === null || stop === null || run.find(1, 'list') === null) return;
    run.apply({ type: 'LTRIM', key: run.arg(1), start, stop });
  },
};
