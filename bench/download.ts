import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { fail, ROOT } from '../scripts/project.mjs';
import { APP, ensureBuilt } from '../scripts/targets.mjs';
import { atMost, figure } from './figure.ts';
import type { Measure } from './measure.ts';

/** What a first visit loads. */
export const download: Measure = {
  name: 'download',
  title: 'Size of the page',
  run: async () => {
    if (!(await ensureBuilt(APP))) fail('The page could not be built.');
    const folder = join(ROOT, 'dist', 'assets');
    const names = await readdir(folder);
    const zipped = async (ending: string): Promise<number> => {
      const texts = await Promise.all(
        names.filter((name) => name.endsWith(ending)).map((name) => readFile(join(folder, name))),
      );
      return texts.reduce((sum, text) => sum + gzipSync(text, { level: 9 }).length, 0) / 1000;
    };
    return [
      figure('download.scripts', 'Scripts, gzip', 'kB', [await zipped('.js')], atMost(200)),
      figure('download.styles', 'Styles, gzip', 'kB', [await zipped('.css')]),
    ];
  },
};
