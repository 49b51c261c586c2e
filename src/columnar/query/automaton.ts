/*
 * Matches patterns in time linear in the text, whatever the pattern: no backtracking, so there is no pattern that blows
 * up and a worker stays answerable. States of the machine are made when they are first reached (a set of positions in
 * the pattern is one state); past a limit they are forgotten and made again.
 */
import {
  isCut,
  LAST_UNIT,
  LONGEST_UNIT,
  type Pattern,
  type TextInPieces,
  unitAt,
  wholeUnitsEnd,
} from './textPattern.ts';

/** Positions in a pattern; counted repeats are written out, so this bounds them as well. */
const MAX_POSITIONS = 4000;
const MAX_STATES = 512;
const DIRECT = 128;

const UNKNOWN = -1;
const FIRST_UPPER = 0x41;
const LAST_UPPER = 0x5a;
const CASE_BIT = 0x20;
const NOTHING = new Uint8Array(0);

type Position =
  | { kind: 'unit'; ranges: readonly number[]; next: number }
  | { kind: 'fork'; next: number; other: number }
  | { kind: 'start' | 'end'; next: number }
  | { kind: 'match' };

interface State {
  readonly positions: readonly number[];
  /** The match is already certain, whatever follows. */
  readonly certain: boolean;
  /** Nothing can match any more. */
  readonly dead: boolean;
  /** Whether the text may end here. */
  readonly atEnd: boolean;
  /** The next state by unit: below 128 in an array, the others in a map. */
  readonly direct: Int32Array;
  readonly others: Map<number, number>;
}

export interface AutomatonOptions {
  /** The pattern must take the whole text. */
  readonly whole: boolean;
  /** ASCII letters are the same in both cases. */
  readonly ignoreCase: boolean;
}

/** Whether a pattern is short enough for a machine. */
export const isAffordable = (pattern: Pattern): boolean => cost(pattern) <= MAX_POSITIONS;

export class Automaton {
  readonly #positions: Position[] = [];
  readonly #begin: number;
  readonly #whole: boolean;
  readonly #ignoreCase: boolean;
  #states: State[] = [];
  #byKey = new Map<string, number>();

  constructor(pattern: Pattern, { whole, ignoreCase }: AutomatonOptions) {
    this.#whole = whole;
    this.#ignoreCase = ignoreCase;
    const match = this.#add({ kind: 'match' });
    this.#begin = this.#build(pattern, match);
    this.#start();
  }

  /** Whether the text `bytes[from … to]` matches. */
  test(bytes: Uint8Array, from = 0, to = bytes.length): boolean {
    const state = this.#run(this.#states[0] as State, bytes, from, to);
    return state.certain || state.atEnd;
  }

  /** For a text that comes in pieces; no other may be tested meanwhile. */
  inPieces(): TextInPieces {
    let state = this.#states[0] as State;
    /** The first bytes of a character that goes on in the next piece. */
    let held = NOTHING;
    return {
      begin: () => {
        state = this.#states[0] as State;
        held = NOTHING;
      },
      feed: (bytes, from, to) => {
        let next = from;
        if (held.length > 0) {
          const joint = Uint8Array.of(...held, ...bytes.subarray(from, Math.min(to, from + LONGEST_UNIT)));
          let at = 0;
          while (at < held.length && !isCut(joint, at, joint.length)) {
            const packed = unitAt(joint, at, joint.length);
            state = this.#next(state, Math.floor(packed / 8));
            at += packed & 7;
          }
          if (at < held.length) {
            held = joint.slice(at);
            return state.certain;
          }
          next += at - held.length;
        }
        const end = wholeUnitsEnd(bytes, next, to);
        state = this.#run(state, bytes, next, end);
        held = bytes.slice(end, to);
        return state.certain;
      },
      end: () => {
        state = this.#run(state, held, 0, held.length);
        return state.certain || state.atEnd;
      },
    };
  }

