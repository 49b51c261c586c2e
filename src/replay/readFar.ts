import { SourceChangedError } from '../codec/index.ts';
import { eachListedRow } from '../scan/index.ts';
import { type Bytes, FarBytes } from './farBytes.ts';
import type { ShardFile } from './shardFile.ts';

/**
 * Reads these bytes, in the order of their files, neighbours in one read.
 * @returns what gives them; bytes in memory it gives as they are
 * @throws SourceChangedError where a file no longer has what the replay saw
 */
export async function readFar(wanted: readonly FarBytes[]): Promise<(bytes: Bytes) => Uint8Array> {
  const read = new Map<FarBytes, Uint8Array>();
  const byFile = new Map<ShardFile, FarBytes[]>();
  for (const far of wanted) {
    const known = byFile.get(far.file);
    if (known === undefined) byFile.set(far.file, [far]);
    else known.push(far);
  }
  for (const [file, all] of byFile) {
    all.sort((a, b) => a.row - b.row || a.at - b.at);
    await readOfFile(file, all, read);
  }
  return (bytes) => (bytes instanceof FarBytes ? (read.get(bytes) as Uint8Array) : bytes);
}

/** @param sorted by row */
async function readOfFile(
  { source, index }: ShardFile,
  sorted: readonly FarBytes[],
  into: Map<FarBytes, Uint8Array>,
): Promise<void> {
  const rows = [...new Set(sorted.map(({ row }) => row))];
  let next = 0;
  await eachListedRow(source, index, { rows, from: 0, to: rows.length }, (_, row, content) => {
    for (let far = sorted[next]; far?.row === row; far = sorted[++next]) {
      const bytes = content?.slice(far.at, far.at + far.length);
      if (bytes?.length !== far.length)
        throw new SourceChangedError(`the record at ${index.rows.offset(row)} is not what it was`);
      into.set(far, bytes);
    }
    return true;
  });
}
