import type { KeyId, RowIndex } from '../base/index.ts';
import type { Element, LaneStates } from '../replay/index.ts';
import type {
  CommandText,
  KeyChoice,
  LaneBase,
  LaneView,
  MomentView,
  TimelineAxis,
  TimelineService,
} from './timelineApi.ts';

const NO_AXIS: TimelineAxis = { rows: 0, size: 0, offsets: new Float64Array(1), damage: [] };

/** The part of a file's service that answers what a timeline asks; before there is a scan, that nothing is known. */
export class TimelineQuestions implements TimelineService {
  readonly #timelines: () => TimelineService | null;

  /** @param timelines those of the scan that is shown; null before there is one */
  constructor(timelines: () => TimelineService | null) {
    this.#timelines = timelines;
  }

  async keyChoices(text: string, limit: number): Promise<readonly KeyChoice[]> {
    return this.#timelines()?.keyChoices(text, limit) ?? [];
  }
  async keyChoiceOfRow(row: RowIndex): Promise<KeyChoice | null> {
    return this.#timelines()?.keyChoiceOfRow(row) ?? null;
  }
  async timelineAxis(samples: number): Promise<TimelineAxis> {
    return this.#timelines()?.timelineAxis(samples) ?? NO_AXIS;
  }
  async lane(key: KeyId): Promise<LaneView | null> {
    return this.#timelines()?.lane(key) ?? null;
  }
  async laneStates(
    key: KeyId,
    base: LaneBase,
    onProgress: (share: number) => void,
  ): Promise<LaneStates | null> {
    return this.#timelines()?.laneStates(key, base, onProgress) ?? null;
  }
  async moment(key: KeyId, mark: number): Promise<MomentView | null> {
    return this.#timelines()?.moment(key, mark) ?? null;
  }
  async setterOf(key: KeyId, mark: number, element: Element): Promise<number | null> {
    return this.#timelines()?.setterOf(key, mark, element) ?? null;
  }
  async recordCommands(row: RowIndex): Promise<CommandText> {
    return this.#timelines()?.recordCommands(row) ?? { text: '', commands: 0, notes: [] };
  }
  async laneCommands(key: KeyId): Promise<CommandText | null> {
    return this.#timelines()?.laneCommands(key) ?? null;
  }
  async snapshotValues(names: readonly string[]): Promise<LaneBase> {
    return this.#timelines()?.snapshotValues(names) ?? { values: [], whole: false };
  }
  async dropLane(key: KeyId): Promise<void> {
    await this.#timelines()?.dropLane(key);
  }
}
