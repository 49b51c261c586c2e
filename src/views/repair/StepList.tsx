import { useState } from 'react';
import type { RepairPlan, RepairStep } from '../../repair/index.ts';
import { actions, type FileId } from '../../state/index.ts';
import type { RowView } from '../../workers/index.ts';
import { Button, formatBytes, formatCount, formatNumberOf } from '../ui/index.ts';
import { useRowDetail } from '../ui/useRowDetail.ts';
import { groupSteps, recordsEffect, type StepGroup, switchSteps } from './planText.ts';
import { StepCard } from './StepCard.tsx';
import { useStepKeys } from './useStepKeys.ts';
import './StepList.css';

/** Up to so many steps are listed one by one; more are grouped by what they do. */
const LISTED = 60;

/** How many of a long group are added at a time. */
const PAGE = 50;

interface StepListProps {
  readonly fileId: FileId;
  readonly plan: RepairPlan;
  readonly noun: string;
  /** Rows that the plan keeps. */
  readonly kept: number;
}

/** The steps of the plan, each to be looked at, and those that are optional to be switched. */
export function StepList({ fileId, plan, noun, kept }: StepListProps) {
  const { detail } = useRowDetail(fileId);
  const shared: SharedProps = {
    fileId,
    noun,
    kept,
    row: detail?.row ?? null,
    onSwitch: (steps, on) => {
      actions.setPlan(fileId, switchSteps(plan, new Set(steps.map((step) => step.id)), on));
    },
  };
  if (plan.steps.length <= LISTED) return <Cards steps={plan.steps} {...shared} />;
  return (
    <div className="step-groups">
      {groupSteps(plan.steps).map((group) => (
        <GroupView key={group.title} group={group} {...shared} />
      ))}
    </div>
  );
}

interface SharedProps {
  readonly fileId: FileId;
  readonly noun: string;
  readonly kept: number;
  /** The selected row. */
  readonly row: RowView | null;
  readonly onSwitch: (steps: readonly RepairStep[], on: boolean) => void;
}

function Cards({ steps, row, ...props }: SharedProps & { readonly steps: readonly RepairStep[] }) {
  const keys = useStepKeys(props.fileId, steps);
  return (
    <ol className="step-list">
      {steps.map((step, i) => (
        <StepCard
          key={step.id}
          step={step}
          keys={keys?.[i] ?? null}
          current={row !== null && concerns(step, row)}
          {...props}
        />
      ))}
    </ol>
  );
}

/** Whether a step lies in a row, or takes it out. */
const concerns = (step: RepairStep, row: RowView): boolean =>
  step.offset < row.offset + row.size && step.offset + Math.max(1, step.length) > row.offset;

function GroupView({ group, ...props }: SharedProps & { readonly group: StepGroup }) {
  const [shown, setShown] = useState(PAGE);
  const [open, setOpen] = useState(false);
  const { steps, on } = group;
  return (
    <details className="step-group" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <b>{group.title}</b>
        <span className="step-group-facts">
          {formatCount(steps.length)} times{on < steps.length && `, ${formatCount(on)} on`} ·{' '}
          {formatBytes(group.bytes)} · {recordsEffect(group.records, props.noun)}
        </span>
      </summary>
      {open && (
        <>
          {group.optional && (
            <p className="step-group-switch">
              <Button size="small" disabled={on === steps.length} onClick={() => props.onSwitch(steps, true)}>
                Switch all on
              </Button>
              <Button size="small" disabled={on === 0} onClick={() => props.onSwitch(steps, false)}>
                Switch all off
              </Button>
            </p>
          )}
          <Cards steps={steps.slice(0, shown)} {...props} />
          {shown < steps.length && (
            <Button size="small" onClick={() => setShown(shown + PAGE)}>
              Show {formatNumberOf(Math.min(PAGE, steps.length - shown), 'more step')}
            </Button>
          )}
        </>
      )}
    </details>
  );
}
