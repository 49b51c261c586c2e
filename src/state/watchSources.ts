import { appStore } from './appStore.ts';
import { getSource, showFailure } from './fileSessions.ts';
import type { FileId } from './model.ts';
import { getFile } from './selectors.ts';

/** Between two looks at the file in front. */
const EVERY_MS = 5000;

/** Files whose change has been told: it is not told again when the user has dismissed it. */
const told = new WeakSet<File>();

/**
 * Notices when an open file changes on the disk. Reading one byte is enough: the browser refuses it then. All files
 * are looked at when the user comes back to the page, the one in front also from time to time.
 */
export function watchSources(): void {
  const checkAll = (): void => {
    if (document.visibilityState !== 'visible') return;
    for (const file of appStore.getState().files) void check(file.id);
  };
  addEventListener('focus', checkAll);
  document.addEventListener('visibilitychange', checkAll);
  setInterval(() => {
    const { active } = appStore.getState();
    if (active !== null && document.visibilityState === 'visible') void check(active);
  }, EVERY_MS);
}

async function check(id: FileId): Promise<void> {
  const source = getSource(id);
  const file = getFile(appStore.getState(), id);
  // A file that comes with the page has no disk to change on.
  if (source === null || file === null || file.sampleNote !== null || told.has(source)) return;
  try {
    await source.slice(0, 1).arrayBuffer();
  } catch (error) {
    told.add(source);
    if (getSource(id) === source) showFailure(id, error);
  }
}
