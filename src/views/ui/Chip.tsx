import type { ReactNode } from 'react';
import { classNames } from './classNames.ts';
import { Icon, type IconName } from './Icon.tsx';
import './Chip.css';

export type Tone = 'neutral' | 'accent' | 'info' | 'good' | 'warn' | 'bad';

interface ChipProps {
  readonly tone?: Tone;
  readonly icon?: IconName;
  readonly title?: string;
  readonly children: ReactNode;
}

/** A short label beside something: a state, a kind. */
export function Chip({ tone = 'neutral', icon, title, children }: ChipProps) {
  return (
    <span className={classNames('chip', `chip-${tone}`)} title={title}>
      {icon !== undefined && <Icon name={icon} size={12} />}
      {children}
    </span>
  );
}

/** A count in a bubble. `label` says what is counted: "3 faults". */
export function Badge({ tone = 'neutral', count, label }: { tone?: Tone; count: string; label: string }) {
  return (
    <span className={classNames('badge', `badge-${tone}`)}>
      <span aria-hidden="true">{count}</span>
      <span className="visually-hidden">{label}</span>
    </span>
  );
}