  /** The state behind `bytes[from … to]`, or a settled one before. */
  #run(begin: State, bytes: Uint8Array, from: number, to: number): State {
    let state = begin;
    for (let at = from; at < to; ) {
      if (state.certain || state.dead) return state;
      let unit = bytes[at] as number;
      if (unit < 0x80) at++;
      else {
        const packed = unitAt(bytes, at, to);
        unit = Math.floor(packed / 8);
        at += packed & 7;
      }
      state = this.#next(state, unit);
    }
    return state;
  }

  #next(state: State, read: number): State {
    const unit = this.#ignoreCase && read >= FIRST_UPPER && read <= LAST_UPPER ? read | CASE_BIT : read;
    const known = unit < DIRECT ? (state.direct[unit] as number) : (state.others.get(unit) ?? UNKNOWN);
    return known === UNKNOWN ? this.#step(state, unit) : (this.#states[known] as State);
  }

  #start(): void {
    this.#states = [];
    this.#byKey = new Map();
    this.#state(this.#closure([this.#begin], true, false), true);
  }

  #step(state: State, unit: number): State {
    const targets: number[] = [];
    for (const at of state.positions) {
      const position = this.#positions[at] as Position;
      if (position.kind === 'unit' && isWithin(position.ranges, unit)) targets.push(position.next);
    }
    // A match that may stand anywhere may begin behind every unit.
    if (!this.#whole) targets.push(this.#begin);
    const positions = this.#closure(targets, false, false);
    if (this.#states.length < MAX_STATES) {
      const next = this.#state(positions);
      if (unit < DIRECT) state.direct[unit] = next;
      else state.others.set(unit, next);
      return this.#states[next] as State;
    }
    this.#start();
    return this.#states[this.#state(positions)] as State;
  }

  /** The state of these positions, made where it isn't there yet. @param atStart no unit has been read */
  #state(positions: readonly number[], atStart = false): number {
    const key = `${atStart}:${positions.join()}`;
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const matches = positions.some((at) => (this.#positions[at] as Position).kind === 'match');
    const ends = this.#closure(positions, atStart, true);
    this.#states.push({
      positions,
      certain: this.#whole ? this.#takesAnything(positions) : matches,
      dead: positions.length === 0,
      atEnd: ends.some((at) => (this.#positions[at] as Position).kind === 'match'),
      direct: new Int32Array(DIRECT).fill(UNKNOWN),
      others: new Map(),
    });
    this.#byKey.set(key, this.#states.length - 1);
    return this.#states.length - 1;
  }

  /** Whether some position takes any unit, comes back to itself, and may match after each. */
  #takesAnything(positions: readonly number[]): boolean {
    return positions.some((at) => {
      const position = this.#positions[at] as Position;
      if (position.kind !== 'unit' || !isWithin(position.ranges, 0)) return false;
      if (position.ranges[0] !== 0 || position.ranges[1] !== LAST_UNIT) return false;
      const after = this.#closure([position.next], false, false);
      return after.includes(at) && after.includes(0);
    });
  }

  /** All positions that are reached from these without a unit, ascending. */
  #closure(from: readonly number[], atStart: boolean, atEnd: boolean): readonly number[] {
    const seen = new Set<number>();
    const waiting = [...from];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      if (seen.has(at)) continue;
      seen.add(at);
      const position = this.#positions[at] as Position;
      if (position.kind === 'fork') waiting.push(position.next, position.other);
      else if (position.kind === 'start' && atStart) waiting.push(position.next);
      else if (position.kind === 'end' && atEnd) waiting.push(position.next);
    }
    const kept = [...seen].filter((at) => {
      const { kind } = this.#positions[at] as Position;
      return kind === 'unit' || kind === 'match' || kind === 'end' || (kind === 'start' && atStart);
    });
    return kept.sort((a, b) => a - b);
  }

  #add(position: Position): number {
    this.#positions.push(position);
    return this.#positions.length - 1;
  }

  /** @returns where `pattern` begins, going on at `next` */
  #build(pattern: Pattern, next: number): number {
    switch (pattern.kind) {
      case 'unit':
        return this.#add({ kind: 'unit', ranges: this.#folded(pattern.ranges), next });
      case 'start':
      case 'end':
        return this.#add({ kind: pattern.kind, next });
      case 'sequence':
        return pattern.of.reduceRight((after, each) => this.#build(each, after), next);
      case 'choice':
        return pattern.of
          .map((each) => this.#build(each, next))
          .reduce((other, begin) => this.#add({ kind: 'fork', next: begin, other }));
      default:
        return this.#buildRepeat(pattern, next);
    }
  }

  #buildRepeat({ of, min, max }: Extract<Pattern, { kind: 'repeat' }>, next: number): number {
    let begin = next;
    if (max === Number.POSITIVE_INFINITY) {
      const fork: Extract<Position, { kind: 'fork' }> = { kind: 'fork', next, other: next };
      begin = this.#add(fork);
      fork.next = this.#build(of, begin);
    } else {
      for (let i = min; i < max; i++) {
        begin = this.#add({ kind: 'fork', next: this.#build(of, begin), other: next });
      }
    }
    for (let i = 0; i < min; i++) begin = this.#build(of, begin);
    return begin;
  }

  /** Lower case for upper case, where the case doesn't count: units are folded before they are compared. */
  #folded(ranges: readonly number[]): readonly number[] {
    if (!this.#ignoreCase) return ranges;
    const folded = [...ranges];
    for (let i = 0; i < ranges.length; i += 2) {
      const from = Math.max(ranges[i] as number, FIRST_UPPER);
      const to = Math.min(ranges[i + 1] as number, LAST_UPPER);
      if (from <= to) folded.push(from | CASE_BIT, to | CASE_BIT);
    }
    return folded;
  }
}

function isWithin(ranges: readonly number[], unit: number): boolean {
  for (let i = 0; i < ranges.length; i += 2) {
    if (unit >= (ranges[i] as number) && unit <= (ranges[i + 1] as number)) return true;
  }
  return false;
}

/** Positions that a pattern takes at most; stops counting once it is too many. */
function cost(pattern: Pattern): number {
  switch (pattern.kind) {
    case 'sequence':
    case 'choice': {
      let sum = pattern.of.length;
      for (const each of pattern.of) {
        if (sum > MAX_POSITIONS) return sum;
        sum += cost(each);
      }
      return sum;
    }
    case 'repeat': {
      const times = Number.isFinite(pattern.max) ? pattern.max : pattern.min + 1;
      return times * (cost(pattern.of) + 1) + 1;
    }
    default:
      return 1;
  }
}
