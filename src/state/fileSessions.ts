/*
 * One session, and so one worker, for each open file. A session holds what does not belong in the store: the File,
 * the worker and the key (in memory only). It starts the worker again when that dies, and keeps the generations of
 * its scans rising over such a restart, so that an answer from before it is recognised as stale.
 */
import {
  type FileSummary,
  forwardCalls,
  type MapAggregate,
  type RecoveryRequest,
  type RepairRequest,
  type ScanReport,
  type ShardClient,
  type ShardPartner,
  type ShardService,
  startShardWorker,
  WorkerLostError,
} from '../workers/index.ts';
import { appStore, updateFile } from './appStore.ts';
import type { FileId, OpenFile } from './model.ts';
import { PROBLEM, problemFrom, ServiceError } from './problems.ts';
import { createScanTurns, type ScanTurn } from './scanTurns.ts';
import { getFile } from './selectors.ts';
import { showToast } from './toasts.ts';

interface Session {
  readonly id: FileId;
  /** The right to scan, while a scan waits or runs. */
  turn: ScanTurn | null;
  file: File;
  client: ShardClient;
  key: Uint8Array | null;
  /** Settles once the worker has opened the file, in whatever way that ended. */
  ready: Promise<void>;
  /** Counts loads and scans; an answer to an older one is dropped. */
  run: number;
  /** Added to the worker's own generations, which begin anew with each worker. */
  generationBase: number;
  generationSeen: number;
  /** When workers of this session died, in milliseconds. */
  readonly losses: number[];
}

/** A worker that dies more often than this in a minute is not started again by itself. */
const MAX_LOSSES_A_MINUTE = 3;

const turns = createScanTurns<FileId>((id) => appStore.getState().active === id);
appStore.subscribe(({ active }, before) => {
  if (active !== before.active) turns.review();
});

const sessions = new Map<FileId, Session>();
const services = new Map<FileId, ShardService>();

/** Starts a worker on `file`, opens it and scans it; what comes of it goes into the store. */
export function startSession(id: FileId, file: File, key: Uint8Array | null): void {
  const before = stop(id);
  const session: Session = {
    id,
    turn: null,
    file,
    client: startShardWorker((reason) => replaceWorker(session, reason)),
    key,
    ready: Promise.resolve(),
    run: 0,
    generationBase: before?.generationSeen ?? 0,
    generationSeen: before?.generationSeen ?? 0,
    losses: before === undefined ? [] : [...before.losses],
  };
  sessions.set(id, session);
  void load(session);
}

export function endSession(id: FileId): void {
  stop(id);
  sessions.delete(id);
  services.delete(id);
}

function stop(id: FileId): Session | undefined {
  const session = sessions.get(id);
  session?.client.terminate();
  session?.turn?.end();
  return session;
}

/** The file as it was when it was opened; null once its tab is closed. */
export function getSource(id: FileId): File | null {
  return sessions.get(id)?.file ?? null;
}

/** The other file of a file's shard, with its key, as far as it is open. */
export function partnerFile(id: FileId): ShardPartner | null {
  const partner = getFile(appStore.getState(), id)?.partner ?? null;
  const session = partner === null ? undefined : sessions.get(partner);
  return session === undefined ? null : { file: session.file, key: session.key };
}

/** Whom a file's repair is for, and what it rests on. */
export const repairRequest = (id: FileId): RepairRequest => ({
  reader: appStore.getState().preferences.reader,
  partner: partnerFile(id),
});

/**
 * What a recovery of a file's shard rests on: the tab of its other file, and the plans under review.
 * @param clockMs when the server starts, Unix milliseconds
 */
export function recoveryRequest(id: FileId, clockMs: number): RecoveryRequest {
  const state = appStore.getState();
  const file = getFile(state, id);
  const other = file?.partner == null ? null : getFile(state, file.partner);
  return {
    partner: partnerFile(id),
    reader: state.preferences.reader,
    clockMs,
    plan: file?.plan ?? null,
    partnerPlan: other?.plan ?? null,
  };
}

/**
 * Asks a file's worker. A call rejects with a {@link ServiceError} only; one whose file has been closed meanwhile
 * never settles, because nobody is left to hear of it. Functions can be passed as they are.
 */
export function service(id: FileId): ShardService {
  let found = services.get(id);
  if (found === undefined) {
    found = forwardCalls((method, args) => ask(id, method, args));
    services.set(id, found);
  }
  return found;
}

/** Scans a file (again), with the key it was given if any. */
export async function runScan(id: FileId, key?: Uint8Array): Promise<void> {
  const session = sessions.get(id);
  if (session === undefined) return;
  if (key !== undefined) session.key = key;
  session.run += 1;
  await session.ready;
  await scan(session, session.run);
}

