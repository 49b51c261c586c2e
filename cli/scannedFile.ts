/* Opens and scans one file for a command. */
import { type RowIndex, rowIndex } from '../src/base/index.ts';
import {
  BodyProblem,
  type ByteSource,
  type Detected,
  entryStart,
  type ReaderId,
  RecordWalker,
  SNAPSHOT_PROGRAM,
  shardOfName,
  WalkStatus,
} from '../src/codec/index.ts';
import { RowKind, RowStatus } from '../src/columnar/index.ts';
import { FORMATS, type FormatRegistry } from '../src/formats/index.ts';
import { diagnose } from '../src/repair/index.ts';
import {
  computeVerdict,
  createIndex,
  type FileIndex,
  type Helpers,
  readContent,
  scanFile,
  type Verdict,
} from '../src/scan/index.ts';
import { ExitCode } from './exitCode.ts';
import { fileHelpers } from './fileHelpers.ts';
import { openFileSource } from './fileSource.ts';
import { type Input, nameOf, unreadable } from './inputs.ts';
import { changeNote, reading } from './reading.ts';
import { windowedSource } from './windowedSource.ts';

/** A file that was scanned, with what a command says about it. */
export interface ScannedFile {
  readonly input: Input;
  readonly source: ByteSource;
  readonly index: FileIndex;
  readonly held: HeldRows;
  /** The exit code that the file alone asks for. */
  readonly code: ExitCode;
  /** Why nothing of it can be read; null where something can. */
  readonly refusal: string | null;
  verdict(reader: ReaderId): Promise<Verdict>;
  /** Looks for the causes of the faults, for those who are told about them. */
  diagnose(): Promise<void>;
}

/** What of a file holds. */
export interface HeldRows {
  /** The first row that is no well-formed record: framing or content is lost there. The number of rows if none is. */
  readonly firstBad: RowIndex;
  /** Records or entries before it. */
  readonly before: number;
  /** Those behind it that hold. */
  readonly salvageable: number;
}

/** Scans `input` and hands it to `use`, while it is open. @param note told where the file changed meanwhile */
export async function withScannedFile<T>(
  input: Input,
  key: Uint8Array | null,
  use: (file: ScannedFile) => Promise<T>,
  note: (text: string) => void = () => undefined,
): Promise<T> {
  return reading(input.path, async () => {
    const source = await openFileSource(input.path);
    try {
      const result = await use(await scanSource(input, source, key, { helpers: fileHelpers(source, key) }));
      const change = await source.change();
      if (change !== null) note(changeNote(input.path, change));
      return result;
    } finally {
      await source.close();
    }
  });
}

/** Scans what `source` holds, as the file `input`. */
export async function scanSource(
  input: Input,
  source: ByteSource,
  key: Uint8Array | null,
  { formats = FORMATS, helpers }: { readonly formats?: FormatRegistry; readonly helpers?: Helpers } = {},
): Promise<ScannedFile> {
  const name = nameOf(input);
  const opened = await formats.open(source, name);
  if (opened.format === null) throw unreadable(input.path, NOT_READ[opened.detected.format]);
  const index = createIndex(source, opened, name, key);
  await scanFile(source, index, helpers === undefined ? {} : { helpers });
  const refusal = refusalOf(index);
  return {
    input,
    source: windowedSource(source),
    index,
    held: await holdRows(source, index),
    code: refusal !== null ? ExitCode.unreadable : isDamaged(index) ? ExitCode.damaged : ExitCode.clean,
    refusal,
    verdict: (reader) => computeVerdict(source, index, reader, { shardInName: shardOfName(name) }),
    diagnose: () => diagnose(source, index),
  };
}

const NOT_READ: Readonly<Record<Detected['format'], string>> = {
  aof: 'not recognised',
  snapshot: 'not recognised',
  rdb: 'is a Redis or Valkey RDB file; of this format only AiKv’s files are read yet (redis-check-rdb checks it)',
  'rdb-preamble':
    'is a Redis or Valkey append-only file that begins with an RDB snapshot; such a file can’t be read yet (redis-check-aof checks it)',
  'rdb-stream':
    'is an RDB snapshot taken off a replication link: a $ line stands before it; such a file can’t be read yet',
  'rdb-damaged':
    'is named .rdb, but its first bytes are neither REDIS with four digits nor VALKEY with three',
  resp: 'is a Redis or Valkey append-only file with annotations; of these only plain commands are read yet (redis-check-aof checks it)',
  'aof-manifest':
    'is the manifest of Redis or Valkey append-only files; open the files that it names, those of plain commands are read',
  'key-file': 'looks like an encryption key, not like a log or a snapshot',
  empty: 'is empty, and its name does not tell what it was (.aof and .snap would)',
  unknown:
    'is no ember log or snapshot (no EAOF or ESNP at its beginning, no .aof or .snap in its name), no RESP log and no RDB',
};

