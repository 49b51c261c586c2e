import { type ReactNode, useEffect, useRef } from 'react';
import { actions, type FileId, getFile, getReaderName, type OpenFile, useApp } from '../../state/index.ts';
import type { ScanReport } from '../../workers/index.ts';
import { Busy, Button, Callout, formatNumberOf } from '../ui/index.ts';
import { CompactShard } from './CompactShard.tsx';
import { PresetChooser } from './PresetChooser.tsx';
import { isEdited } from './planText.ts';
import { presetText } from './presetTexts.ts';
import { RepairSummary } from './RepairSummary.tsx';
import { SaveRepair } from './SaveRepair.tsx';
import { StepList } from './StepList.tsx';
import { offeredPresets, offersRewrite, useRepairPlan } from './useRepairPlan.ts';
import './RepairView.css';

/** The repair plan of a file: chosen, reviewed, saved as a copy, checked. */
export function RepairView({ fileId }: { readonly fileId: FileId }) {
  const file = useApp((state) => getFile(state, fileId));
  const heading = useRef<HTMLHeadingElement>(null);
  // A button that led here is gone by now, and its focus with it.
  useEffect(() => {
    if (document.activeElement === null || document.activeElement === document.body) heading.current?.focus();
  }, []);
  if (file === null) return null;
  return (
    <div className="repair-view">
      <div className="repair-view-page">
        <h2 ref={heading} tabIndex={-1}>
          Repair plan for {file.name}
        </h2>
        <RepairContent file={file} />
      </div>
    </div>
  );
}

/** The plan, or why there is none. */
function RepairContent({ file }: { readonly file: OpenFile }): ReactNode {
  const { summary, report, keyState } = file;
  if (summary === null) return <Busy label="Reading the file" />;
  if (summary.refusal !== null) {
    const { what, meaning, next } = summary.refusal;
    return (
      <Callout tone="warn" title={what}>
        {meaning} {next}
      </Callout>
    );
  }
  if (!summary.capabilities.repair) {
    return (
      <Callout tone="info" title={`Shardscope does not repair this kind of file: ${summary.formatLabel}.`}>
        It can be looked at and checked. Nothing in it is changed.
      </Callout>
    );
  }
  if (report === null) return <Busy label="The plan is made when the scan has reached the end of the file" />;
  if (report.phase !== 'done') {
    return (
      <Callout
        tone="warn"
        title="The scan did not reach the end of the file."
        actions={
          <Button icon="reload" onClick={() => void actions.scan(file.id)}>
            Scan again
          </Button>
        }
      >
        A plan is made for a whole file, or it would cut off what nobody has looked at.
      </Callout>
    );
  }
  return (
    <>
      {keyState === 'needed' && <LockedNotice whole={summary.capabilities.encrypted} />}
      <RepairReview file={file} report={report} />
      {summary.capabilities.compact && <CompactShard file={file} />}
    </>
  );
}

/** @param whole the whole file is encrypted, not only records in it */
function LockedNotice({ whole }: { readonly whole: boolean }) {
  return (
    <Callout
      tone="info"
      title={whole ? 'This file is encrypted.' : 'Some records of this file are encrypted.'}
      actions={
        <Button icon="key" onClick={() => actions.setOverlay('key')}>
          Give the key
        </Button>
      }
    >
      {whole
        ? 'Without the key nobody can tell a sound record from a changed one: a plan made now would mend broken framing only. '
        : 'Its header says that it is not, so the server stops there. With the key a plan writes them as the header says; without it they can only be dropped. '}
      The key stays in this page.
    </Callout>
  );
}

function RepairReview({ file, report }: { readonly file: OpenFile; readonly report: ScanReport }) {
  const chosenReader = useApp(getReaderName);
  // A format with one reader has no choice of it.
  const readerName = file.verdict?.reader === null ? file.verdict.readerLabel : chosenReader;
  const { presets, proposed, plan, preview, pending, reachesStop, problem, choose } = useRepairPlan(
    file,
    report.generation,
  );
  const noun = file.summary?.capabilities.rowNoun ?? 'record';
  const partner = useApp((state) => (file.partner === null ? null : getFile(state, file.partner)));

  if (problem !== null) {
    return (
      <Callout tone="bad" title={problem.what}>
        {problem.meaning} {problem.next}
      </Callout>
    );
  }
  if (presets === null) return <Busy label="Working out what can be repaired" />;
  const possible = presets.filter((one) => one.impossible === null);
  if (possible.length > 0 && possible.every((one) => one.unchanged)) {
    // Locked, it may only look sound; the notice above says so.
    if (file.keyState === 'needed') return null;
    return (
      <Callout tone="good" title="There is nothing to repair.">
        {untouchedText(file, readerName, noun)}
      </Callout>
    );
  }
  if (possible.length === 0) {
    if (file.keyState === 'needed') return null;
    return (
      <Callout tone="warn" title="No plan can be made for this file.">
        <p>{[...new Set(presets.map((one) => one.impossible))].join(' ')}</p>
        <p>Its rows can still be looked at and their values saved. Keep the file as it is.</p>
      </Callout>
    );
  }
  if (plan === null || preview === null) return <Busy label="Working out what can be repaired" />;
  const asMade = presets.find((one) => one.plan.preset === plan.preset)?.plan ?? plan;
  const edited = isEdited(plan, asMade);
  return (
    <div className="repair-view-columns">
      <PresetChooser
        offered={offeredPresets(file)}
        presets={presets}
        proposed={proposed}
        chosen={plan.preset}
        edited={edited}
        noun={noun}
        readerName={readerName}
        snapshot={noun === 'record' ? (partner?.name ?? null) : null}
        onChoose={choose}
      />
      {/* Before the steps, so that on a narrow screen a long plan does not bury what comes of it. */}
      <div className="repair-view-effect">
        <RepairSummary
          verdict={file.verdict}
          preview={preview}
          pending={pending}
          fileSize={file.size}
          noun={noun}
          readerName={readerName}
          reachesStop={reachesStop}
          onRewrite={offersRewrite(file) ? () => choose('rewrite') : null}
        />
        <SaveRepair
          file={file}
          plan={plan}
          preview={preview}
          pending={pending}
          edited={edited}
          presetName={presetText(plan.preset, noun, readerName).name}
          noun={noun}
        />
      </div>
      <section className="repair-view-steps" aria-labelledby="repair-steps">
        <h3 id="repair-steps">{formatNumberOf(plan.steps.length, 'step')}</h3>
        <StepList fileId={file.id} plan={plan} noun={noun} kept={preview.recordsKept} />
      </section>
    </div>
  );
}

/** What a reader makes of a file that needs no repair. */
function untouchedText({ verdict }: OpenFile, readerName: string, noun: string): string {
  if (verdict === null || verdict.error !== null) {
    return 'No byte of this file is damaged. How much of it a reader takes depends on the reader, not on the file.';
  }
  if (verdict.applied === 0) return `The file is in order, and holds no ${noun}.`;
  return `${readerName} loads ${verdict.applied === 1 ? `the one ${noun}` : `all ${formatNumberOf(verdict.applied, noun)}`} of this file as it is.`;
}
