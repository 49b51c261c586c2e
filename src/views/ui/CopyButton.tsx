import { useEffect, useState } from 'react';
import { actions } from '../../state/index.ts';
import { Button, type ButtonSize, IconButton } from './Button.tsx';

interface CopyButtonProps {
  /** What is copied, or how to get it when it is asked for. */
  readonly text: string | (() => string | Promise<string>);
  readonly label?: string;
  readonly size?: ButtonSize;
  /** Only the icon; the label is its name. */
  readonly iconOnly?: boolean;
}

/** Copies a text to the clipboard and says that it has. */
export function CopyButton({ text, label = 'Copy', size = 'small', iconOnly = false }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);

  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 1600);
    return () => clearTimeout(timer);
  }, [copied]);

  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(typeof text === 'string' ? text : await text());
      setCopied(true);
    } catch {
      actions.toast('bad', 'The browser did not let this page copy. Select the text and copy it by hand.');
    }
  };

  return (
    <>
      {iconOnly ? (
        <IconButton icon={copied ? 'check' : 'copy'} label={label} size={size} onClick={() => void copy()} />
      ) : (
        <Button icon={copied ? 'check' : 'copy'} size={size} onClick={() => void copy()}>
          {label}
        </Button>
      )}
      <span role="status" className="visually-hidden">
        {copied ? 'Copied' : ''}
      </span>
    </>
  );
}
