import { type MouseEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import { IconButton } from './Button.tsx';
import { classNames } from './classNames.ts';
import './Dialog.css';

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Buttons at the bottom. */
  readonly actions?: ReactNode;
  readonly width?: 'narrow' | 'medium' | 'wide';
  /** Leaves out the visible title and the close button, for a dialog that brings its own head. */
  readonly bare?: boolean;
  readonly className?: string;
}

/**
 * A modal dialog, open while it is mounted. The browser traps the focus and gives it back; Esc, the close button and
 * a click beside it call `onClose`. A control with `data-initial-focus` has the focus first.
 */
export function Dialog({
  title,
  onClose,
  children,
  actions,
  width = 'medium',
  bare = false,
  className,
}: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  useEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement;
    dialog?.showModal();
    // The browser would choose the first control, which is the close button.
    dialog?.querySelector<HTMLElement>('[data-initial-focus]')?.focus();
    return () => {
      dialog?.close();
      // The browser can't give the focus back to the element once React has taken the dialog out of the page.
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);

  const closeOnBackdrop = (event: MouseEvent<HTMLDialogElement>): void => {
    if (event.target !== event.currentTarget) return;
    const box = event.currentTarget.getBoundingClientRect();
    const inside =
      event.clientX >= box.left &&
      event.clientX <= box.right &&
      event.clientY >= box.top &&
      event.clientY <= box.bottom;
    if (!inside) onClose();
  };

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc does for the keyboard what a click beside it does
    <dialog
      ref={ref}
      className={classNames('dialog', `dialog-${width}`, bare && 'dialog-bare', className)}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={closeOnBackdrop}
    >
      <header className={bare ? 'visually-hidden' : 'dialog-head'}>
        <h2 id={titleId}>{title}</h2>
        {!bare && <IconButton icon="close" label="Close" onClick={onClose} />}
      </header>
      <div className={bare ? 'dialog-whole' : 'dialog-body'}>{children}</div>
      {actions !== undefined && <footer className="dialog-actions">{actions}</footer>}
    </dialog>
  );
}
