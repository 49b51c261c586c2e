import { useEffect } from 'react';
import { actions, type Toast, useApp } from '../../state/index.ts';
import { classNames, Icon, IconButton, type IconName } from '../ui/index.ts';
import './Toasts.css';

const ICONS: Record<Toast['tone'], IconName> = { info: 'info', good: 'check', bad: 'damage' };

/** Long enough to read it twice; what went wrong stays until it is dismissed. */
const SHOWN_MS = 8000;

/** What is said in passing. The region is always there, so that screen readers hear what is put into it. */
export function Toasts() {
  const toasts = useApp((state) => state.toasts);
  return (
    <div className="toasts" role="status">
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function ToastCard({ toast }: { readonly toast: Toast }) {
  const { id, tone, text } = toast;
  useEffect(() => {
    if (tone === 'bad') return undefined;
    const timer = setTimeout(() => actions.dismissToast(id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [id, tone]);
  return (
    <div className={classNames('toast', `toast-${tone}`)}>
      <Icon name={ICONS[tone]} />
      <p>{text}</p>
      <IconButton icon="close" size="small" label="Dismiss" onClick={() => actions.dismissToast(id)} />
    </div>
  );
}
