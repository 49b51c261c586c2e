/* Commands that work on sets. */
import { textOf } from '../text.ts';
import type { CommandRun } from './commandRun.ts';
import type { Handler, Handlers } from './handler.ts';

type Combine = (sets: readonly ReadonlySet<string>[]) => Set<string>;

const NOBODY: ReadonlySet<string> = new Set();

export const inAll: Combine = ([first = NOBODY, ...others]) =>
  new Set([...first].filter((member) => others.every((set) => set.has(member))));
export const inAny: Combine = (sets) => new Set(sets.flatMap((set) => [...set]));
export const inFirstAlone: Combine = ([first = NOBODY, ...others]) =>
  new Set([...first].filter((member) => !others.some((set) => set.has(member))));

const store =
  (combine: Combine): Handler =>
  (run) => {
    const name = run.name(1);
    const sources = run.args.slice(2).map((_, i) => 2 + i);
    if (sources.some((at) => run.isOther(at, 'set'))) {
      run.keeps(name, 'combine');
      return;
    }
    const from = sources.map((at) => run.name(at));
    const members = combine(sources.map((at) => run.find(at, 'set')?.members ?? NOBODY));
    run.putOrDrop(name, { type: 'set', members });
    run.follows(name, 'combine', from);
  };

function moveMember(run: CommandRun): void {
  const source = run.name(1);
  const destination = run.name(2);
  run.keeps(source, 'shrink');
  if (destination !== source) run.follows(destination, 'grow', [source, destination]);
  const from = run.find(1, 'set');
  const member = run.arg(3);
  if (from?.members.has(textOf(member)) !== true || run.isOther(2, 'set') || destination === source) return;
  run.apply({ type: 'SREM', key: run.arg(1), members: [member] });
  run.apply({ type: 'SADD', key: run.arg(2), members: [member] });
}

export const SETS: Handlers = {
  SADD: (run) => {
    run.keeps(run.name(1), 'grow');
    if (!run.isOther(1, 'set')) run.apply({ type: 'SADD', key: run.arg(1), members: run.args.slice(2) });
  },
  SREM: (run) => {
    run.keeps(run.name(1), 'shrink');
    run.apply({ type: 'SREM', key: run.arg(1), members: run.args.slice(2) });
  },
  SMOVE: moveMember,
  SINTERSTORE: store(inAll),
  SUNIONSTORE: store(inAny),
  SDIFFSTORE: store(inFirstAlone),
};
