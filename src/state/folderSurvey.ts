/*
 * Reads the files of a folder one after another, in a worker of its own that goes when all are read. Of each file only
 * what the list shows is kept: to look into one it is opened in a tab.
 */
import { NO_CAPABILITIES, type ShardService, startShardWorker } from '../workers/index.ts';
import { appStore, updateFolder } from './appStore.ts';
import { isReadable } from './folderShards.ts';
import type { FileSurvey, FolderFile, FolderId, SameContent } from './model.ts';
import { problemFrom } from './problems.ts';
import { getFolder } from './selectors.ts';

interface Survey {
  stopped: boolean;
  readonly end: () => void;
}

const surveys = new Map<FolderId, Survey>();
/** In memory only. */
const keys = new Map<FolderId, Uint8Array>();

export const getFolderKey = (id: FolderId): Uint8Array | null => keys.get(id) ?? null;

export function setFolderKey(id: FolderId, key: Uint8Array): void {
  keys.set(id, key);
}

/** Reads what has not been read yet. */
export async function surveyFolder(id: FolderId): Promise<void> {
  stopSurvey(id);
  let lost = false;
  const start = () =>
    startShardWorker(() => {
      lost = true;
    });
  let worker = start();
  const survey: Survey = { stopped: false, end: () => worker.terminate() };
  surveys.set(id, survey);
  updateFolder(id, () => ({ phase: 'reading' }));
  const news = new News(id);
  for (const next of unreadFiles(id)) {
    const read = await readFile(worker.service, id, next, news);
    if (survey.stopped) return;
    news.note(next.name, { survey: read, reading: null });
    // A file that brought the worker down is told as such; the others still come.
    if (lost) {
      lost = false;
      worker = start();
    }
  }
  worker.terminate();
  surveys.delete(id);
  news.tell();
  await findDuplicates(id);
  updateFolder(id, ({ files }) => ({ phase: 'done', keyState: keyStateOf(id, files) }));
}

export function stopSurvey(id: FolderId): void {
  const survey = surveys.get(id);
  if (survey === undefined) return;
  survey.stopped = true;
  survey.end();
  surveys.delete(id);
  updateFolder(id, ({ files }) => ({
    phase: 'stopped',
    files: files.map((file) => (file.reading === null ? file : { ...file, reading: null })),
  }));
}

export function endSurvey(id: FolderId): void {
  stopSurvey(id);
  keys.delete(id);
}

/** Tries a key on the first file that needs one. */
export async function withLockedFile<T>(
  id: FolderId,
  use: (service: ShardService) => Promise<T>,
): Promise<T | null> {
  const files = getFolder(appStore.getState(), id)?.files ?? [];
  const locked = files.find((file) => isLocked(file)) ?? files.find(isEncrypted);
  if (locked === undefined) return null;
  const worker = startShardWorker(() => {});
  try {
    await worker.service.open(locked.file);
    // Where the header says plaintext, only the scan finds the encrypted records.
    if (locked.survey?.summary.capabilities.encrypted !== true) await worker.service.scan(null, () => {});
    return await use(worker.service);
  } finally {
    worker.terminate();
  }
}

export const isLocked = ({ survey }: FolderFile): boolean => (survey?.report?.recordsLocked ?? 0) > 0;
const isEncrypted = ({ survey }: FolderFile): boolean => survey?.summary.capabilities.encrypted === true;

function keyStateOf(id: FolderId, files: readonly FolderFile[]) {
  if (keys.has(id)) return 'given' as const;
  return files.some((file) => isLocked(file) || isEncrypted(file))
    ? ('needed' as const)
    : ('not-needed' as const);
}

const unreadFiles = (id: FolderId): readonly FolderFile[] =>
  getFolder(appStore.getState(), id)?.files.filter((file) => file.survey === null && isReadable(file)) ?? [];

/** The list of a folder of hundreds is not drawn anew for each file. */
const TELL_MS = 200;

/** What was found since the folder was last told, by file. */
class News {
  readonly #id: FolderId;
  #changes = new Map<string, Partial<FolderFile>>();
  #told = 0;

  constructor(id: FolderId) {
    this.#id = id;
  }

  note(name: string, change: Partial<FolderFile>): void {
    this.#changes.set(name, { ...this.#changes.get(name), ...change });
    if (performance.now() - this.#told >= TELL_MS) this.tell();
  }

  tell(): void {
    const changes = this.#changes;
    this.#changes = new Map();
    this.#told = performance.now();
    updateFolder(this.#id, ({ files }) => ({
      files: files.map((file) => {
        const change = changes.get(file.name);
        return change === undefined ? file : { ...file, ...change };
      }),
    }));
  }
}

async function readFile(
  service: ShardService,
  id: FolderId,
  { name, file }: FolderFile,
  news: News,
): Promise<FileSurvey> {
  const nothing = { report: null, verdict: null, keys: null, problem: null };
  const { reader } = appStore.getState().preferences;
  let summary: FileSurvey['summary'] | null = null;
  try {
    news.note(name, { reading: 0 });
    summary = await service.open(file);
    if (summary.refusal !== null) return { ...nothing, summary };
    const report = await service.scan(keys.get(id) ?? null, ({ bytesDone }) => {
      news.note(name, { reading: bytesDone });
    });
    if (report.phase !== 'done') return { ...nothing, summary, report, problem: report.problem };
    const verdict = await service.verdict(reader);
    return { summary, report, verdict, keys: await service.keySketch(), problem: null };
  } catch (error) {
    const problem = problemFrom(error, name);
    return { ...nothing, summary: summary ?? unknownSummary(name, file.size), problem };
  }
}

const unknownSummary = (name: string, size: number): FileSurvey['summary'] => ({
  name,
  size,
  format: 'unknown',
  formatLabel: 'Unreadable',
  version: null,
  shardId: null,
  claimedEntries: null,
  typeNames: [],
  capabilities: NO_CAPABILITIES,
  refusal: null,
});

/** Files of the same size with the same keys are compared byte by byte. */
async function findDuplicates(id: FolderId): Promise<void> {
  const files = getFolder(appStore.getState(), id)?.files ?? [];
  const duplicates: SameContent[] = [];
  const bySize = new Map<string, FolderFile[]>();
  for (const file of files) {
    // Fresh files hold a header alone, and are all the same.
    if ((file.survey?.keys?.length ?? 0) === 0) continue;
    const group = `${file.file.size} ${file.survey?.keys?.join(' ')}`;
    const others = bySize.get(group) ?? [];
    bySize.set(group, [...others, file]);
    for (const other of others) {
      if (!(await sameContent(file.file, other.file).catch(() => false))) continue;
      duplicates.push([other.name, file.name]);
      break;
    }
  }
  updateFolder(id, () => ({ duplicates }));
}

const STEP = 1 << 20;

async function sameContent(a: File, b: File): Promise<boolean> {
  for (let at = 0; at < a.size; at += STEP) {
    const [left, right] = await Promise.all(
      [a, b].map(async (file) => new Uint8Array(await file.slice(at, at + STEP).arrayBuffer())),
    );
    if (left === undefined || right === undefined || left.length !== right.length) return false;
    for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) return false;
  }
  return true;
}
