/*
 * What comes back of a shard, in the worker of one of its files. The other file is read here too, once, and stays
 * indexed for the next question. Of the two states only the keys that differ are kept; an export replays again.
 */
import type { RowIndex } from '../base/index.ts';
import { type ByteSource, encodeUtf8, groupDigits, previewText } from '../codec/index.ts';
import {
  compareRecovery,
  type MadePlan,
  makePlan,
  PRESETS,
  plannedFile,
  previewPlan,
  proposedPreset,
  type RecoveredState,
  type RecoveryComparison,
  type RepairPlan,
} from '../repair/index.ts';
import {
  type Bytes,
  exportState,
  type Held,
  nearHeld,
  parseKeyName,
  recoverShard,
  type ShardFile,
  type ShardFiles,
} from '../replay/index.ts';
import { type FileIndex, rowsCsv } from '../scan/index.ts';
import { type ExportTarget, writeExport } from './exportWriting.ts';
import { changesBetween, heldView } from './heldViews.ts';
import { type KeyCertainty, keyCertainty } from './keyCertainty.ts';
import type { PartnerFile } from './partnerFile.ts';
import { plannedLosses } from './plannedLosses.ts';
import { readProblem } from './problem.ts';
import type {
  ExportOutcome,
  ExportRequest,
  KeyDifference,
  PlannedFile,
  RecoveryKeysQuery,
  RecoveryKeyView,
  RecoveryOutcome,
  RecoveryProgress,
  RecoveryRequest,
  RecoverySide,
} from './recoveryApi.ts';
import { freshNonce } from './repairSaving.ts';
import { basisOf, isOfDatabases, type OwnFile, shardFiles } from './shardFiles.ts';

/** The last recovery. */
interface Recovered {
  readonly comparison: RecoveryComparison;
  readonly certainty: KeyCertainty;
  readonly now: ShardFiles;
  readonly after: ShardFiles;
  readonly request: RecoveryRequest;
}

type OnProgress = (progress: RecoveryProgress) => void;

const KEY_LENGTH = 200;
const PROGRESS_MS = 100;
const DIFFERENCES: readonly KeyDifference[] = ['gained', 'lost', 'changed'];

export class ShardRecovery {
  #cancel = { aborted: false };
  readonly #partner: PartnerFile;
  #last: Recovered | null = null;
  /** The keys of the last query: pages of one list are asked for one after the other. */
  #listed: { readonly query: string; readonly keys: readonly ListedKey[] } | null = null;

  constructor(partner: PartnerFile) {
    this.#partner = partner;
  }

  cancel(): void {
    this.#cancel.aborted = true;
  }

