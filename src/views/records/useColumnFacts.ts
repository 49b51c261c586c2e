import { useMemo } from 'react';
import { type FileId, getFile, type ScanPhase, useApp } from '../../state/index.ts';
import { formatCount, formatOffset } from '../ui/index.ts';
import type { ColumnFacts } from './columns.tsx';

/** What a file's columns depend on; the same object until one of it changes. */
export function useColumnFacts(id: FileId, rows: number, phase: ScanPhase): ColumnFacts {
  const capabilities = useApp((state) => getFile(state, id)?.summary?.capabilities ?? null);
  const size = useApp((state) => getFile(state, id)?.size ?? 0);
  const settled = phase !== 'scanning';
  const numberLength = formatCount(rows).length;
  const offsetLength = formatOffset(size).length;
  return useMemo(
    () => ({ capabilities, settled, numberLength, offsetLength }),
    [capabilities, settled, numberLength, offsetLength],
  );
}
