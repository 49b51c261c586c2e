import type { ReactNode } from 'react';
import { classNames } from './classNames.ts';
import { Icon, type IconName } from './Icon.tsx';
import './Callout.css';

export type CalloutTone = 'info' | 'good' | 'warn' | 'bad';

const ICONS: Record<CalloutTone, IconName> = { info: 'info', good: 'check', warn: 'warning', bad: 'damage' };

interface CalloutProps {
  readonly tone: CalloutTone;
  readonly title: ReactNode;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

/** Something to know, set apart from what is around it. */
export function Callout({ tone, title, children, actions }: CalloutProps) {
  return (
    <div className={classNames('callout', `callout-${tone}`)}>
      <Icon name={ICONS[tone]} className="callout-icon" />
      <div className="callout-content">
        <p className="callout-title">{title}</p>
        {children !== undefined && <div className="callout-text">{children}</div>}
        {actions !== undefined && <div className="callout-actions">{actions}</div>}
      </div>
    </div>
  );
}
