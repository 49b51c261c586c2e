/* What the page and a file's worker say to each other about timelines. All of it is structured-cloneable. */
import type { FileOffset, KeyId, RowIndex } from '../base/index.ts';
import type { TypeFamily } from '../formats/index.ts';
import type { Element, Held, LaneStates, ValueDiff } from '../replay/index.ts';
import type { RowView } from './rowView.ts';

/** A key to choose. */
export interface KeyChoice {
  readonly key: KeyId;
  /** Escaped for display, and cut. */
  readonly name: string;
  /** Records that have it as their key. */
  readonly records: number;
}

/** What a timeline's axis runs along, and what is damaged on it. */
export interface TimelineAxis {
  readonly rows: number;
  readonly size: number;
  /** Where rows begin, for rows that lie equally far apart, from the first to the end of the last. */
  readonly offsets: Float64Array;
  /** Stretches that are damaged, in order; neighbours are one. `toRow` and `to` are exclusive. */
  readonly damage: readonly DamagedStretch[];
}

export interface DamagedStretch {
  readonly fromRow: number;
  readonly toRow: number;
  readonly from: number;
  readonly to: number;
}

/** A stretch of a lane under one name. */
export interface LaneSegment {
  readonly key: KeyId;
  readonly name: string;
  /** Rows, `to` exclusive. */
  readonly from: number;
  readonly to: number;
  /** The record that moved the value here from the segment before. */
  readonly arrival: number | null;
  /** The lane stops here: a move from elsewhere took its place. */
  readonly overwritten: boolean;
}

/** One key's lane: a mark a record, as columns. */
export interface LaneView {
  readonly key: KeyId;
  readonly name: string;
  readonly family: TypeFamily;
  readonly segments: readonly LaneSegment[];
  readonly rows: Uint32Array;
  readonly offsets: Float64Array;
  /** Positions in `MARK_KINDS`. */
  readonly kinds: Uint8Array;
  readonly segmentOf: Uint32Array;
  /** The keys that its values rest on, for a snapshot to say what it holds of them; the first few hundred. */
  readonly sources: readonly string[];
}

/** What a snapshot holds of a key. */
export interface BaseValue {
  readonly name: string;
  readonly held: Held;
}

/** What a log's lanes begin with. */
export interface LaneBase {
  readonly values: readonly BaseValue[];
  /** False where something of the snapshot can't be used: what it held besides is not known. */
  readonly whole: boolean;
}

/** One record of a lane, with what the key held before and after it. */
export interface MomentView {
  readonly row: RowView;
  readonly offset: FileOffset;
  readonly applied: boolean;
  readonly diff: ValueDiff;
  /** "1 d 2 h", "expired", or null for none. */
  readonly ttlBefore: string | null;
  readonly ttlAfter: string | null;
  /** Another key that the record names, to go on with: where it came from, or went to. */
  readonly others: readonly KeyChoice[];
}

/** Commands as text for redis-cli. */
export interface CommandText {
  readonly text: string;
  readonly commands: number;
  /** What could not be put into commands, or was left out. */
  readonly notes: readonly string[];
}

/** The questions that a timeline asks. A lane that is not known any more answers null. */
export interface TimelineService {
  /** Keys whose name begins with `text`, then keys that contain it; without a text those with the most records. */
  keyChoices(text: string, limit: number): Promise<readonly KeyChoice[]>;
  keyChoiceOfRow(row: RowIndex): Promise<KeyChoice | null>;
  timelineAxis(samples: number): Promise<TimelineAxis>;
  /** Where a key's records are, from the index alone. */
  lane(key: KeyId): Promise<LaneView | null>;
  /** The state at every mark, by replaying what it rests on. @param base what a snapshot before the log holds */
  laneStates(key: KeyId, base: LaneBase, onProgress: (share: number) => void): Promise<LaneStates | null>;
  moment(key: KeyId, mark: number): Promise<MomentView | null>;
  /** The mark, at `mark` or before, whose record gave this part of the value what it has there. */
  setterOf(key: KeyId, mark: number, element: Element): Promise<number | null>;
  recordCommands(row: RowIndex): Promise<CommandText>;
  laneCommands(key: KeyId): Promise<CommandText | null>;
  /** What this snapshot holds of keys. */
  snapshotValues(names: readonly string[]): Promise<LaneBase>;
  /** Frees what is kept of a lane, and stops what replays it. */
  dropLane(key: KeyId): Promise<void>;
}
