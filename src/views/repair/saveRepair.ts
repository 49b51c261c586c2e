import type { OutputPiece, RepairPlan } from '../../repair/index.ts';
import { getSource, type OpenFile, type OpenRequest, problemFrom, service } from '../../state/index.ts';
import type { Problem, RepairRequest, SaveOutcome, SaveProgress } from '../../workers/index.ts';
import { downloadBlob, ownBytes, pickSaveTarget } from '../ui/saveTarget.ts';
import { repairedName } from './planText.ts';

export type SaveResult =
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly problem: Problem }
  | {
      readonly kind: 'done';
      readonly outcome: SaveOutcome;
      readonly name: string;
      /** What became of the copy. */
      readonly verb: 'Saved' | 'Downloaded';
      /** The copy, to be opened beside the original. */
      readonly copy: () => Promise<OpenRequest>;
    };

type OnProgress = (progress: SaveProgress) => void;

/**
 * Saves the repaired copy and has it checked. Call it inside a click: the first thing it does is to ask where to.
 * @param onProgress first called once the place is known and work begins
 */
export async function saveRepair(
  file: OpenFile,
  plan: RepairPlan,
  request: RepairRequest,
  onProgress: OnProgress,
): Promise<SaveResult> {
  const name = repairedName(file.name);
  try {
    const target = await pickSaveTarget(name);
    if (target === 'cancelled') return { kind: 'cancelled' };
    onProgress({ stage: 'reading', bytes: 0, total: file.size });
    if (target === 'download') return await download(file, name, plan, request, onProgress);
    const problem = await refusal(file, target);
    if (problem !== null) return { kind: 'failed', problem };
    const outcome = await service(file.id).save(plan, target, request, onProgress);
    return {
      kind: 'done',
      outcome,
      name: target.name,
      verb: 'Saved',
      copy: async () => ({ file: await target.getFile(), handle: target }),
    };
  } catch (error) {
    return { kind: 'failed', problem: saveProblem(error, name) };
  }
}

/** What a failure means for the copy. */
function saveProblem(error: unknown, name: string): Problem {
  const denied = error instanceof DOMException && ['NotAllowedError', 'SecurityError'].includes(error.name);
  if (!denied) return problemFrom(error, name);
  return {
    code: 'write-not-allowed',
    what: `The browser was not allowed to write ${name}.`,
    where: null,
    meaning: 'Nothing was written, and the original is untouched.',
    next: 'Save again and allow it, or choose another folder: browsers protect some of the system’s own.',
  };
}

/** Why `target` must not be written: a repair never goes over its own source. */
async function refusal(file: OpenFile, target: FileSystemFileHandle): Promise<Problem | null> {
  const isSource = file.handle === null ? target.name === file.name : await file.handle.isSameEntry(target);
  if (!isSource) return null;
  return {
    code: 'over-source',
    what:
      file.handle === null
        ? `The copy would have the name of the original, ${file.name}.`
        : 'This is the original file.',
    where: null,
    meaning:
      'A repair is only ever written to another file, so that nothing is lost should it prove wrong. This page wrote nothing.',
    next: `Save under another name, such as ${repairedName(file.name)}.`,
  };
}

async function download(
  { id }: OpenFile,
  name: string,
  plan: RepairPlan,
  request: RepairRequest,
  onProgress: OnProgress,
): Promise<SaveResult> {
  const source = getSource(id);
  if (source === null) return { kind: 'cancelled' };
  const copy = new Blob((await service(id).pieces(plan)).map((piece) => partOf(source, piece)));
  // Checked first: what fails should not lie among the downloads as if it were good.
  const outcome = await service(id).verify(plan, copy, request, onProgress);
  if (outcome.verified) downloadBlob(copy, name);
  return {
    kind: 'done',
    outcome,
    name,
    verb: 'Downloaded',
    copy: async () => ({ file: new File([copy], name), handle: null }),
  };
}

/** A slice refers to the file on the disk; nothing is copied until the Blob is read. */
const partOf = (source: File, piece: OutputPiece): BlobPart =>
  piece.kind === 'copy' ? source.slice(piece.from, piece.to) : ownBytes(piece.bytes);
