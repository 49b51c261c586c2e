/* shardscope repair: a plan, its output in a new file, and the proof that it is what was promised. */
import { rename } from 'node:fs/promises';
import { basename } from 'node:path';
import { type ByteSource, groupDigits, NONCE_BYTES } from '../src/codec/index.ts';
import {
  compareStates,
  type OutputPiece,
  outputPieces,
  piecesSource,
  type RepairPlan,
  type RepairPreview,
  type StateSummary,
  sha256OfSource,
  type VerifiedOutput,
  verifyOutput,
  writePieces,
} from '../src/repair/index.ts';
import type { Verdict } from '../src/scan/index.ts';
import { countOf } from './checkText.ts';
import { type CommandContext, noteTo } from './command.ts';
import { runCompact } from './compact.ts';
import { CommandError, ExitCode } from './exitCode.ts';
import { type Input, unreadable } from './inputs.ts';
import { readKeyOption } from './keyOption.ts';
import { NODE_SHA256 } from './nodeSha256.ts';
import { readArguments } from './options.ts';
import { ownerOf, reading } from './reading.ts';
import { COMPACT, REPAIR_OPTIONS, type RepairOptions, readRepairOptions } from './repairOptions.ts';
import { planFor, readPlanFile, savePlanFile } from './repairPlan.ts';
import { type Report, repairJson, repairText } from './repairReport.ts';
import { checkSnapshot, snapshotOf } from './rewriteBase.ts';
import { type ScannedFile, scanSource, withScannedFile } from './scannedFile.ts';
import { stateBeforeLog, stateIfItFits } from './shardState.ts';
import { checkTarget, readStamp, replaceWithBackup } from './target.ts';
import { writeWhole } from './temporaryFile.ts';

/** Repairs one file. @throws CommandError when nothing was written */
export async function runRepair(args: readonly string[], context: CommandContext): Promise<ExitCode> {
  const { values } = readArguments('repair', args, REPAIR_OPTIONS);
  if (values.preset === COMPACT) return runCompact(args, context);
  const { options, keyOptions } = await readRepairOptions(args);
  const { path, output, savePlan, planFile } = options;
  const note = noteTo(context);
  const key = await readKeyOption(keyOptions, note);
  const given = planFile === null ? null : await readPlanFile(planFile);
  const inputs = planFile === null ? [path] : [path, planFile];
  if (output !== null) await checkTarget(inputs, output, options.force);
  if (savePlan !== null)
    await checkTarget(output === null ? inputs : [...inputs, output], savePlan, options.force);
  const stamp = await reading(path, () => readStamp(path));
  return withScannedFile({ path, label: null }, key, async (file) => {
    const rewrites = (given?.preset ?? options.preset) === 'rewrite';
    const snapshot = await snapshotOf(file, rewrites, options, note);
    const go = async (opened: ScannedFile | null): Promise<ExitCode> => {
      if (opened !== null) await checkSnapshot(file, opened, rewrites, options, note);
      return new Repair({ file, snapshot: opened, key, options, stamp }).run(given, context);
    };
    return snapshot === null ? go(null) : withScannedFile({ path: snapshot, label: null }, key, go);
  });
}

interface Repaired {
  readonly file: ScannedFile;
  readonly snapshot: ScannedFile | null;
  readonly key: Uint8Array | null;
  readonly options: RepairOptions;
  /** What the input was when it was opened. */
  readonly stamp: string;
}

/** The repair of one open file. */
class Repair {
  readonly #of: Repaired;

  constructor(of: Repaired) {
    this.#of = of;
  }

  async run(given: RepairPlan | null, { out }: CommandContext): Promise<ExitCode> {
    const { file, snapshot, options } = this.#of;
    const sha256 = await hashOf(file.source);
    const base = () => stateBeforeLog(file, snapshot, options);
    const preview = await planFor({ file, sha256, base }, options, given);
    if (options.savePlan !== null) await savePlanFile(options.savePlan, preview.plan, sha256);
    const before = {
      verdict: await file.verdict(options.reader),
      state: await stateIfItFits(file, snapshot, options),
    };
    const pieces = await outputPieces(file.source, file.index, preview.plan, () =>
      crypto.getRandomValues(new Uint8Array(NONCE_BYTES)),
    );
    const written = await this.#write(preview, pieces, before.state);
    const report: Report = {
      ...written,
      file,
      snapshot,
      options,
      preview,
      sha256,
      verdictBefore: before.verdict,
    };
    await out.write(options.json ? `${JSON.stringify(repairJson(report))}\n` : `${repairText(report)}\n`);
    const lossless = preview.unchanged || preview.plan.preset === 'rewrite';
    return lossless && file.code === ExitCode.clean ? ExitCode.clean : ExitCode.damaged;
  }

