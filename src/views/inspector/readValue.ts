import { type FileId, ServiceError, service } from '../../state/index.ts';
import type { Problem } from '../../workers/index.ts';
import type { ValueTarget } from './valueTarget.ts';

const UNREADABLE: Problem = {
  code: 'short-read',
  what: 'These bytes could not be read.',
  where: null,
  meaning: 'The file may have changed or moved since it was opened. What was read of it before still stands.',
  next: 'Reload the file to read it as it is now.',
};

/**
 * Bytes of a value, up to 1 MiB of them.
 * @throws ServiceError where there are fewer than the value has: a part must not pass for the whole
 */
export async function readValue(
  id: FileId,
  target: ValueTarget,
  at: number,
  length: number,
): Promise<Uint8Array> {
  const bytes = await service(id).bytes(target.space, target.row, target.at + at, length);
  // A worker that can't read answers with fewer bytes.
  if (bytes.length < length) throw new ServiceError(UNREADABLE, { announced: false });
  return bytes;
}
