import { useId } from 'react';
import type { RepairPreset, RepairPreview } from '../../repair/index.ts';
import { Chip, classNames, formatCount, formatNumberOf } from '../ui/index.ts';
import { presetText } from './presetTexts.ts';
import './PresetChooser.css';

interface PresetChooserProps {
  readonly offered: readonly RepairPreset[];
  /** Those that have been worked out. */
  readonly presets: readonly RepairPreview[];
  readonly proposed: RepairPreset | null;
  readonly chosen: RepairPreset | null;
  /** Steps were switched by hand, or the plan came from a file. */
  readonly edited: boolean;
  readonly noun: 'record' | 'entry';
  readonly readerName: string;
  /** The name of the open snapshot that a log goes on from. */
  readonly snapshot: string | null;
  readonly onChoose: (preset: RepairPreset) => void;
}

/** The ready-made plans as cards: what each does, when to choose it, and what it would keep. */
export function PresetChooser(props: PresetChooserProps) {
  const { offered, presets, proposed, chosen, edited, noun, readerName, snapshot, onChoose } = props;
  const name = useId();
  return (
    <fieldset className="preset-chooser">
      <legend>How much to keep</legend>
      {offered.map((preset) => {
        const preview = presets.find((one) => one.plan.preset === preset);
        const text = presetText(preset, noun, readerName, snapshot);
        const can = preview?.impossible == null;
        const isChosen = chosen === preset;
        return (
          <label key={preset} className={classNames('preset-card', !can && 'preset-card-off')}>
            <input
              type="radio"
              name={name}
              checked={isChosen}
              disabled={!can}
              onChange={() => onChoose(preset)}
              // Choosing it again undoes the changes made by hand.
              onClick={() => edited && isChosen && onChoose(preset)}
            />
            <span className="preset-card-name">
              {text.name}
              {preset === proposed && <Chip tone="accent">Proposed</Chip>}
              {edited && isChosen && <Chip>Changed by hand</Chip>}
            </span>
            {can && <span className="preset-card-keeps">{keepsText(preview, noun)}</span>}
            <span className="preset-card-text">
              {can ? `${text.does} ${text.when}` : preview?.impossible}
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}

function keepsText(preview: RepairPreview | undefined, noun: string): string {
  if (preview === undefined) return 'worked out when you choose it: the whole log is replayed';
  const { plan, recordsKept, recordsDropped, unchanged } = preview;
  if (unchanged) return 'changes nothing';
  // It drops records and writes others in their place, so kept and dropped would not add up to anything.
  if (plan.preset === 'rewrite') return `${formatNumberOf(recordsKept, noun)} in the copy`;
  const dropped = recordsDropped === 0 ? '' : `, drops ${formatCount(recordsDropped)}`;
  return `keeps ${formatNumberOf(recordsKept, noun)}${dropped}`;
}
