/* Commands that work on sorted sets. */
import { encodeUtf8, f64FromBits, f64ToBits } from '../../codec/index.ts';
import { textOf } from '../text.ts';
import type { ScoredMember } from '../value.ts';
import type { CommandRun } from './commandRun.ts';
import type { Handler, Handlers } from './handler.ts';
import { inOrder, isWithin, parseLexEnd, parseScore, parseScoreEnd, scored } from './scores.ts';
import { inAll, inAny, inFirstAlone } from './sets.ts';

const ADD_WORDS = new Set(['NX', 'XX', 'GT', 'LT', 'CH', 'INCR']);

/** ZADD key [NX | XX] [GT | LT] [CH] [INCR] score member … */
const add: Handler = (run) => {
  run.keeps(run.name(1), 'grow');
  const words = new Set<string>();
  let at = 2;
  for (; ADD_WORDS.has(run.word(at)); at++) words.add(run.word(at));
  const pairs = run.args.length - at;
  if (pairs === 0 || pairs % 2 !== 0 || run.isOther(1, 'zset')) return;
  const wanted: { readonly score: number; readonly member: string }[] = [];
  for (; at < run.args.length; at += 2) {
    const score = parseScore(run.arg(at));
    // One that is no number spoils them all.
    if (score === null) return;
    wanted.push({ score, member: textOf(run.arg(at + 1)) });
  }
  for (const { score, member } of wanted) setScore(run, member, score, words);
};

function setScore(run: CommandRun, member: string, given: number, words: ReadonlySet<string>): void {
  const known = run.find(1, 'zset')?.members.get(member);
  if (known === undefined ? words.has('XX') : words.has('NX')) return;
  const before = known === undefined ? null : f64FromBits(known.score);
  const score = words.has('INCR') ? (before ?? 0) + given : given;
  if (Number.isNaN(score)) return;
  if (before !== null && ((words.has('GT') && score <= before) || (words.has('LT') && score >= before)))
    return;
  run.apply({
    type: 'ZADD',
    key: run.arg(1),
    members: [{ score: f64ToBits(score), member: encodeUtf8(member) }],
  });
}

/** Removes the members that a range names. @param which null for a range that Redis refuses */
const removes =
  (which: (run: CommandRun, ordered: readonly ScoredMember[]) => readonly ScoredMember[] | null): Handler =>
  (run) => {
    run.keeps(run.name(1), 'shrink');
    const zset = run.find(1, 'zset');
    if (zset === null) return;
    const members = which(run, inOrder(zset.members.values()))?.map(({ member }) => encodeUtf8(member)) ?? [];
    if (members.length > 0) run.apply({ type: 'ZREM', key: run.arg(1), members });
  };

function byRank(run: CommandRun, ordered: readonly ScoredMember[]): readonly ScoredMember[] | null {
  const start = run.integer(2);
  const stop = run.integer(3);
  if (start === null || stop === null) return null;
  const place = (rank: bigint): number =>
    Number(BigInt.asIntN(64, rank < 0n ? rank + BigInt(ordered.length) : rank));
  return ordered.slice(Math.max(0, place(start)), Math.max(0, place(stop) + 1));
}

function byScore(run: CommandRun, ordered: readonly ScoredMember[]): readonly ScoredMember[] | null {
  const from = parseScoreEnd(run.arg(2));
  const to = parseScoreEnd(run.arg(3));
  if (from === null || to === null) return null;
  return ordered.filter(({ score: bits }) => {
    const score = f64FromBits(bits);
    const above = from.open ? score > from.score : score >= from.score;
    return above && (to.open ? score < to.score : score <= to.score);
  });
}

function byText(run: CommandRun, ordered: readonly ScoredMember[]): readonly ScoredMember[] | null {
  const from = parseLexEnd(run.arg(2));
  const to = parseLexEnd(run.arg(3));
  if (from === null || to === null) return null;
  return ordered.filter(({ member }) => isWithin(member, from, 1) && isWithin(member, to, -1));
}

