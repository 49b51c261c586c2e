/* The timelines of one scanned file: its lanes and their histories, as far as they were asked for. */
import { type KeyId, keyId, type RowIndex, rowIndex } from '../base/index.ts';
import {
  type ByteSource,
  decodeUtf8Lossy,
  describeMilliseconds,
  encodeUtf8,
  groupDigits,
  previewText,
} from '../codec/index.ts';
import { matchKeys, NO_KEY, Postings, RowKind, RowStatus } from '../columnar/index.ts';
import { FAMILIES, familyOf } from '../formats/index.ts';
import {
  commandsOf,
  counts,
  diffHeld,
  type Element,
  findLosses,
  formatCommand,
  type Held,
  KeyHistory,
  Keyspace,
  type Lane,
  type LaneStates,
  Lanes,
  Moves,
  type RedisCommands,
} from '../replay/index.ts';
import { decodeAny, decodeRow, eachListedRow, type FileIndex } from '../scan/index.ts';
import { viewRows } from './rowWindow.ts';
import { setterWalk } from './setterWalk.ts';
import type {
  BaseValue,
  CommandText,
  DamagedStretch,
  KeyChoice,
  LaneBase,
  LaneView,
  MomentView,
  TimelineAxis,
  TimelineService,
} from './timelineApi.ts';

const NAME_LENGTH = 200;
const MOST_SOURCES = 500;
const MOST_STRETCHES = 2000;
/** Histories that are kept; each holds checkpoints of its values. */
const MOST_HISTORIES = 12;
const MOST_COMMANDS = 20_000;
const MOST_COMMAND_BYTES = 4 << 20;
const TURN_MS = 12;

const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

interface Known {
  readonly rows: number;
  readonly lanes: Promise<Lanes>;
}

interface KeptHistory {
  readonly history: KeyHistory;
  readonly signal: { aborted: boolean };
}

export class Timelines implements TimelineService {
  readonly #source: ByteSource;
  readonly #index: FileIndex;
  readonly #postings: Postings;
  #known: Known | null = null;
  readonly #histories = new Map<KeyId, KeptHistory>();

  constructor(source: ByteSource, index: FileIndex) {
    this.#source = source;
    this.#index = index;
    this.#postings = new Postings(index.rows);
  }

