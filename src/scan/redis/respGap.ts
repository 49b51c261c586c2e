/* What a stretch of a log that holds no command is, from how the command at its beginning failed and from its bytes. */
import { type FileOffset, fileOffset } from '../../base/index.ts';
import {
  type ByteSource,
  commandSpec,
  commandTagAt,
  type FaultEvidence,
  type RespStatus,
  type RespWalker,
  readExactly,
} from '../../codec/index.ts';

const DISK_SECTOR = 512;
const DISK_PAGE = 4096;
const FOUND_BYTES = 16;

/** The evidence of a gap, once it is known where commands go on. */
export type EvidenceOf = (resumesAt: FileOffset | null, end: number) => FaultEvidence;

/** @param walker as the walk of what stands at `at` left it */
export async function commandGap(
  source: ByteSource,
  walker: RespWalker,
  status: RespStatus,
  at: number,
): Promise<EvidenceOf> {
  const size = source.size();
  const { position, expected, beyond, count, argument, claimedEnd, lineAt, nameAt, nameLength } = walker;
  const head = await readExactly(source, at, Math.min(FOUND_BYTES, size - at));
  const found = await readExactly(source, position, Math.max(0, Math.min(FOUND_BYTES, size - position)));
  const named = nameAt >= 0 && nameAt + nameLength <= size && nameLength <= 64;
  const name = named ? await readExactly(source, nameAt, nameLength) : new Uint8Array(0);
  const recordType = commandSpec(commandTagAt(name, 0, name.length))?.name ?? null;
  const length = claimedEnd < 0 ? 0 : claimedEnd - (expected === 'payload' ? position : nameAt);

  return (resumesAt) => {
    if (head.length > 1 && head.every((byte) => byte === 0)) {
      const alignment = at % DISK_PAGE === 0 ? DISK_PAGE : at % DISK_SECTOR === 0 ? DISK_SECTOR : 1;
      return { kind: 'zeroed', alignment, resumesAt };
    }
    if (status === 'torn' && resumesAt === null) {
      return {
        kind: 'torn-tail',
        recordType,
        missing: expected === 'payload' ? claimedEnd - size : null,
      };
    }
    if (beyond >= 0 || (status === 'torn' && expected === 'payload')) {
      const isCount = expected === 'count';
      return {
        kind: 'corrupt-length',
        recordType,
        field: isCount ? 'argument count' : 'argument length',
        fieldAt: fileOffset(isCount ? at : lineAt),
        value: beyond >= 0 ? beyond : length,
        limit: null,
        resumesAt,
      };
    }
    // Another command where an argument is due: this one counts too many.
    if (
      status === 'bad' &&
      expected === 'bulk' &&
      argument > 0 &&
      found[0] === 0x2a &&
      position === resumesAt
    ) {
      return {
        kind: 'corrupt-length',
        recordType,
        field: 'argument count',
        fieldAt: fileOffset(at),
        value: count,
        limit: null,
        resumesAt,
      };
    }
    if (status === 'done') return { kind: 'garbage', resumesAt };
    return { kind: 'bad-framing', expected, foundAt: fileOffset(position), found: lineOf(found), resumesAt };
  };
}

/** The first line of what was found, each byte as one character. */
function lineOf(found: Uint8Array): string {
  const end = found.findIndex((byte) => byte === 0x0a || byte === 0x0d);
  return String.fromCharCode(...(end < 0 ? found : found.subarray(0, end)));
}
