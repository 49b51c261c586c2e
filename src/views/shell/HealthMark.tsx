import type { Health } from '../../state/index.ts';
import { classNames, Icon, type IconName } from '../ui/index.ts';
import './HealthMark.css';

const LOOKS: Record<Health, { readonly icon: IconName; readonly text: string }> = {
  reading: { icon: 'circle', text: 'being read' },
  good: { icon: 'check', text: 'no damage found' },
  warning: { icon: 'warning', text: 'has warnings' },
  damage: { icon: 'damage', text: 'damaged' },
  locked: { icon: 'lock', text: 'encrypted, needs its key' },
  unreadable: { icon: 'question', text: 'can’t be read' },
  stopped: { icon: 'stop', text: 'reading was stopped' },
};

/** How a file is doing: a shape, a colour, and words for those who see neither. */
export function HealthMark({ health }: { readonly health: Health }) {
  const { icon, text } = LOOKS[health];
  return (
    <span className={classNames('health-mark', `health-mark-${health}`)} title={text}>
      <Icon name={icon} size={14} />
      <span className="visually-hidden">{text}</span>
    </span>
  );
}
