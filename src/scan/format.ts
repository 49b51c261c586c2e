/* What the scan asks of a format. */
import type { RowIndex } from '../base/index.ts';
import type { ByteSource, Fault, ReaderId } from '../codec/index.ts';
import type { ContentValues, Expiries } from '../columnar/index.ts';
import type { FaultContext } from './faultPhrases.ts';
import type { FaultText } from './faultText.ts';
import type { FileIndex } from './fileIndex.ts';
import type { Recognise } from './openFormat.ts';
import type { ScanEnd, ScanOptions } from './options.ts';
import type { AnyRow } from './rowContent.ts';
import type { VerdictContext } from './verdict.ts';
import type { Verdict } from './verdictTypes.ts';

export interface ScanActs {
  /** Whether a file is one of its own: from its content, and by its name alone what that leaves open. */
  readonly recognise: Recognise;
  /** Walks and checks the file, finds what holds behind damage, and fills the index. */
  readonly scan: (source: ByteSource, index: FileIndex, options: ScanOptions) => Promise<ScanEnd>;
  /** What its real reader makes of the file. */
  readonly verdict: (
    source: ByteSource,
    index: FileIndex,
    reader: ReaderId,
    context: VerdictContext,
  ) => Promise<Verdict>;
  /** Decodes what `readContent` gave of one row; null where its lengths lead elsewhere. */
  readonly decode: (content: Uint8Array, index: FileIndex, row: RowIndex) => AnyRow | null;
  /** The words for a fault. */
  readonly describe: (fault: Fault, context: FaultContext) => FaultText;
  /** The name of a record's or entry's type; undefined for a tag that it doesn't have. */
  readonly typeName: (tag: number) => string | undefined;
  /** What a search for values reads of a row. */
  readonly values: (index: FileIndex) => ContentValues;
  readonly expiries: (index: FileIndex) => Expiries;
}

declare module '../codec/index.ts' {
  interface Format extends ScanActs {}
}