  /** Writes the output, or in a dry run looks at what it would be. */
  async #write(preview: RepairPreview, pieces: readonly OutputPiece[], before: StateSummary | null) {
    const { file, key, options, stamp } = this.#of;
    const { path } = file.input;
    const target = options.inPlace ? path : options.output;
    const name = basename(target ?? path);
    const check = (output: ScannedFile, hashed: boolean) => this.#check(output, preview, before, hashed);
    if (options.dryRun || target === null || (options.inPlace && preview.unchanged)) {
      // Nothing is written: the output is read from the pieces that it would be made of.
      const output = await scanSource({ path, name, label: null }, piecesSource(file.source, pieces), key);
      return { ...(await check(output, false)), output: null, backup: null };
    }
    let backup: string | null = null;
    const result = await writeWhole({
      path: target,
      owner: await reading(path, () => ownerOf(path)),
      keepOwner: options.inPlace,
      write: async (write) => void (await writePieces(file.source, pieces, write)),
      // Read back under its later name, which says what shard it belongs to, before it takes that name.
      check: async (temporary) => {
        const input: Input = { path: temporary, name, label: null };
        const checked = await withScannedFile(input, key, (output) => check(output, true));
        // Somebody who still writes to the input would lose what came since.
        if ((await reading(path, () => readStamp(path))) === stamp) return checked;
        throw unreadable(path, 'changed while it was read; nothing was written');
      },
      place: async (temporary) => {
        if (options.inPlace) backup = await replaceWithBackup(temporary, path);
        else await rename(temporary, target);
      },
    });
    return { ...result, output: target, backup: backup as string | null };
  }

  /** Looks at the output, read back. @throws CommandError when it is not what the plan promised */
  async #check(
    output: ScannedFile,
    preview: RepairPreview,
    before: StateSummary | null,
    hashed: boolean,
  ): Promise<Checked> {
    const { file, snapshot, options } = this.#of;
    let held: StateSummary | null = null;
    const verified = await verifyOutput(file, preview.plan, output, {
      sha256: NODE_SHA256,
      base: () => stateBeforeLog(file, snapshot, options),
      onState: (state) => {
        held = state;
      },
    });
    const why = brokenPromise(preview, output, verified);
    if (why !== null) {
      const what = options.output ?? file.input.path;
      const said = options.dryRun ? 'would not be written' : 'not written';
      throw new CommandError(
        ExitCode.damaged,
        `${what}: ${said}: read back it is not what the plan promised: ${why}`,
      );
    }
    const verdict = await output.verdict(options.reader);
    const isKnown = held !== null && isLoadedWhole(output, verdict, held);
    const stateAfter = () => (isKnown ? held : stateIfItFits(output, snapshot, options));
    const after = before === null ? null : await stateAfter();
    return {
      index: output.index,
      held: output.held,
      verified,
      verdict,
      keys:
        before === null || after === null
          ? null
          : { before: before.keys.size, after: after.keys.size, ...compareStates(before, after) },
      outputSha256: hashed ? await hashOf(output.source) : null,
    };
  }
}

/** Whether the server holds what all the records of a file make, whatever the clock says: a replay less. */
function isLoadedWhole({ index }: ScannedFile, verdict: Verdict, state: StateSummary): boolean {
  if (verdict.error !== null || verdict.abort !== null || verdict.applied !== index.rows.records)
    return false;
  for (const [, { expireAtMs }] of state.keys) if (expireAtMs !== null) return false;
  return true;
}

type Checked = Pick<Report, 'index' | 'held' | 'verified' | 'verdict' | 'keys' | 'outputSha256'>;

/** In what the output is not what was promised; null when it is. */
function brokenPromise(
  { outputSize, recordsKept }: RepairPreview,
  { index }: ScannedFile,
  { firstDifference }: VerifiedOutput,
): string | null {
  const { records } = index.rows;
  if (index.size !== outputSize || records !== recordsKept) {
    const promised = `${countOf(outputSize, 'byte')} with ${groupDigits(recordsKept)}`;
    return `it has ${countOf(index.size, 'byte')} with ${countOf(records, 'record')}, not ${promised}`;
  }
  return firstDifference;
}

async function hashOf(source: ByteSource): Promise<string> {
  // Null only when it was asked to stop.
  return (await sha256OfSource(source, { sha256: NODE_SHA256 })) ?? '';
}
