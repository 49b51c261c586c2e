import { useMemo, useSyncExternalStore } from 'react';
import type { RowIndex } from '../../base/index.ts';
import { type FileId, service } from '../../state/index.ts';
import type { ByteSpace } from '../../workers/index.ts';
import { ByteWindows } from './byteWindows.ts';

/**
 * The bytes of a space, fetched as they are looked at. The component renders again when some arrive.
 * @param row whose decrypted content is meant; in `file` space it does not matter, so pass null there and rows can
 *   change without forgetting anything
 */
export function useByteWindows(
  id: FileId,
  space: ByteSpace,
  row: RowIndex | null,
  size: number,
  generation: number,
): ByteWindows {
  // biome-ignore lint/correctness/useExhaustiveDependencies: another scan may decrypt to other bytes
  const windows = useMemo(
    () => new ByteWindows(size, (at, length) => service(id).bytes(space, row ?? (0 as RowIndex), at, length)),
    [id, space, row, size, generation],
  );
  useSyncExternalStore(windows.subscribe, windows.version);
  return windows;
}
