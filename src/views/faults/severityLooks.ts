import type { Severity } from '../../codec/index.ts';
import type { IconName, Tone } from '../ui/index.ts';

interface SeverityLook {
  readonly icon: IconName;
  readonly tone: Tone;
  /** Of one fault. */
  readonly label: string;
  /** After a number. */
  readonly counted: (count: number) => string;
}

/** How a severity is shown everywhere: an icon, a word and a colour. */
export const SEVERITY_LOOKS: Record<Severity, SeverityLook> = {
  damage: { icon: 'damage', tone: 'bad', label: 'Damage', counted: () => 'with damage' },
  warning: {
    icon: 'warning',
    tone: 'warn',
    label: 'Warning',
    counted: (count) => (count === 1 ? 'warning' : 'warnings'),
  },
  info: { icon: 'info', tone: 'info', label: 'Note', counted: (count) => (count === 1 ? 'note' : 'notes') },
};
