import { useId } from 'react';
import { classNames } from './classNames.ts';
import { Icon, type IconName } from './Icon.tsx';
import './Segmented.css';

export interface SegmentedOption<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly icon?: IconName;
  readonly disabled?: boolean;
  readonly title?: string;
}

interface SegmentedProps<T extends string> {
  /** What is being chosen; only screen readers hear it. */
  readonly label: string;
  readonly options: readonly SegmentedOption<T>[];
  readonly value: T;
  readonly onChange: (value: T) => void;
  readonly size?: 'small' | 'medium';
}

/** One choice of a few, all in view: a radio group. */
export function Segmented<T extends string>({
  label,
  options,
  value,
  onChange,
  size = 'medium',
}: SegmentedProps<T>) {
  const name = useId();
  return (
    <fieldset className={classNames('segmented', `segmented-${size}`)}>
      <legend className="visually-hidden">{label}</legend>
      {options.map((option) => (
        <label key={option.value} className="segmented-option" title={option.title}>
          <input
            type="radio"
            name={name}
            checked={option.value === value}
            disabled={option.disabled === true}
            onChange={() => onChange(option.value)}
          />
          {option.icon !== undefined && <Icon name={option.icon} size={14} />}
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