  async recover(own: OwnFile, request: RecoveryRequest, onProgress: OnProgress): Promise<RecoveryOutcome> {
    const signal = this.#begin();
    this.#last = null;
    this.#listed = null;
    try {
      const tell = progressOf(onProgress);
      const partner = await this.#partner.read(request.partner, signal, (bytes, total) =>
        tell('partner', bytes, total),
      );
      if (signal.aborted) return { outcome: 'cancelled' };
      let stage: RecoveryProgress['stage'] = 'planning';
      const count = <T extends ShardFile>(file: T): T => counted(file, () => stage, tell);
      tell(stage, 0, 0);
      const first = await planned(count(own), request.plan, signal);
      const second = partner === null ? null : await planned(count(partner), request.partnerPlan, signal);
      if (first === null || (partner !== null && second === null)) return { outcome: 'cancelled' };
      const now = shardFiles(count(own), partner === null ? null : count(partner));
      const after: ShardFiles = shardFiles(
        count({ ...own, ...first.file }),
        partner === null || second === null ? null : count({ ...partner, ...second.file }),
      );
      const same = first.file.index === own.index && second?.file.index === partner?.index;
      const comparison = await compareRecovery(
        now,
        same ? now : after,
        { reader: request.reader, nowMs: BigInt(Math.trunc(request.clockMs)) },
        signal,
        (next) => {
          stage = next;
          tell(stage, 0, 0);
        },
      );
      if (comparison === null) return { outcome: 'cancelled' };
      stage = 'certainty';
      tell(stage, 0, 0);
      const isLog = own.index.kind === 'aof';
      const basis = basisOf(!isLog || request.partner !== null, isLog ? partner : own);
      const clock = BigInt(Math.trunc(request.clockMs));
      const plan = isLog ? first.plan : (second?.plan ?? null);
      const dropped = plan === null || now.log === null ? [] : plannedLosses(now.log, plan);
      const certainty = await keyCertainty(now, basis, dropped, clock, signal);
      if (certainty === null) return { outcome: 'cancelled' };
      this.#last = { comparison, certainty, now, after: same ? now : after, request };
      const { gained, lost, changed } = comparison;
      return {
        outcome: 'done',
        now: sideOf(comparison.now, now),
        after: sideOf(comparison.after, after),
        certainty: certainty.counts,
        counts: { gained: gained.length, lost: lost.length, changed: changed.length },
        plans: [first, second].filter((each) => each !== null).map((each) => each.view),
      };
    } catch (error) {
      return { outcome: 'failed', problem: readProblem(error, own.index.rows.length) };
    }
  }

  async keys(query: RecoveryKeysQuery, from: number, count: number) {
    const last = this.#last;
    if (last === null) return { total: 0, rows: [] };
    const listed = this.#list(last, query);
    const rows: RecoveryKeyView[] = [];
    // One after the other: a value can be half a gigabyte.
    for (const each of listed.slice(from, from + count)) rows.push(await keyView(last, each));
    return { total: listed.length, rows };
  }

  async exportState(
    request: ExportRequest,
    target: FileSystemFileHandle | null,
    onProgress: (bytes: number) => void,
  ): Promise<ExportOutcome> {
    const last = this.#last;
    if (last === null) throw new Error('internal error: nothing was recovered');
    const signal = this.#begin();
    const { reader, clockMs } = last.request;
    const files = request.which === 'now' ? last.now : last.after;
    const only = request.only === null ? null : new Set(this.#list(last, request.only).map(({ key }) => key));
    return writeExport(target, { signal, onProgress }, async (out: ExportTarget) => {
      const nowMs = BigInt(Math.trunc(clockMs));
      const { keyspace, aborted } = await recoverShard(files, { reader, nowMs, signal });
      // A server that went down holds nothing.
      if (aborted !== null) keyspace.keys.clear();
      const { format } = request;
      const chunks = exportState(keyspace, {
        format,
        shardId: files.shardId,
        reader,
        only,
        databases: isOfDatabases(files),
        nowMs,
        onUnexpressed: out.leaveOut,
      });
      for await (const chunk of chunks) await out.write(chunk);
    });
  }

  exportRows(
    { source, index }: OwnFile,
    chosen: Uint32Array | null,
    target: FileSystemFileHandle | null,
    onProgress: (bytes: number) => void,
  ): Promise<ExportOutcome> {
    const signal = this.#begin();
    let next = 0;
    const wants = (row: RowIndex): boolean => chosen === null || (chosen[next] === row && ++next > 0);
    return writeExport(target, { signal, onProgress }, async (out) => {
      for await (const line of rowsCsv(source, index, wants, signal)) await out.write(line);
    });
  }

  /** Stops what runs, and makes the signal for what comes next. */
  #begin(): { readonly aborted: boolean } {
    this.#cancel.aborted = true;
    this.#cancel = { aborted: false };
    return this.#cancel;
  }

  #list(
    { comparison, certainty }: Recovered,
    { difference, taints, text }: RecoveryKeysQuery,
  ): readonly ListedKey[] {
    const query = `${difference ?? ''}:${taints.join()}:${text}`;
    if (this.#listed?.query === query) return this.#listed.keys;
    const wanted = difference === null ? DIFFERENCES : [difference];
    const keys = wanted
      .flatMap((each) => comparison[each].map((key) => ({ key, difference: each })))
      .filter(({ key }) => text === '' || key.includes(text))
      .filter(({ key }) => taints.length === 0 || taints.includes(certainty.of(key)));
    this.#listed = { query, keys };
    return keys;
  }
}

interface ListedKey {
  readonly key: string;
  readonly difference: KeyDifference;
}

type Tell = (stage: RecoveryProgress['stage'], bytes: number, total: number) => void;

/** Tells progress ten times a second, and each new stage at once. */
function progressOf(onProgress: OnProgress): Tell {
  let told = 0;
  let stageTold: RecoveryProgress['stage'] | null = null;
  return (stage: RecoveryProgress['stage'], bytes: number, total: number): void => {
    const now = performance.now();
    if (stage === stageTold && now - told < PROGRESS_MS) return;
    told = now;
    stageTold = stage;
    onProgress({ stage, bytes, total });
  };
}

