/*
 * One session, and so one worker, for each open file. A session holds what does not belong in the store: the File,
 * the worker and the key (in memory only). It starts the worker again when that dies, and keeps the generations of
 * its scans rising over such a restart, so that an answer from before it is recognised as stale. Where the indexes of
 * all files grow past what they may hold together, it ends the workers of those that were used longest ago; a file is
 * read again when it comes to the front, or is asked something.
 */
import {
  type FileSummary,
  forwardCalls,
  type MapAggregate,
  type RecoveryRequest,
  type RepairRequest,
  type ScanProgress,
  type ScanReport,
  type ShardClient,
  type ShardPartner,
  type ShardService,
  startShardWorker,
  WorkerLostError,
} from '../workers/index.ts';
import { afterLoss } from './afterLoss.ts';
import { afterPaint } from './afterPaint.ts';
import { appStore, updateFile } from './appStore.ts';
import { indexAllowance, indexBudget, indexesToRelease } from './indexBudget.ts';
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
  /** Settles once it has been read as well. */
  loaded: Promise<void>;
  /** Its worker was ended to save memory. */
  released: boolean;
  /** It was read before: what the user did with the file stays. */
  readonly again: boolean;
  /** Questions that are not answered yet. */
  asked: number;
  /** Rises with each use of any file. */
  usedAt: number;
  /** Counts loads and scans; an answer to an older one is dropped. */
  run: number;
  /** Added to the worker's own generations, which begin anew with each worker. */
  generationBase: number;
  generationSeen: number;
  /** What opening found, as long as it waits for the first rows. */
  opened: Partial<OpenFile> | null;
  /** What its index may hold, in bytes. */
  allowance: number;
  /** When workers of this session died, in milliseconds. */
  readonly losses: number[];
}

/** The first rows mostly come sooner: then the workspace is drawn once, with them in it. In milliseconds. */
const FIRST_ROWS_WAIT_MS = 100;

/** A worker that dies more often than this in a minute is not started again by itself. */
const MAX_LOSSES_A_MINUTE = 3;

const turns = createScanTurns<FileId>((id) => appStore.getState().active === id);
appStore.subscribe(({ active }, before) => {
  if (active === before.active) return;
  turns.review();
  const session = active === null ? undefined : sessions.get(active);
  if (session === undefined) return;
  use(session);
  readAgain(session);
});

let uses = 0;
const sessions = new Map<FileId, Session>();
const services = new Map<FileId, ShardService>();

/** What the browser says that the computer has, in GiB. */
const deviceMemory = (): number | undefined => (navigator as { deviceMemory?: number }).deviceMemory;

/** Starts a worker on `file`, opens it and scans it; what comes of it goes into the store. */
export function startSession(id: FileId, file: File, key: Uint8Array | null): void {
  start(id, file, key, false, indexAllowance(deviceMemory()));
}

function start(id: FileId, file: File, key: Uint8Array | null, again: boolean, allowance: number): Session {
  const before = stop(id);
  const session: Session = {
    id,
    turn: null,
    file,
    client: startShardWorker((reason) => replaceWorker(session, reason)),
    key,
    ready: Promise.resolve(),
    loaded: Promise.resolve(),
    released: false,
    again,
    asked: 0,
    usedAt: 0,
    run: 0,
    generationBase: before?.generationSeen ?? 0,
    generationSeen: before?.generationSeen ?? 0,
    opened: null,
    allowance,
    losses: before === undefined ? [] : [...before.losses],
  };
  sessions.set(id, session);
  use(session);
  session.loaded = load(session);
  return session;
}

function use(session: Session): void {
  uses += 1;
  session.usedAt = uses;
}

/** Reads a file again whose index was released. @returns its session from now on */
function readAgain(session: Session): Session {
  const { id, file, key, allowance } = session;
  return session.released ? start(id, file, key, true, allowance) : session;
}

