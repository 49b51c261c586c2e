import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { fail, ROOT } from '../scripts/project.mjs';
import { APP, ensureBuilt } from '../scripts/targets.mjs';
import { atMost, figure } from './figure.ts';
import type { Measure } from './measure.ts';

const zippedSize = async (path: string): Promise<number> =>
  gzipSync(await readFile(path), { level: 9 }).length;

/** Bytes of files, gzip, in kB. */
async function zipped(folder: string, names: readonly string[]): Promise<number> {
  const sizes = await Promise.all(names.map((name) => zippedSize(join(folder, name))));
  return sizes.reduce((sum, size) => sum + size, 0) / 1000;
}

/** What a first visit loads: before the page stands, and then so that it can go on without a network. */
export const download: Measure = {
  name: 'download',
  title: 'Size of the page',
  run: async () => {
    if (!(await ensureBuilt(APP))) fail('The page could not be built.');
    const dist = join(ROOT, 'dist');
    const page = await readFile(join(dist, 'index.html'), 'utf8');
    const linked = [...page.matchAll(/(?:src|href)="\.\/([^"]+\.js)"/g)].map(([, path]) => path as string);
    const all = await readdir(join(dist, 'assets'));
    const ending = (end: string): readonly string[] => all.filter((name) => name.endsWith(end));
    return [
      figure(
        'download.initial',
        'Scripts before the page stands, gzip',
        'kB',
        [await zipped(dist, linked)],
        atMost(200),
      ),
      figure('download.scripts', 'All scripts, gzip', 'kB', [
        await zipped(join(dist, 'assets'), ending('.js')),
      ]),
      figure('download.styles', 'Styles, gzip', 'kB', [await zipped(join(dist, 'assets'), ending('.css'))]),
    ];
  },
};