/** A file whose reads are told as progress of the stage that runs. */
function counted<T extends ShardFile>(file: T, stage: () => RecoveryProgress['stage'], tell: Tell): T {
  const total = file.source.size();
  const source: ByteSource = {
    size: () => total,
    origin: (at) => ({ source: file.source, at }),
    read: async (at, length) => {
      tell(stage(), Math.min(at + length, total), total);
      return file.source.read(at, length);
    },
  };
  return { ...file, source };
}

interface Planned {
  readonly file: ShardFile;
  /** Null where there is none for this file. */
  readonly plan: RepairPlan | null;
  readonly view: PlannedFile;
}

/** The file as `plan` would leave it, or as the proposed one would: the same that the repair begins with. */
async function planned(
  file: OwnFile,
  plan: RepairPlan | null,
  signal: { readonly aborted: boolean },
): Promise<Planned | null> {
  const { index, name } = file;
  const made = plan === null ? proposedPlan(index, name) : ({ outcome: 'plan', plan, why: null } as const);
  if (made.outcome === 'impossible') {
    const { why: impossible } = made;
    return { file, plan, view: { name, preset: 'salvage', reviewed: false, unchanged: true, impossible } };
  }
  const after = await plannedFile(file, made.plan, name, freshNonce, signal);
  if (after === null) return null;
  const unchanged = !made.plan.steps.some((step) => step.on);
  const { preset } = made.plan;
  return {
    file: after,
    plan: made.plan,
    view: { name, preset, reviewed: plan !== null, unchanged, impossible: null },
  };
}

/** A rewrite is for a reader that refuses what holds, and is never proposed before the user has seen why. */
function proposedPlan(index: FileIndex, name: string): MadePlan {
  const previews = PRESETS.filter((preset) => preset !== 'rewrite').flatMap((preset) => {
    const made = makePlan(index, preset, name);
    return made.outcome === 'plan' ? [previewPlan(index, made.plan)] : [];
  });
  return makePlan(index, proposedPreset(previews) ?? 'salvage', name);
}

function sideOf(state: RecoveredState, { log, snapshot }: ShardFiles): RecoverySide {
  const { keys, types, withTtl, absoluteTtl, expired, schemas, logs, aborted, logVerdict } = state;
  const unsaid: string[] = [];
  if (aborted !== null)
    unsaid.push(`The server goes down while it replays the log, so no shard comes up: ${aborted.reason}`);
  for (const [file, verdict] of [
    [snapshot, state.snapshotVerdict],
    [log, logVerdict],
  ] as const) {
    if (file === null || file.index.format.sharded || (verdict?.error ?? null) === null) continue;
    unsaid.push(`${verdict?.readerLabel} refuses the file, and loads nothing of it: ${verdict?.error}`);
  }
  if (state.unclear > 0) unsaid.push(unclearText(state.unclear));
  const dropped = logVerdict?.silentlyDropped ?? 0;
  if (dropped > 0 && log !== null)
    unsaid.push(`The last ${dropped.toLocaleString('en-US')} bytes of the log are dropped without a word.`);
  return { keys, types, withTtl, absoluteTtl, expired, schemas, logs, unsaid, aborts: aborted !== null };
}

const unclearText = (keys: number): string =>
  `Of ${keys === 1 ? 'one key' : `${groupDigits(keys)} keys`} it is uncertain what they hold: a command that is not replayed decides it.`;

async function keyView(
  { comparison: { heldNow, heldAfter }, certainty }: Recovered,
  { key, difference }: ListedKey,
): Promise<RecoveryKeyView> {
  const now = await nearOf(heldNow.get(key));
  const after = await nearOf(heldAfter.get(key));
  const both = now !== undefined && after !== undefined;
  const { lines, omitted } = both ? changesBetween(now.value, after.value) : { lines: [], omitted: 0 };
  return {
    key: previewText(encodeUtf8(parseKeyName(key).key), KEY_LENGTH),
    database: parseKeyName(key).database,
    difference,
    taint: certainty.of(key),
    now: now === undefined ? null : heldView(now),
    after: after === undefined ? null : heldView(after),
    changes: lines,
    changesOmitted: omitted,
  };
}

const nearOf = async (held: Held<Bytes> | undefined): Promise<Held | undefined> =>
  held === undefined ? undefined : nearHeld(held);
