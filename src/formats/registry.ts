/* THE registry of formats: one line each, in the order in which they are asked whose a file is. */
import type { ByteSource, Format } from '../codec/index.ts';
import { type Opened, openAs } from '../scan/index.ts';
import { aikvRdb } from './aikv/aikvRdb.ts';
import { respLog } from './aikv/respLog.ts';
import { emberLog } from './ember/emberLog.ts';
import { emberSnapshot } from './ember/emberSnapshot.ts';

/** The formats that files are opened with. */
export interface FormatRegistry {
  readonly formats: readonly Format[];
  /** Recognises a file by its first bytes, and where these leave it open by its name. */
  readonly open: (source: ByteSource, name: string) => Promise<Opened>;
}

/** @throws Error where two formats have the same id: a plan could not tell them apart */
export function registryOf(formats: readonly Format[]): FormatRegistry {
  const ids = new Set(formats.map(({ id }) => id));
  if (ids.size !== formats.length) throw new Error('internal error: two formats with the same id');
  return { formats, open: (source, name) => openAs(formats, source, name) };
}

export const FORMATS: FormatRegistry = registryOf([
  aikvRdb, //
  respLog,
  emberLog,
  emberSnapshot,
]);

/** Recognises a file as one of {@link FORMATS}. */
export const openFile: FormatRegistry['open'] = FORMATS.open;