/** Ends the workers of files that were used longest ago, where the indexes of all hold more than they may. */
function releaseIndexes(): void {
  const state = appStore.getState();
  const held = [...sessions.values()].map((session) => {
    const { id, released, asked, usedAt } = session;
    const report = getFile(state, id)?.report ?? null;
    // What was stopped on the way can't be had again as it is.
    const busy = id === state.active || asked > 0 || report?.phase !== 'done';
    return { id, bytes: released ? 0 : (report?.indexBytes ?? 0), usedAt, busy };
  });
  const budget = indexBudget(deviceMemory());
  for (const id of indexesToRelease(held, budget)) {
    const session = stop(id);
    if (session === undefined) continue;
    session.released = true;
    updateFile(id, () => ({ released: true }));
  }
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
  if (session.released) return readAgain(session).loaded;
  session.allowance = indexAllowance(deviceMemory());
  session.run += 1;
  await session.ready;
  await scan(session, session.run);
}

/** Asks for the verdict of the reader that is now preferred. */
export async function judge(id: FileId): Promise<void> {
  const session = sessions.get(id);
  if (session === undefined) return;
  if (session.released) {
    // It is judged when it is read again.
    updateFile(id, () => ({ verdict: null }));
    return;
  }
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
    session.opened = {
      summary,
      size: summary.size,
      keyState: !needsKey ? 'not-needed' : session.key === null ? 'needed' : 'given',
    };
    if (summary.refusal === null) setTimeout(() => showOpened(session), FIRST_ROWS_WAIT_MS);
    else showOpened(session);
    return summary;
  } catch (error) {
    if (isCurrent(session, run) && !(error instanceof WorkerLostError)) {
      updateFile(id, () => ({ released: false }));
      showFailure(id, error);
    }
    return null;
  }
}

/** Shows what opening found, if it still waits. */
function showOpened(session: Session): void {
  if (sessions.get(session.id) !== session || session.opened === null) return;
  updateFile(session.id, () => takeOpened(session));
}

function takeOpened(session: Session): Partial<OpenFile> {
  const opened = session.opened ?? {};
  session.opened = null;
  return opened;
}

async function scan(session: Session, run: number): Promise<void> {
  const { id, client } = session;
  if (!isCurrent(session, run)) return;
  updateFile(id, () => ({
    progress: null,
    report: null,
    verdict: null,
    problem: null,
    ...(session.again && run === 1 ? {} : { plan: null, keySelection: [], lanes: [] }),
  }));
  // A scan that is still under way is about to be superseded.
  session.turn?.end();
  const { turn, begun } = turns.take(id);
  session.turn = turn;
  await begun;
  if (!isCurrent(session, run)) return turn.end();
  try {
    const onProgress = (progress: ScanProgress): Promise<void> | undefined => {
      if (!isCurrent(session, run)) return undefined;
      updateFile(id, () => ({ ...takeOpened(session), progress: inSession(session, progress) }));
      return progress.firstRows === null ? undefined : afterPaint();
    };
    const report = await client.service.scan(session.key, onProgress, session.allowance);
    if (!isCurrent(session, run)) return;
    updateFile(id, (file) => ({
      ...takeOpened(session),
      report: inSession(session, report),
      problem: report.problem,
      released: false,
      // A log whose header says plaintext may hold encrypted records all the same.
      ...(report.recordsLocked > 0 ? { keyState: 'needed' as const } : {}),
      ...(session.again ? {} : selectDamage(file, report)),
    }));
    if (report.phase === 'done') await judge(id);
    releaseIndexes();
  } catch (error) {
    // A lost worker is replaced, and its successor scans anew.
    if (isCurrent(session, run) && !(error instanceof WorkerLostError)) showFailure(id, error);
  } finally {
    showOpened(session);
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
  const { told, allowance, changed } = afterLoss(file, reason, session.allowance);
  showToast('bad', told);
  updateFile(id, () => changed);
  start(id, session.file, session.key, false, allowance);
}

async function ask(id: FileId, method: keyof ShardService, args: readonly unknown[]): Promise<unknown> {
  const known = sessions.get(id);
  if (known === undefined) return never();
  const session = readAgain(known);
  use(session);
  session.asked += 1;
  try {
    // An index that has to be made again can't answer for all of it before.
    await (session === known ? session.ready : session.loaded);
    return await answerOf(session, method, args);
  } finally {
    session.asked -= 1;
  }
}

async function answerOf(
  session: Session,
  method: keyof ShardService,
  args: readonly unknown[],
): Promise<unknown> {
  const { id } = session;
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
