/* Writing the repaired copy, and the proof that it is what the plan promised. */
import { type ByteSource, NONCE_BYTES, previewText, type ReaderId, shardOfName } from '../codec/index.ts';
import {
  type KeySample,
  outputPieces,
  planEffect,
  previewPlan,
  type RepairPlan,
  sha256OfSource,
  verifyOutput,
  writePieces,
} from '../repair/index.ts';
import { computeVerdict, FileIndex, lookAt, scanFile } from '../scan/index.ts';
import type { PlanEffectView, SaveOutcome, SaveProgress } from './api.ts';
import { blobSource } from './blobSource.ts';
import { readProblem, writeProblem } from './problem.ts';
import type { ShardBase } from './shardBase.ts';
import type { KeyNames, Problem } from './told.ts';

/** The scanned file that a plan is for. */
export interface SaveSubject {
  readonly source: ByteSource;
  readonly index: FileIndex;
  readonly name: string;
  /** The file's SHA-256; rejects when it can't be read, null when that was cancelled. */
  readonly sha256: (onProgress: OnProgress) => Promise<string | null>;
}

/** Who asks, and how to stop. */
export interface SaveRun {
  readonly reader: ReaderId;
  readonly signal: { readonly aborted: boolean };
  readonly onProgress: OnProgress;
  /** What a rewritten log goes on from. Nothing, by default. */
  readonly base?: () => Promise<ShardBase>;
}

export type OnProgress = (progress: SaveProgress) => void;

/** The user asked to stop. Thrown and caught in this file only. */
class Cancelled extends Error {}

/** Writes the copy to `target`, aborting on any error, then reads it back and checks it. */
export async function saveCopy(
  subject: SaveSubject,
  plan: RepairPlan,
  target: FileSystemFileHandle,
  run: SaveRun,
): Promise<SaveOutcome> {
  const { source, index } = subject;
  const total = previewPlan(index, plan).outputSize;
  let stream: FileSystemWritableFileStream | null = null;
  try {
    // Before anything is written: a file that can't be read to its end should not cost the user a copy.
    if ((await subject.sha256(run.onProgress)) === null) throw new Cancelled();
  } catch (error) {
    return failed(
      subject,
      run,
      error instanceof Cancelled ? CANCELLED : readProblem(error, index.rows.length),
    );
  }
  try {
    const pieces = await outputPieces(source, index, plan, freshNonce);
    stream = await target.createWritable();
    const out = stream;
    await writePieces(
      source,
      pieces,
      async (chunk) => {
        if (run.signal.aborted) throw new Cancelled();
        await out.write(chunk as Uint8Array<ArrayBuffer>);
      },
      (bytes) => run.onProgress({ stage: 'writing', bytes, total }),
    );
    await out.close();
  } catch (error) {
    await stream?.abort().catch(() => undefined);
    return failed(subject, run, error instanceof Cancelled ? CANCELLED : writeProblem(error));
  }
  return verifyCopy(subject, plan, await target.getFile(), run, CHECK_STOPPED);
}

/**
 * Reads a copy back and compares it with what the plan promised.
 * @param stopped what it means when this is stopped: a copy that is only composed has not been written anywhere
 */
