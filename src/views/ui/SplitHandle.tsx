import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { clamp } from '../../base/index.ts';
import { classNames } from './classNames.ts';
import './SplitHandle.css';

interface SplitHandleProps {
  readonly label: string;
  /** How the line between the two panes runs. */
  readonly orientation: 'vertical' | 'horizontal';
  /** The size of the pane after the line (right of it, or below), in pixels. */
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly onChange: (value: number) => void;
  /** A double click, or Enter, goes back to this. */
  readonly initial: number;
}

const STEP = 16;

/** The line between two panes: drag it, or focus it and use the arrow keys, Home and End. */
export function SplitHandle({ label, orientation, value, min, max, onChange, initial }: SplitHandleProps) {
  const grip = useRef<{ readonly at: number; readonly value: number } | null>(null);
  const isVertical = orientation === 'vertical';
  const position = (event: PointerEvent): number => (isVertical ? event.clientX : event.clientY);
  const set = (next: number): void => onChange(Math.round(clamp(next, min, Math.max(min, max))));

  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.shiftKey ? STEP * 4 : STEP;
    const moves: Record<string, number> = {
      [isVertical ? 'ArrowLeft' : 'ArrowUp']: value + step,
      [isVertical ? 'ArrowRight' : 'ArrowDown']: value - step,
      Home: max,
      End: min,
      Enter: initial,
    };
    const next = moves[event.key];
    if (next === undefined) return;
    event.preventDefault();
    set(next);
  };

  return (
    <div
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={orientation}
      aria-valuenow={Math.round(value)}
      aria-valuemin={Math.round(min)}
      aria-valuemax={Math.round(Math.max(min, max))}
      className={classNames('split-handle', `split-handle-${orientation}`)}
      onKeyDown={onKeyDown}
      onDoubleClick={() => set(initial)}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.preventDefault();
        event.currentTarget.focus();
        event.currentTarget.setPointerCapture(event.pointerId);
        grip.current = { at: position(event), value };
      }}
      onPointerMove={(event) => {
        if (grip.current !== null) set(grip.current.value - (position(event) - grip.current.at));
      }}
      onPointerUp={() => {
        grip.current = null;
      }}
      onPointerCancel={() => {
        grip.current = null;
      }}
    />
  );
}
