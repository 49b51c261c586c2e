import { useEffect, useRef } from 'react';
import type { RepairStep } from '../../repair/index.ts';
import { actions, type FileId } from '../../state/index.ts';
import type { KeyNames } from '../../workers/index.ts';
import { classNames, formatBytes, formatOffset } from '../ui/index.ts';
import { takeStepWish } from '../ui/stepWish.ts';
import { ByteChange } from './ByteChange.tsx';
import { keysText } from './keysText.ts';
import { recordsEffect } from './planText.ts';

interface StepCardProps {
  readonly fileId: FileId;
  readonly step: RepairStep;
  readonly noun: string;
  /** Rows that the whole plan keeps. */
  readonly kept: number;
  /** The keys concerned, as far as they are known. */
  readonly keys: KeyNames | null;
  /** It concerns the row that is selected. */
  readonly current: boolean;
  readonly onSwitch: (steps: readonly RepairStep[], on: boolean) => void;
}

/** One change: what, where, why, and what it does to the records. */
export function StepCard({ fileId, step, noun, kept, keys, current, onSwitch }: StepCardProps) {
  const card = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (current && takeStepWish()) card.current?.scrollIntoView({ block: 'center' });
  }, [current]);
  return (
    <li
      ref={card}
      className={classNames('step-card', !step.on && 'step-card-off', current && 'step-card-current')}
      aria-current={current ? 'true' : undefined}
    >
      <div className="step-card-head">
        <label title={step.optional ? undefined : 'Without this step the copy would not be a readable file'}>
          <input
            type="checkbox"
            checked={step.on}
            disabled={!step.optional}
            onChange={(event) => onSwitch([step], event.target.checked)}
          />
          <b>{step.title}</b>
        </label>
        <span className="step-card-place">
          {formatBytes(step.length)} at{' '}
          <button
            type="button"
            className="link-button mono"
            title="Show the row at this offset"
            onClick={() => void actions.selectOffset(fileId, step.offset)}
          >
            {formatOffset(step.offset)}
          </button>
          {!step.optional && ' · needed'}
        </span>
      </div>
      <span
        className={classNames(
          'step-card-effect',
          step.records < 0 && 'step-card-loss',
          step.records > 0 && 'step-card-gain',
        )}
      >
        {step.on ? recordsEffect(step.records, noun) : 'off'}
      </span>
      <p className="step-card-reason">{step.reason}</p>
      <ByteChange fileId={fileId} step={step} noun={noun} kept={kept} />
      {keys !== null && keys.count > 0 && <p className="step-card-keys">{keysText(keys)}</p>}
    </li>
  );
}