export async function verifyCopy(
  subject: SaveSubject,
  plan: RepairPlan,
  output: Blob,
  run: SaveRun,
  stopped: Problem = CANCELLED,
): Promise<SaveOutcome> {
  const { index, name } = subject;
  const { reader, signal, onProgress } = run;
  const promised = previewPlan(index, plan);
  const source = blobSource(output);
  const size = source.size();
  try {
    const inputSha256 = await subject.sha256(onProgress);
    const header = await index.format.recognise(await lookAt(source, name));
    if (header === null) return failed(subject, run, UNREADABLE_OUTPUT);
    const check = new FileIndex(index.format, size, header, index.cipher);
    const end = await scanFile(source, check, {
      signal,
      onProgress: (bytes) => onProgress({ stage: 'checking', bytes, total: size }),
    });
    const outputSha256 = await sha256OfSource(source, {
      signal,
      onProgress: (bytes) => onProgress({ stage: 'hashing', bytes, total: size }),
    });
    if (inputSha256 === null || outputSha256 === null || end === 'cancelled') {
      return failed(subject, run, stopped);
    }
    const verdict = await computeVerdict(source, check, reader, { shardInName: shardOfName(name) });
    const kept = check.rows.records;
    const difference = await differenceOf(subject, plan, { source, index: check }, run);
    if (signal.aborted) return failed(subject, run, stopped);
    const verified = size === promised.outputSize && kept === promised.recordsKept && difference === null;
    return {
      size,
      verdict,
      recordsKept: kept,
      recordsPromised: promised.recordsKept,
      verified,
      problem: verified ? null : differentOutput(difference),
      facts: {
        inputSha256,
        outputSha256,
        inputSize: index.size,
        outputSize: size,
        recordsDropped: promised.recordsDropped,
        bytesDropped: promised.bytesDropped,
        effect: effectView(index, plan),
      },
    };
  } catch (error) {
    return failed(subject, run, readProblem(error, 0));
  }
}

/** Replays what was promised and what was written. @returns in what the keys differ, in words; null when they are the same */
async function differenceOf(
  { source, index }: SaveSubject,
  plan: RepairPlan,
  output: { readonly source: ByteSource; readonly index: FileIndex },
  { signal, onProgress, base }: SaveRun,
): Promise<string | null> {
  const rests = plan.preset === 'rewrite' ? await base?.() : undefined;
  const total = index.size + output.index.size;
  const { firstDifference } = await verifyOutput({ source, index }, plan, output, {
    ...(rests === undefined ? {} : { base: rests.make }),
    signal,
    onProgress: (bytes) => onProgress({ stage: 'comparing', bytes, total }),
  });
  return firstDifference;
}

/** What a plan does to keys and bytes, in words where the engine has numbers. */
export function effectView(index: FileIndex, plan: RepairPlan): PlanEffectView {
  const { keysDropped, keysMended, ...numbers } = planEffect(index, plan);
  return { ...numbers, keysDropped: keyNames(index, keysDropped), keysMended: keyNames(index, keysMended) };
}

const NAME_LENGTH = 80;

/** Keys by name, cut to what a line can hold. */
export const keyNames = (index: FileIndex, { count, first }: KeySample): KeyNames => ({
  count,
  names: first.map((key) => previewText(index.keys.bytesOf(key), NAME_LENGTH)),
});

async function failed(subject: SaveSubject, { reader }: SaveRun, problem: Problem): Promise<SaveOutcome> {
  const { source, index, name } = subject;
  const verdict = await computeVerdict(source, index, reader, { shardInName: shardOfName(name) });
  return { size: 0, verdict, recordsKept: 0, recordsPromised: 0, verified: false, problem, facts: null };
}

/** Twelve fresh random bytes for each frame that is encrypted. */
export const freshNonce = (): Uint8Array => crypto.getRandomValues(new Uint8Array(NONCE_BYTES));

export const CANCELLED: Problem = {
  code: 'save-cancelled',
  what: 'Saving was stopped.',
  where: null,
  meaning: 'Nothing half-written remains, and the original is untouched.',
  next: 'Save again whenever you like.',
};

const CHECK_STOPPED: Problem = {
  code: 'check-cancelled',
  what: 'The copy was written, but checking it was stopped.',
  where: null,
  meaning: 'Nobody has looked whether it is what the plan promised. The original is untouched.',
  next: 'Delete the copy, or open it here to have it read.',
};

const UNREADABLE_OUTPUT: Problem = {
  code: 'output-unreadable',
  what: 'The saved file can’t be recognised when it is read back.',
  where: null,
  meaning: 'It must not be used. The original is untouched.',
  next: 'Save it again, to another place.',
};

const differentOutput = (difference: string | null): Problem => ({
  code: 'output-differs',
  what: 'The saved file is not what the plan promised.',
  where: null,
  meaning: `It was read back and ${difference === null ? 'holds another number of records or bytes' : `differs: ${difference}`}. The original is untouched.`,
  next: 'Don’t use it. Save it again, to another place.',
});
