import type { KeyId, RowIndex } from '../base/index.ts';
import type { Element, LaneStates } from '../replay/index.ts';
import { RecoverySession } from './recoverySession.ts';
import type {
  BaseValue,
  CommandText,
  KeyChoice,
  LaneView,
  MomentView,
  TimelineAxis,
  TimelineService,
} from './timelineApi.ts';

const NO_AXIS: TimelineAxis = { rows: 0, size: 0, offsets: new Float64Array(1), damage: [] };

/** Answers what a timeline asks for the file that is open at the moment; before there is one, that nothing is known. */
export abstract class TimelineHost extends RecoverySession implements TimelineService {
  protected abstract get timelines(): TimelineService | null;

  async keyChoices(text: string, limit: number): Promise<readonly KeyChoice[]> {
    return this.timelines?.keyChoices(text, limit) ?? [];
  }
  async keyOfRow(row: RowIndex): Promise<KeyChoice | null> {
    return this.timelines?.keyOfRow(row) ?? null;
  }
  async timelineAxis(samples: number): Promise<TimelineAxis> {
    return this.timelines?.timelineAxis(samples) ?? NO_AXIS;
  }
  async lane(key: KeyId): Promise<LaneView | null> {
    return this.timelines?.lane(key) ?? null;
  }
  async laneStates(
    key: KeyId,
    base: readonly BaseValue[],
    onProgress: (share: number) => void,
  ): Promise<LaneStates | null> {
    return this.timelines?.laneStates(key, base, onProgress) ?? null;
  }
  async moment(key: KeyId, mark: number): Promise<MomentView | null> {
    return this.timelines?.moment(key, mark) ?? null;
  }
  async setterOf(key: KeyId, mark: number, element: Element): Promise<number | null> {
    return this.timelines?.setterOf(key, mark, element) ?? null;
  }
  async recordCommands(row: RowIndex): Promise<CommandText> {
    return this.timelines?.recordCommands(row) ?? { text: '', commands: 0, notes: [] };
  }
  async laneCommands(key: KeyId): Promise<CommandText | null> {
    return this.timelines?.laneCommands(key) ?? null;
  }
  async snapshotValues(names: readonly string[]): Promise<readonly BaseValue[]> {
    return this.timelines?.snapshotValues(names) ?? [];
  }
  async dropLane(key: KeyId): Promise<void> {
    await this.timelines?.dropLane(key);
  }
}