/** Asks for the verdict of the reader that is now preferred. */
export async function judge(id: FileId): Promise<void> {
  const session = sessions.get(id);
  if (session === undefined) return;
  const { run } = session;
  const { reader } = appStore.getState().preferences;
  const verdict = await service(id).verdict(reader);
  if (session.run !== run || appStore.getState().preferences.reader !== reader) return;
  updateFile(id, () => ({ verdict }));
}

/** Puts a failure above the file's views. */
export function showFailure(id: FileId, error: unknown): void {
  updateFile(id, (file) => ({ problem: problemFrom(error, file.name) }));
}

async function load(session: Session): Promise<void> {
  session.run += 1;
  const { run } = session;
  const opened = openFile(session, run);
  session.ready = opened.then(() => undefined);
  const summary = await opened;
  if (summary !== null && summary.refusal === null) await scan(session, run);
}

async function openFile(session: Session, run: number): Promise<FileSummary | null> {
  const { id, file } = session;
  try {
    const summary = await session.client.service.open(file);
    if (!isCurrent(session, run)) return null;
    const needsKey = summary.capabilities.encrypted;
    updateFile(id, () => ({
      summary,
      size: summary.size,
      keyState: !needsKey ? 'not-needed' : session.key === null ? 'needed' : 'given',
    }));
    return summary;
  } catch (error) {
    if (isCurrent(session, run) && !(error instanceof WorkerLostError)) showFailure(id, error);
    return null;
  }
}

async function scan(session: Session, run: number): Promise<void> {
  const { id, client } = session;
  if (!isCurrent(session, run)) return;
  updateFile(id, () => ({
    progress: null,
    report: null,
    verdict: null,
    problem: null,
    plan: null,
    keySelection: [],
    lanes: [],
  }));
  // A scan that is still under way is about to be superseded.
  session.turn?.end();
  const { turn, begun } = turns.take(id);
  session.turn = turn;
  await begun;
  if (!isCurrent(session, run)) return turn.end();
  try {
    const report = await client.service.scan(session.key, (progress) => {
      if (!isCurrent(session, run)) return;
      updateFile(id, () => ({ progress: inSession(session, progress) }));
    });
    if (!isCurrent(session, run)) return;
    updateFile(id, (file) => ({
      report: inSession(session, report),
      problem: report.problem,
      // A log whose header says plaintext may hold encrypted records all the same.
      ...(report.recordsLocked > 0 ? { keyState: 'needed' as const } : {}),
      ...selectDamage(file, report),
    }));
    if (report.phase === 'done') await judge(id);
  } catch (error) {
    // A lost worker is replaced, and its successor scans anew.
    if (isCurrent(session, run) && !(error instanceof WorkerLostError)) showFailure(id, error);
  } finally {
    turn.end();
  }
}

/** Damage is shown at once, unless the user is looking at something else by now. */
function selectDamage({ selection }: OpenFile, { firstDamage }: ScanReport): Partial<OpenFile> {
  if (selection !== null || firstDamage === null) return {};
  return { selection: { row: firstDamage, field: null, bytes: null } };
}

/** Numbers an answer's generation so that it rises over restarts of the worker. */
function inSession<T extends { readonly generation: number }>(session: Session, answer: T): T {
  const generation = session.generationBase + answer.generation;
  session.generationSeen = Math.max(session.generationSeen, generation);
  return { ...answer, generation };
}

function isCurrent(session: Session, run: number): boolean {
  return session.run === run && sessions.get(session.id) === session;
}

function replaceWorker(session: Session, reason: string): void {
  const { id, losses } = session;
  const file = getFile(appStore.getState(), id);
  if (sessions.get(id) !== session || file === null) return;
  const now = Date.now();
  losses.push(now);
  if (losses.filter((at) => now - at < 60_000).length > MAX_LOSSES_A_MINUTE) {
    showFailure(id, new WorkerLostError(reason));
    return;
  }
  showToast('bad', `The reader of ${file.name} stopped and was started again. The file is being read anew.`);
  startSession(id, session.file, session.key);
}

async function ask(id: FileId, method: keyof ShardService, args: readonly unknown[]): Promise<unknown> {
  const session = sessions.get(id);
  if (session === undefined) return never();
  await session.ready;
  const call = session.client.service[method] as (...values: readonly unknown[]) => Promise<unknown>;
  try {
    const answer = await call(...args);
    if (!sessions.has(id)) return never();
    return method === 'map' ? inSession(session, answer as MapAggregate) : answer;
  } catch (error) {
    if (!sessions.has(id)) return never();
    const problem = problemFrom(error, session.file.name);
    const announced = problem.code === PROBLEM.fileChanged || problem.code === PROBLEM.workerLost;
    if (problem.code === PROBLEM.fileChanged) updateFile(id, () => ({ problem }));
    throw new ServiceError(problem, { announced, cause: error });
  }
}

/** A fresh one each time: what waits on a shared promise would never be freed. */
const never = (): Promise<never> => new Promise(() => {});
