/* What is done with any file, whatever its format. */
import { type Allowance, type Range, rowIndex } from '../base/index.ts';
import { type ByteSource, type Fault, frameCipher, type ReaderId, shardOfName } from '../codec/index.ts';
import type { FaultContext } from './faultPhrases.ts';
import type { FaultText } from './faultText.ts';
import { FileIndex } from './fileIndex.ts';
import type { Opened } from './openFormat.ts';
import type { ScanEnd, ScanOptions } from './options.ts';
import { ownStreams } from './ownStreams.ts';
import type { VerdictContext } from './verdict.ts';
import type { Verdict } from './verdictTypes.ts';

/**
 * Makes the empty index of an opened file.
 * @param key 32 bytes, or null when none is known
 * @param allowance what it may occupy
 */
export function createIndex(
  source: ByteSource,
  opened: Opened,
  name: string,
  key: Uint8Array | null,
  allowance?: Allowance,
): FileIndex {
  const { format, header, head } = opened;
  if (format === null || header === null) throw new Error('internal error: this file has no index');
  const index = new FileIndex(
    format,
    source.size(),
    header,
    key === null ? null : frameCipher(key),
    header.outcome === 'short' ? (head[4] ?? null) : null,
    allowance,
  );
  const inName = shardOfName(name);
  if (header.outcome === 'ok' && header.shardId !== null && inName !== null && header.shardId !== inName) {
    index.addFault(rowIndex(0), 'damage', 5, 2, {
      kind: 'shard-id-mismatch',
      inHeader: header.shardId,
      inName,
    });
  }
  return index;
}

/** Scans a file into `index`. What was indexed stays when the scan is cancelled or a read fails. */
export function scanFile(source: ByteSource, index: FileIndex, options: ScanOptions = {}): Promise<ScanEnd> {
  const own = ownStreams(source);
  const noting = { ...options, onZeros: (run: Range) => index.noteZeros(run) };
  return index.format.scan(own.source, index, noting).finally(own.close);
}

/** Computes what `reader`, or the only reader of a format that has one, does with the file behind `source`. */
export const computeVerdict = (
  source: ByteSource,
  index: FileIndex,
  reader: ReaderId,
  context: VerdictContext = { shardInName: null },
): Promise<Verdict> => index.format.verdict(source, index, reader, context);

/** The texts for `fault`. */
export const describeFault = (fault: Fault, context: FaultContext): FaultText =>
  context.format.describe(fault, context);
