/* shardscope check: what a file is, what the reader makes of it, and every fault. */
import { encodeHex, type Fault, formatReader, type Json, type ReaderId } from '../src/codec/index.ts';
import { describeFault, type FileIndex, type Verdict } from '../src/scan/index.ts';
import { checkText } from './checkText.ts';
import type { ExitCode } from './exitCode.ts';
import type { TextOutput } from './output.ts';
import type { ScannedFile } from './scannedFile.ts';

export interface CheckOptions {
  readonly reader: ReaderId;
  readonly json: boolean;
}

/** Prints what is to be said about `file`. */
export async function printCheck(
  file: ScannedFile,
  { reader, json }: CheckOptions,
  out: TextOutput,
): Promise<ExitCode> {
  await file.diagnose();
  const verdict = await file.verdict(reader);
  const faults = faultsInOrder(file.index);
  await out.write(
    json ? `${JSON.stringify(checkJson(file, verdict, faults))}\n` : `${checkText(file, verdict, faults)}\n`,
  );
  return file.code;
}

/** In file order; those about the file as a whole stand at its beginning. */
export const faultsInOrder = (index: FileIndex): readonly Fault[] =>
  [...index.faults].sort((a, b) => a.offset - b.offset);

function checkJson({ input, index, held }: ScannedFile, verdict: Verdict, faults: readonly Fault[]): Json {
  const { header } = index;
  return {
    ...(input.label === null ? {} : { file: input.label }),
    format: formatOf(index),
    version: !index.format.hasHeader
      ? null
      : header.outcome === 'short'
        ? index.shortHeaderVersion
        : header.version,
    size: index.size,
    records: held.before,
    verdict: verdictJson(verdict),
    salvageable: held.salvageable,
    faults: faults.map((fault) => faultJson(fault, index)),
  };
}

/** The format's name in machine-readable output. */
export const formatOf = (index: FileIndex): string => index.format.id;

export const verdictJson = (verdict: Verdict): Json => ({
  reader: verdict.reader === null ? verdict.readerLabel.toLowerCase() : formatReader(verdict.reader),
  records: verdict.records,
  applied: verdict.applied,
  stopped_at: verdict.stoppedAt,
  error: verdict.error,
  silently_dropped: verdict.silentlyDropped,
  unread_trailing: verdict.unreadTrailing,
  abort:
    verdict.abort === null
      ? null
      : {
          at: verdict.abort.at,
          type: verdict.abort.type,
          certain: verdict.abort.certain,
          reason: verdict.abort.reason,
        },
});

/** A fault with its texts, then its evidence as far as the names are still free. */
export function faultJson(fault: Fault, index: FileIndex): Json {
  const { title, cause, evidence, consequence, suggestion } = describeFault(fault, index);
  const { kind, ...shown } = fault.evidence;
  return {
    kind,
    severity: fault.severity,
    offset: fault.offset,
    length: fault.length,
    title,
    cause,
    detail: evidence,
    consequence,
    suggestion,
    ...(evidenceJson(shown) as { readonly [name: string]: Json }),
    ...(fault.fix === undefined ? {} : { fix: evidenceJson(fault.fix) }),
    ...(fault.diagnosis === undefined ? {} : { diagnosis: evidenceJson(fault.diagnosis) }),
  };
}

/** What the engine found, with names as all of them are written, and bytes in hexadecimal. */
function evidenceJson(value: unknown): Json {
  if (value instanceof Uint8Array) return encodeHex(value);
  if (Array.isArray(value)) return value.map(evidenceJson);
  if (typeof value !== 'object' || value === null) return value as Json;
  const named: Record<string, Json> = {};
  for (const name in value) named[snakeCase(name)] = evidenceJson((value as Record<string, unknown>)[name]);
  return named;
}

const snakeCased = new Map<string, string>();

/** `resumesAt` → `resumes_at`, as all names in the output are written. The few there are come up with every fault. */
function snakeCase(name: string): string {
  const known = snakeCased.get(name) ?? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  snakeCased.set(name, known);
  return known;
}
