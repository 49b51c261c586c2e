/* How certain a lane's value is along the log, while the records that it rests on go by. */
import { type KeyId, type RowIndex, rowIndex } from '../base/index.ts';
import { effectOfTag } from './keyEffects.ts';
import { KeyNumbers } from './keyName.ts';
import type { Keyspace } from './keyspace.ts';
import type { Lane, Lanes } from './lane.ts';
import { carriersAt, segmentAt } from './lineage.ts';
import type { Touch } from './redis/commandRun.ts';
import { judgeTouches } from './redis/touchTaint.ts';
import { Taint, TaintLedger } from './taint.ts';

/** A stretch of a lane that is not exact. Rows and offsets, `to…` exclusive. */
export interface LaneDoubt {
  readonly taint: Taint;
  readonly fromRow: number;
  readonly toRow: number;
  readonly from: number;
  readonly to: number;
}

export class LaneTaint {
  readonly doubts: LaneDoubt[] = [];
  readonly #lanes: Lanes;
  readonly #lane: Lane;
  readonly #ledger: TaintLedger;
  readonly #numbers: KeyNumbers;
  #nextLoss = 0;
  #current: { readonly taint: Taint; readonly fromRow: number } = { taint: Taint.exact, fromRow: 0 };

  /**
   * @param known keys that a snapshot below the log holds
   * @param whole whether nothing is missing from what the log goes on from
   */
  constructor(lanes: Lanes, lane: Lane, known: Iterable<KeyId>, whole: boolean) {
    this.#lanes = lanes;
    this.#lane = lane;
    this.#ledger = new TaintLedger(lanes.index.keys.size);
    this.#numbers = new KeyNumbers(lanes.index.keys);
    for (const key of known) this.#ledger.set(key, Taint.exact);
    const first = lane.segments[0]?.key;
    if (whole || first === undefined) return;
    this.#ledger.loseAny();
    this.#change(0, this.#ledger.of(first));
  }

  /** A record that counts is about to be applied. @param isThere whether a key is there before it */
  apply(row: RowIndex, isThere: (key: KeyId) => boolean): void {
    this.#loseUpTo(row);
    const { rows } = this.#lanes.index;
    const key = rows.key(row);
    const effect = effectOfTag(rows.tag(row));
    const moves = this.#lanes.moves.at(row);
    const [move] = moves;
    const ledger = this.#ledger;
    if (effect?.act === 'combine') ledger.set(key, ledger.worst(moves.map(({ from }) => from)));
    else if (effect?.act !== 'rename' && effect?.act !== 'copy') {
      if (effect?.taint === 'fixes') ledger.set(key, Taint.exact);
      else ledger.touch(key);
      // To itself a key is not moved: nothing changes, and nothing is said of it.
    } else if (move === undefined) return;
    else if (move.kind === 'rename') ledger.rename(move.from, move.to, isThere(move.from));
    else {
      const there = { source: isThere(move.from), destination: isThere(move.to) };
      ledger.copy(move.from, move.to, there, move.replaces);
    }
  }

  /** A command was applied. @param keyspace as it is behind it */
  applyTouches(row: RowIndex, touched: readonly Touch[], keyspace: Keyspace): void {
    this.#loseUpTo(row);
    judgeTouches(this.#ledger, this.#lanes.index, row, touched, keyspace, this.#numbers);
  }

  /** Notes how it stands behind a mark. */
  note(mark: number): void {
    const { rows, segments, segmentOf } = this.#lane;
    const row = rows[mark] as number;
    this.#loseUpTo(row);
    const { after } = carriersAt(segments, segmentOf[mark] as number, row);
    this.#change(row, this.#ledger.of(after));
  }

  /** Nothing more comes. */
  end(): void {
    const { rows } = this.#lanes.index;
    this.#loseUpTo(rows.length);
    this.#change(rows.length, Taint.exact);
  }

  #loseUpTo(row: number): void {
    const { losses } = this.#lanes;
    for (; (losses[this.#nextLoss]?.row ?? Number.POSITIVE_INFINITY) <= row; this.#nextLoss++) {
      const loss = losses[this.#nextLoss];
      if (loss === undefined) return;
      this.#ledger.lose(loss.key);
      const segment = segmentAt(this.#lane.segments, loss.row);
      const key = segment === null ? undefined : this.#lane.segments[segment]?.key;
      if (key !== undefined) this.#change(loss.row, this.#ledger.of(key));
    }
  }

  #change(row: number, taint: Taint): void {
    const { taint: before, fromRow } = this.#current;
    if (taint === before) return;
    const { rows } = this.#lanes.index;
    const at = (place: number): number => (place < rows.length ? rows.offset(rowIndex(place)) : rows.end);
    if (before !== Taint.exact && row > fromRow)
      this.doubts.push({ taint: before, fromRow, toRow: row, from: at(fromRow), to: at(row) });
    this.#current = { taint, fromRow: row };
  }
}
