import { actions, type OpenFile, type OpenFolder, service, withLockedFile } from '../../state/index.ts';
import type { KeyTrial, ShardService } from '../../workers/index.ts';

type Parsed = Awaited<ReturnType<ShardService['parseKey']>>;

/** What a key is asked for: a file, or all the files of a folder. */
export interface KeySubject {
  readonly name: string;
  readonly noun: 'file' | 'folder';
  /** A sample's key, in hexadecimal: it protects nothing. */
  readonly sampleKey: string | null;
  /** Reads what was typed or chosen, and tries it where there is something to try it on. */
  readonly judge: (
    input: Uint8Array,
  ) => Promise<{ readonly parsed: Parsed; readonly trial: KeyTrial | null }>;
  readonly give: (key: Uint8Array) => void;
}

async function judge(shard: ShardService, input: Uint8Array) {
  const parsed = await shard.parseKey(input);
  return { parsed, trial: parsed.key === null ? null : await shard.tryKey(parsed.key) };
}

export const fileKeySubject = ({ id, name, sampleKey }: OpenFile): KeySubject => ({
  name,
  noun: 'file',
  sampleKey,
  judge: (input) => judge(service(id), input),
  give: (key) => void actions.giveKey(id, key),
});

const NOTHING = { parsed: { key: null, note: null, problem: null }, trial: null };

export const folderKeySubject = ({ id, name }: OpenFolder): KeySubject => ({
  name,
  noun: 'folder',
  sampleKey: null,
  judge: async (input) => (await withLockedFile(id, (shard) => judge(shard, input))) ?? NOTHING,
  give: (key) => void actions.giveFolderKey(id, key),
});
