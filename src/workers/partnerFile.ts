import { openFile } from '../formats/index.ts';
import { createIndex, scanFile } from '../scan/index.ts';
import { blobSource } from './blobSource.ts';
import type { ShardPartner } from './recoveryApi.ts';
import type { OwnFile } from './shardFiles.ts';

interface Known {
  readonly stamp: string;
  readonly file: OwnFile;
}

/** Tells one file and key from another. */
export const partnerStamp = (partner: ShardPartner | null): string =>
  partner === null
    ? ''
    : [partner.file.name, partner.file.size, partner.file.lastModified, partner.key?.join(' ') ?? ''].join(
        ':',
      );

/** The shard's other file, in the worker of the one: read once, it stays indexed for the next question. */
export class PartnerFile {
  #known: Known | null = null;

  /** @returns null where there is none, where it can't hold anything, and when it was cancelled */
  async read(
    partner: ShardPartner | null,
    signal: { readonly aborted: boolean },
    onProgress: (bytes: number, total: number) => void,
  ): Promise<OwnFile | null> {
    if (partner === null) return null;
    const { file, key } = partner;
    const stamp = partnerStamp(partner);
    if (this.#known?.stamp === stamp) return this.#known.file;
    const source = blobSource(file);
    const opened = await openFile(source, file.name);
    // Not a file of ember's: the server would find nothing in it, and neither is there anything to compare.
    if (opened.format === null) return null;
    const index = createIndex(source, opened, file.name, key);
    const end = await scanFile(source, index, {
      signal,
      onProgress: (bytes) => onProgress(bytes, file.size),
    });
    if (end !== 'done') return null;
    const read: OwnFile = { source, index, name: file.name };
    this.#known = { stamp, file: read };
    return read;
  }
}
