import type { Health } from '../../state/index.ts';
import { classNames } from './classNames.ts';
import { Icon, type IconName } from './Icon.tsx';
import './HealthMark.css';

export const HEALTH_LOOKS: Record<
  Health,
  { readonly icon: IconName; readonly text: string; readonly word: string }
> = {
  reading: { icon: 'circle', text: 'being read', word: 'reading' },
  good: { icon: 'check', text: 'no damage found', word: 'in order' },
  warning: { icon: 'warning', text: 'has warnings', word: 'warning' },
  damage: { icon: 'damage', text: 'damaged', word: 'in trouble' },
  locked: { icon: 'lock', text: 'encrypted, needs its key', word: 'locked' },
  unreadable: { icon: 'question', text: 'can’t be read', word: 'unreadable' },
  stopped: { icon: 'stop', text: 'reading was stopped', word: 'stopped' },
};

/** How a file is doing: a shape, a colour, and words for those who see neither. */
export function HealthMark({ health }: { readonly health: Health }) {
  const { icon, text } = HEALTH_LOOKS[health];
  return (
    <span className={classNames('health-mark', `health-mark-${health}`)} title={text}>
      <Icon name={icon} size={14} />
      <span className="visually-hidden">{text}</span>
    </span>
  );
}
