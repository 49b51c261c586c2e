import type { OpenFile } from '../../state/index.ts';

/**
 * What a live region says while a file is read: the start, each quarter, and the end. It is derived, so that it stays
 * the same text (and silent) in between.
 * @param ending what to say at the end, null while it is not known
 */
export function scanNews(file: OpenFile, ending: string | null): string {
  if (file.report !== null) return ending ?? '';
  const { progress } = file;
  const quarter =
    progress === null || progress.bytesTotal === 0
      ? 0
      : Math.floor((progress.bytesDone / progress.bytesTotal) * 4);
  if (quarter === 0) return `Reading ${file.name}`;
  const rows = progress?.rows === 0 ? ', no row so far' : '';
  return quarter < 4 ? `${quarter * 25} percent read${rows}` : 'Almost done';
}