const pops = (end: 'least' | 'most'): Handler =>
  removes((run, ordered) => {
    const count = run.args.length > 2 ? run.integer(2) : 1n;
    if (count === null || count < 0n) return null;
    const most = Number(count > BigInt(ordered.length) ? BigInt(ordered.length) : count);
    return end === 'least' ? ordered.slice(0, most) : ordered.slice(ordered.length - most);
  });

const AGGREGATES: Readonly<Record<string, (a: number, b: number) => number>> = {
  // Redis takes the sum of two opposite infinities for 0.
  SUM: (a, b) => (Number.isNaN(a + b) ? 0 : a + b),
  MIN: Math.min,
  MAX: Math.max,
};

/** Z…STORE destination count key … [WEIGHTS weight …] [AGGREGATE …] */
const store =
  (combine: typeof inAll): Handler =>
  (run) => {
    const name = run.name(1);
    const count = run.integer(2);
    if (count === null || count < 1n || count > BigInt(run.args.length - 3)) {
      run.keeps(name, 'combine');
      return;
    }
    const sources = Array.from({ length: Number(count) }, (_, i) => 3 + i);
    const options = storeOptions(run, 3 + sources.length, sources.length);
    const isWrong = (at: number): boolean => run.isOther(at, 'zset') && run.isOther(at, 'set');
    if (options === null || sources.some(isWrong)) {
      run.keeps(name, 'combine');
      return;
    }
    const from = sources.map((at) => run.name(at));
    const scores = sources.map((at) => scoresOf(run, at));
    const names = combine(scores.map((each) => new Set(each.keys())));
    const members = new Map<string, ScoredMember>();
    for (const member of names) {
      let score: number | null = null;
      for (const [i, each] of scores.entries()) {
        const own = each.get(member);
        if (own === undefined || (combine === inFirstAlone && i > 0)) continue;
        const weighed = own * (options.weights[i] ?? 1);
        const next = Number.isNaN(weighed) ? 0 : weighed;
        score = score === null ? next : options.aggregate(score, next);
      }
      members.set(member, scored(member, score ?? 0));
    }
    run.putOrDrop(name, { type: 'zset', members });
    run.follows(name, 'combine', from);
  };

function storeOptions(run: CommandRun, from: number, sources: number) {
  const weights: number[] = [];
  let aggregate = AGGREGATES.SUM;
  let at = from;
  while (at < run.args.length) {
    const word = run.word(at++);
    if (word === 'WEIGHTS') {
      for (let i = 0; i < sources; i++) weights.push(parseScore(run.arg(at++)) ?? Number.NaN);
    } else if (word === 'AGGREGATE') aggregate = AGGREGATES[run.word(at++)];
    else return null;
  }
  return aggregate === undefined || weights.some(Number.isNaN) ? null : { weights, aggregate };
}

/** Members and scores; those of a plain set count 1. */
function scoresOf(run: CommandRun, at: number): ReadonlyMap<string, number> {
  const set = run.find(at, 'set');
  if (set !== null) return new Map([...set.members].map((member) => [member, 1]));
  const zset = run.find(at, 'zset')?.members ?? new Map<string, ScoredMember>();
  return new Map([...zset.values()].map(({ member, score }) => [member, f64FromBits(score)]));
}

export const SORTED_SETS: Handlers = {
  ZADD: add,
  ZINCRBY: (run) => {
    run.keeps(run.name(1), 'grow');
    const by = parseScore(run.arg(2));
    if (by !== null && !run.isOther(1, 'zset')) setScore(run, textOf(run.arg(3)), by, new Set(['INCR']));
  },
  ZREM: (run) => {
    run.keeps(run.name(1), 'shrink');
    run.apply({ type: 'ZREM', key: run.arg(1), members: run.args.slice(2) });
  },
  ZREMRANGEBYRANK: removes(byRank),
  ZREMRANGEBYSCORE: removes(byScore),
  ZREMRANGEBYLEX: removes(byText),
  ZPOPMIN: pops('least'),
  ZPOPMAX: pops('most'),
  ZUNIONSTORE: store(inAny),
  ZINTERSTORE: store(inAll),
  ZDIFFSTORE: store(inFirstAlone),
};