const isDamaged = (index: FileIndex): boolean => index.faults.some((fault) => fault.severity !== 'info');

/** Why nothing can be read from a file, although it was recognised. */
function refusalOf(index: FileIndex): string | null {
  const { header, faults } = index;
  if (header.outcome === 'short') return index.size === 0 ? 'is empty' : 'ends inside its header';
  if (header.outcome === 'bad') {
    return header.reason === 'magic'
      ? 'has a damaged header'
      : `has the unknown format version ${header.version}`;
  }
  // A header can say so wrongly: where plaintext records stand behind it, they can be read.
  const isEncrypted = index.encrypted && index.cipher === null && index.size > index.rows.size(rowIndex(0));
  if (isEncrypted && countRows(index, (status) => status === RowStatus.ok) === 0) {
    return 'is encrypted; give its key with --key-file or --key';
  }
  const first = faults.find((fault) => fault.row === 1)?.evidence;
  const opens = countRows(index, (status) => status === RowStatus.ok) > 0;
  if (first?.kind === 'undecryptable' && !opens) return 'can’t be decrypted with this key';
  return null;
}

function countRows(index: FileIndex, counts: (status: RowStatus) => boolean): number {
  let count = 0;
  for (let row = 1; row < index.rows.length; row++) {
    if (isRecord(index, rowIndex(row)) && counts(index.statusOf(rowIndex(row)))) count++;
  }
  return count;
}

/** Whether a row is a record or an entry, well-formed or not. */
export function isRecord(index: FileIndex, row: RowIndex): boolean {
  const kind = index.rows.kind(row);
  return kind === RowKind.record || kind === RowKind.entry;
}

/** Whether a row holds: by a checksum, or (an entry of a snapshot) because nothing contradicts it. */
function isWellFormed(index: FileIndex, row: RowIndex): boolean {
  const status = index.statusOf(row);
  return isRecord(index, row) && (status === RowStatus.ok || status === RowStatus.unproven);
}

async function holdRows(source: ByteSource, index: FileIndex): Promise<HeldRows> {
  const { rows } = index;
  let row = 0;
  let before = 0;
  // Behind a damaged header nothing is on intact framing.
  const end = isHeaderBad(index) ? 0 : Math.min(rows.length, otherEncryption(index));
  for (; row < end; row++) {
    const each = rowIndex(row);
    if (isWellFormed(index, each) || (await isWellFramed(source, index, each))) before++;
    else if (rows.kind(each) !== RowKind.header || rows.status(each) !== RowStatus.ok) break;
  }
  let salvageable = 0;
  for (let each = row; each < rows.length; each++) {
    if (isSalvageable(index, rowIndex(each))) salvageable++;
  }
  return { firstBad: rowIndex(row), before, salvageable };
}

/**
 * Whether an entry that the footer accuses of a wrong byte is well-formed all the same. There is at most one such
 * entry in a snapshot; nothing but the footer shows that it is not what was written.
 */
async function isWellFramed(source: ByteSource, index: FileIndex, row: RowIndex): Promise<boolean> {
  if (index.kind === 'aof' || index.statusOf(row) !== RowStatus.badChecksum || !isRecord(index, row))
    return false;
  const content = await readContent(source, index, row);
  if (content === null) return false;
  const walker = new RecordWalker(SNAPSHOT_PROGRAM);
  walker.start(entryStart(index.layout === 1 ? 1 : 2), 0);
  const status = walker.run(content, content.length, content.length);
  const isWhole = status === WalkStatus.done && walker.position === content.length;
  return isWhole && !walker.keyIsBad && walker.bodyProblem === BodyProblem.none;
}

/** Whether the header is damaged, or names a version that what follows is not written in. */
const isHeaderBad = ({ header, faults }: FileIndex): boolean =>
  header.outcome !== 'ok' || faults.some(({ evidence }) => evidence.kind === 'bad-header');

/**
 * The first row where records are encrypted although the header says otherwise, or the reverse: they are whole, but no
 * reader gets past it. Infinity when there is none.
 */
function otherEncryption({ faults }: FileIndex): number {
  const rows = faults.filter(({ evidence }) => evidence.kind === 'mixed-encryption').map(({ row }) => row);
  return Math.min(Number.POSITIVE_INFINITY, ...rows);
}

/**
 * Whether a row behind damage holds, by a checksum or (an entry that was found again in a snapshot) because nothing
 * contradicts it. A repair keeps the same rows, but for those that may be part of a damaged record's value.
 */
export const isSalvageable = isWellFormed;