  keyChoices(text: string, limit: number): Promise<readonly KeyChoice[]> {
    const { keys } = this.#index;
    if (text === '') return Promise.resolve(this.#busiest(limit));
    const matches = matchKeys(keys, text, false);
    const wanted = encodeUtf8(text);
    const first: KeyId[] = [];
    const others: KeyId[] = [];
    for (let id = 0; id < matches.length && first.length < limit; id++) {
      if (matches[id] !== 1) continue;
      const bytes = keys.bytesOf(keyId(id));
      if (wanted.every((byte, i) => bytes[i] === byte)) first.push(keyId(id));
      else if (others.length < limit) others.push(keyId(id));
    }
    const found = [...first, ...others].slice(0, limit);
    // The very name that was typed comes first.
    const exact = keys.find(wanted);
    const ordered = exact === null ? found : [exact, ...found.filter((key) => key !== exact)].slice(0, limit);
    return Promise.resolve(ordered.map((key) => this.#choice(key)));
  }

  keyChoiceOfRow(row: RowIndex): Promise<KeyChoice | null> {
    const { rows } = this.#index;
    const key = row >= 0 && row < rows.length ? rows.key(row) : NO_KEY;
    return Promise.resolve(key === NO_KEY ? null : this.#choice(key));
  }

  timelineAxis(samples: number): Promise<TimelineAxis> {
    const { rows, size } = this.#index;
    const steps = Math.max(1, Math.min(Math.floor(samples), rows.length));
    const offsets = Float64Array.from({ length: steps + 1 }, (_, i) =>
      i === steps ? rows.end : rows.offset(rowIndex(Math.floor((i * rows.length) / steps))),
    );
    return Promise.resolve({ rows: rows.length, size, offsets, damage: this.#damage() });
  }

  async lane(key: KeyId): Promise<LaneView | null> {
    const { rows } = this.#index;
    const lanes = await this.#lanes();
    const bytes = this.#bytesOf(lanes, key);
    if (bytes === null) return null;
    const lane = lanes.laneOf(key);
    const offsets = Float64Array.from(lane.rows, (row) => rows.offset(rowIndex(row)));
    return {
      key,
      name: this.#named(key),
      family: this.#family(lane),
      segments: lane.segments.map((segment) => ({
        ...segment,
        name: this.#named(segment.key),
      })),
      rows: lane.rows,
      offsets,
      kinds: lane.kinds,
      segmentOf: lane.segmentOf,
      sources: [...lanes.sourcesOf(lane).keys.keys()]
        .slice(0, MOST_SOURCES)
        .map((each) => decodeUtf8Lossy(lanes.moves.bytesOf(each))),
    };
  }

  async laneStates(
    key: KeyId,
    base: LaneBase,
    onProgress: (share: number) => void,
  ): Promise<LaneStates | null> {
    const kept = await this.#history(key, base);
    if (kept === null) return null;
    let yielded = performance.now();
    const { history, signal } = kept;
    return history.states(signal, async (done) => {
      if (performance.now() - yielded < TURN_MS) return;
      onProgress(done / history.sources);
      await nextTask();
      yielded = performance.now();
    });
  }

  async moment(key: KeyId, mark: number): Promise<MomentView | null> {
    const kept = await this.#history(key);
    const row = kept?.history.lane.rows[mark];
    if (kept === null || row === undefined) return null;
    const [view] = await viewRows(this.#source, this.#index, row, 1);
    if (view === undefined) return null;
    const seen = await kept.history.at(mark, ({ before, after, applied }) => ({
      applied,
      diff: diffHeld(before, after),
      ttlBefore: ttlText(before),
      ttlAfter: ttlText(after),
    }));
    return { row: view, offset: view.offset, ...seen, others: await this.#others(rowIndex(row), key) };
  }

  async setterOf(key: KeyId, mark: number, element: Element): Promise<number | null> {
    const kept = await this.#history(key);
    if (kept === null || mark >= kept.history.lane.rows.length) return null;
    return setterWalk(kept.history, mark, element, kept.signal);
  }

  async recordCommands(row: RowIndex): Promise<CommandText> {
    return this.#commands(Uint32Array.of(row));
  }

  async laneCommands(key: KeyId): Promise<CommandText | null> {
    const kept = await this.#history(key);
    return kept === null ? null : this.#commands(kept.history.lane.rows);
  }

  async snapshotValues(names: readonly string[]): Promise<LaneBase> {
    const { keys, rows, snapshot } = this.#index;
    const values: BaseValue[] = [];
    for (const name of names) {
      const key = keys.find(encodeUtf8(name));
      const row =
        key === null
          ? undefined
          : this.#postings.of(key, keys.size).findLast((each) => {
              const status = this.#index.statusOf(rowIndex(each));
              return rows.kind(rowIndex(each)) === RowKind.entry && status === RowStatus.ok;
            });
      const decoded = row === undefined ? null : await decodeRow(this.#source, this.#index, rowIndex(row));
      if (decoded?.kind !== 'entry') continue;
      const keyspace = new Keyspace();
      keyspace.load(decoded.entry);
      const held = keyspace.get(name);
      if (held !== undefined) values.push({ name, held });
    }
    return { values, whole: snapshot.footerHolds || snapshot.correctedHolds };
  }

  dropLane(key: KeyId): Promise<void> {
    const kept = this.#histories.get(key);
    if (kept !== undefined) kept.signal.aborted = true;
    this.#histories.delete(key);
    return Promise.resolve();
  }

  /** Made anew once the index has grown. */
  #lanes(): Promise<Lanes> {
    const rows = this.#index.rows.length;
    if (this.#known?.rows !== rows) {
      for (const key of this.#histories.keys()) void this.dropLane(key);
      const lanes = this.#readLanes();
      this.#known = { rows, lanes };
      lanes.catch(() => {
        this.#known = null;
      });
    }
    return this.#known.lanes;
  }

  async #readLanes(): Promise<Lanes> {
    const file = { source: this.#source, index: this.#index };
    const moves = await Moves.read(this.#source, this.#index);
    const losses = this.#index.kind === 'aof' ? await findLosses(file) : [];
    return new Lanes(this.#index, moves, this.#postings, losses);
  }

  async #history(key: KeyId, base?: LaneBase): Promise<KeptHistory | null> {
    const lanes = await this.#lanes();
    const kept = this.#histories.get(key);
    if (kept !== undefined && base === undefined) return kept;
    if (this.#bytesOf(lanes, key) === null) return null;
    if (kept !== undefined) kept.signal.aborted = true;
    const options = {
      nowMs: BigInt(Date.now()),
      base: new Map(base?.values.map(({ name, held }) => [name, held])),
      baseIsWhole: base?.whole ?? true,
    };
    const history = new KeyHistory(this.#source, lanes, lanes.laneOf(key), options);
    const made = { history, signal: { aborted: false } };
    this.#histories.delete(key);
    this.#histories.set(key, made);
    const [oldest] = this.#histories.keys();
    if (this.#histories.size > MOST_HISTORIES && oldest !== undefined) await this.dropLane(oldest);
    return made;
  }

  #bytesOf(lanes: Lanes, key: KeyId): Uint8Array | null {
    return lanes.moves.has(key) ? lanes.moves.bytesOf(key) : null;
  }

  #choice(key: KeyId): KeyChoice {
    const { keys } = this.#index;
    return {
      key,
      name: this.#named(key),
      records: this.#postings.of(key, keys.size).length,
    };
  }

  /** A key's name for display, with its database where that is not 0. */
  #named(key: KeyId): string {
    const { keys } = this.#index;
    const database = keys.databaseOf(key);
    const name = previewText(keys.bytesOf(key), NAME_LENGTH);
    return database === 0 ? name : `${name} (database ${groupDigits(database)})`;
  }

  /** The keys with the most records. */
  #busiest(limit: number): readonly KeyChoice[] {
    const { keys } = this.#index;
    const top: { readonly key: KeyId; readonly records: number }[] = [];
    for (let id = 0; id < keys.size; id++) {
      const records = this.#postings.of(keyId(id), keys.size).length;
      if (top.length === limit && records <= (top.at(-1)?.records ?? 0)) continue;
      const at = top.findIndex((each) => each.records < records);
      top.splice(at < 0 ? top.length : at, 0, { key: keyId(id), records });
      if (top.length > limit) top.pop();
    }
    return top.map(({ key }) => this.#choice(key));
  }

  /** The other keys that the record names. */
  async #others(row: RowIndex, key: KeyId): Promise<readonly KeyChoice[]> {
    const { moves } = await this.#lanes();
    return moves
      .at(row)
      .flatMap(({ from, to }) => [from, to])
      .filter((each, i, all) => each !== key && all.indexOf(each) === i)
      .slice(0, 4)
      .map((each) => ({
        key: each,
        name: this.#named(each),
        records: this.#postings.of(each, this.#index.keys.size).length,
      }));
  }

  /** The colour of a lane: of its first record that makes a value. */
  #family(lane: Lane): LaneView['family'] {
    const { rows, format } = this.#index;
    for (const row of lane.rows.subarray(0, 1000)) {
      const family = FAMILIES[familyOf(format, RowKind.record, rows.tag(rowIndex(row)), true)];
      if (family !== undefined && family !== 'key' && family !== 'none') return family;
    }
    return 'key';
  }

  #damage(): readonly DamagedStretch[] {
    const { rows, faults } = this.#index;
    const stretches: DamagedStretch[] = [];
    const damaged = faults
      .filter(({ severity, evidence }) => severity === 'damage' && evidence.kind !== 'key-required')
      .toSorted((a, b) => a.row - b.row);
    for (const { row } of damaged) {
      if (row >= rows.length) continue;
      const last = stretches.at(-1);
      const next = { toRow: row + 1, to: rows.offset(rowIndex(row + 1)) };
      // Past the most, what lies close together becomes one, so that none goes missing.
      const isFull = stretches.length >= MOST_STRETCHES;
      if (last !== undefined && (row <= last.toRow || isFull))
        stretches[stretches.length - 1] = { ...last, ...next };
      else stretches.push({ fromRow: row, from: rows.offset(row), ...next });
    }
    return stretches;
  }

  async #commands(rows: Uint32Array): Promise<CommandText> {
    const lines: string[] = [];
    const notes = new Map<string, number>();
    let bytes = 0;
    let seen = 0;
    let selected = 0;
    await eachListedRow(
      this.#source,
      this.#index,
      { rows, from: 0, to: rows.length },
      (_place, row, content) => {
        seen++;
        const redis = this.#commandsAt(row, content);
        if (redis === null) notes.set('A record that does not hold is left out.', seen);
        const { commands, note } = redis ?? { commands: [], note: null };
        if (note !== null) notes.set(note, seen);
        const database = this.#index.databases.of(row);
        if (commands.length > 0 && database !== selected) lines.push(`SELECT ${database}`);
        if (commands.length > 0) selected = database;
        for (const parts of commands) {
          const line = formatCommand(parts);
          bytes += line.length;
          lines.push(line);
        }
        return lines.length < MOST_COMMANDS && bytes < MOST_COMMAND_BYTES;
      },
    );
    if (seen < rows.length) {
      notes.set(`Only the first ${groupDigits(seen)} of ${groupDigits(rows.length)} records are here.`, seen);
    }
    return { text: lines.join('\n'), commands: lines.length, notes: [...notes.keys()] };
  }

  #commandsAt(row: RowIndex, content: Uint8Array | null): RedisCommands | null {
    if (content === null || !counts(this.#index, row)) return null;
    const decoded = decodeAny(content, this.#index, row);
    if (decoded?.kind === 'command') return { commands: [decoded.args], note: null };
    return decoded?.kind === 'record' ? commandsOf(decoded.record) : null;
  }
}

function ttlText(held: Held | null): string | null {
  if (held === null || held.ttlMs < 0n) return null;
  if (held.expireAtMs !== null) return `until ${isoTime(held.expireAtMs)}`;
  return describeMilliseconds(held.ttlMs);
}

/** A Unix time in milliseconds as a date; as its number where there is no such date. */
function isoTime(ms: bigint): string {
  const date = new Date(Number(ms));
  return Number.isNaN(date.getTime()) ? groupDigits(ms) : date.toISOString();
}
