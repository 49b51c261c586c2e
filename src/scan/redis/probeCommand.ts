/* One command of a log by random access: longer than a window, or where damage is looked at. */
import { type ByteSource, type RespStatus, type RespWalker, readExactly } from '../../codec/index.ts';

/** Enough for the lengths of most commands, little enough to be read for each. */
const CHUNK_BYTES = 4096;

/** Walks the command at `at` with `walker`. Payloads are not read. */
export async function probeCommand(
  source: ByteSource,
  walker: RespWalker,
  at: number,
  wantedKey = 1,
): Promise<Exclude<RespStatus, 'more'>> {
  const size = source.size();
  walker.start(at, wantedKey);
  let chunk = CHUNK_BYTES;
  for (;;) {
    const from = walker.position;
    const bytes = await readExactly(source, Math.min(from, size), Math.min(chunk, Math.max(0, size - from)));
    const status = walker.run(bytes, from, size);
    if (status !== 'more') return status;
    chunk = CHUNK_BYTES;
  }
}
