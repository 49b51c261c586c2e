/*
 * Finds the next offset of a log at which a command stands, after framing is lost. There is no checksum to say so: a
 * command is taken for one when its lengths all land on line ends, its first argument is a name, and it has as many
 * arguments as that name takes.
 */
import {
  arityFits,
  type ByteSource,
  commandSpec,
  commandTagAt,
  RespWalker,
  readExactly,
  skipZeros,
} from '../../codec/index.ts';
import type { ScanOptions } from '../options.ts';
import type { Windows } from '../windows.ts';
import { probeCommand } from './probeCommand.ts';

const STAR = 0x2a;
/** What the cheap test looks at: `*1048576\r\n$536870912\r\n` and the first letter of a name. */
const HEAD_BYTES = 24;
const LONGEST_NAME = 64;

/** How much speaks for a command that was found again. */
export type CommandTrust = 'none' | 'possible' | 'likely';

/** The offset of the next command from `from` on; null when there is none. */
export async function findCommand(
  source: ByteSource,
  windows: Windows,
  from: number,
  options: ScanOptions,
): Promise<number | null> {
  const size = source.size();
  let at = from;
  await windows.reach(at);
  while (at < size && options.signal?.aborted !== true) {
    const { bytes, base } = windows;
    const last = windows.end === size ? bytes.length : bytes.length - HEAD_BYTES;
    for (let i = at - base; i < last; i++) {
      if (bytes[i] === 0) i = Math.max(i, skipZeros(bytes, i, last) - 1);
      else if (bytes[i] === STAR && looksLikeCommand(bytes, i)) {
        if ((await trustCommand(source, base + i)) !== 'none') return base + i;
      }
    }
    at = Math.max(at, base + last);
    await options.onProgress?.(at, true);
    if (at >= size) break;
    if (!(await windows.advance(at))) await windows.seek(at);
  }
  return null;
}

/** `*`, digits, CRLF, `$`, digits, CRLF, a letter. */
function looksLikeCommand(bytes: Uint8Array, from: number): boolean {
  const dollar = lineEnd(bytes, from + 1);
  if (dollar < 0 || bytes[dollar] !== 0x24) return false;
  const name = lineEnd(bytes, dollar + 1);
  return name > 0 && isNameByte(bytes[name] ?? 0);
}

function lineEnd(bytes: Uint8Array, from: number): number {
  let at = from;
  while (isDigit(bytes[at]) && at - from < 10) at++;
  return at > from && bytes[at] === 0x0d && bytes[at + 1] === 0x0a ? at + 2 : -1;
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;
const isNameByte = (byte: number): boolean =>
  (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
const isNameRest = (byte: number): boolean =>
  isNameByte(byte) || isDigit(byte) || byte === 0x2d || byte === 0x2e || byte === 0x5f || byte === 0x7c;

/** How much speaks for a command at `at`. One of an unknown name needs another command, or the end, behind it. */
export async function trustCommand(source: ByteSource, at: number): Promise<CommandTrust> {
  const walker = new RespWalker();
  if ((await probeCommand(source, walker, at)) !== 'done' || walker.looseness !== null) return 'none';
  const { count, nameAt, nameLength, position: end } = walker;
  if (count < 1 || nameLength > LONGEST_NAME || nameLength === 0) return 'none';
  const name = await readExactly(source, nameAt, nameLength);
  if (!isNameByte(name[0] as number) || !name.every(isNameRest)) return 'none';
  const goesOn = end === source.size() || (await probeCommand(source, walker, end)) === 'done';
  const spec = commandSpec(commandTagAt(name, 0, nameLength));
  if (spec === undefined) return goesOn ? 'possible' : 'none';
  if (!arityFits(spec, count)) return 'none';
  return goesOn ? 'likely' : 'possible';
}
