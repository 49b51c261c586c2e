import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { shortcuts, useApp } from '../../state/index.ts';
import { classNames, Dialog, Icon, Kbd } from '../ui/index.ts';
import { type PaletteEntry, paletteEntries } from './paletteEntries.ts';
import './CommandPalette.css';

/** Finds any command by a few of its letters. */
export function CommandPalette({ onClose }: { readonly onClose: () => void }) {
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState(0);
  const [commands] = useState(shortcuts.list);
  const state = useApp((whole) => whole);
  const found = paletteEntries(typed, state, commands);
  const current = Math.min(chosen, Math.max(0, found.length - 1));
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);

  useEffect(() => {
    list.current?.children[current]?.scrollIntoView({ block: 'nearest' });
  }, [current]);

  const run = (entry: PaletteEntry | undefined): void => {
    if (entry === undefined) return;
    // Closed first: the command may open a dialog of its own.
    onClose();
    entry.run();
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const isToggle = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k';
    const moves: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    const step = moves[event.key];
    if (isToggle) onClose();
    else if (event.key === 'Enter') run(found[current]);
    else if (step !== undefined) setChosen(move(current, step, found.length));
    else return;
    event.preventDefault();
  };

  return (
    <Dialog title="Commands" onClose={onClose} bare className="command-palette">
      <div className="command-palette-input">
        <Icon name="search" />
        <input
          type="text"
          role="combobox"
          aria-label="Find a command"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={found.length === 0 ? undefined : `${listId}-${current}`}
          aria-autocomplete="list"
          placeholder="A command, a file, a record number or an offset"
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div ref={list} id={listId} className="command-palette-list" role="listbox" aria-label="Commands">
        {found.map((entry, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the text field, which keeps the focus
          <div
            key={entry.id}
            id={`${listId}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === current}
            className={classNames('command-palette-entry', index === current && 'command-palette-current')}
            onMouseMove={() => setChosen(index)}
            onClick={() => run(entry)}
          >
            <span className="command-palette-label">{entry.label}</span>
            <span className="command-palette-group">{entry.group}</span>
            {entry.keys[0] !== undefined && <Kbd keys={entry.keys[0]} />}
          </div>
        ))}
      </div>
      <p className="command-palette-none" role="status">
        {found.length === 0 ? `Nothing matches “${typed}”.` : ''}
      </p>
    </Dialog>
  );
}

/** One step goes around the ends, a page stops at them. */
function move(from: number, step: number, count: number): number {
  if (count === 0) return 0;
  if (Math.abs(step) === 1) return (from + step + count) % count;
  return Math.max(0, Math.min(count - 1, from + step));
}
