import { type FormEvent, type KeyboardEvent, useEffect, useId, useState } from 'react';
import type { KeyId } from '../../base/index.ts';
import { announceFailure, type FileId, getFile, service, useApp } from '../../state/index.ts';
import type { KeyChoice } from '../../workers/index.ts';
import { Button, classNames, formatCount, formatNumberOf, Icon } from '../ui/index.ts';

const MOST_CHOICES = 12;
/** More lanes at once than this nobody reads. */
const MOST_LANES = 24;

interface KeyAdderProps {
  readonly fileId: FileId;
  readonly keys: readonly KeyId[];
  readonly isEmpty: boolean;
  readonly onAdd: (keys: readonly KeyId[]) => void;
}

/** Where a key's name is typed, with completion; and what to begin with while no key is followed. */
export function KeyAdder({ fileId, keys, isEmpty, onAdd }: KeyAdderProps) {
  const list = useId();
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const choices = useKeyChoices(fileId, text);
  const beginning = text === '' ? [] : choices.filter(({ name }) => name.startsWith(text));
  const isPrefix = beginning.length > 1 && choices.length <= MOST_LANES;
  const shown = choices.slice(0, MOST_CHOICES);
  const options = shown.length + (isPrefix ? 1 : 0);
  const isOpen = open && options > 0;

  const take = (place: number): void => {
    const choice = shown[place];
    const added = choice === undefined ? beginning.map(({ key }) => key) : [choice.key];
    if (added.length === 0) return;
    onAdd(added);
    setText('');
    setOpen(false);
    setAt(0);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && isOpen) {
      event.stopPropagation();
      setOpen(false);
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setOpen(true);
      if (options > 0) setAt((at + (event.key === 'ArrowDown' ? 1 : options - 1)) % options);
    }
  };
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    if (options > 0) take(Math.min(at, options - 1));
  };

  return (
    <div className={classNames('timeline-adder', isEmpty && 'timeline-adder-empty')}>
      {isEmpty && (
        <p className="timeline-intro">
          Follow a key from its first record to its last: what it held before and after each, under whatever
          name.
        </p>
      )}
      <form className="timeline-adder-form" onSubmit={onSubmit}>
        <Icon name="search" />
        <input
          type="text"
          role="combobox"
          aria-label="Follow a key"
          aria-expanded={isOpen}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={isOpen ? `${list}-${Math.min(at, options - 1)}` : undefined}
          autoComplete="off"
          spellCheck={false}
          placeholder="Follow a key: type its name or how it begins"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
            setOpen(true);
          }}
          onFocus={() => setOpen(text !== '')}
          onBlur={() => setOpen(false)}
          onKeyDown={onKeyDown}
        />
        <FollowSelected fileId={fileId} keys={keys} onAdd={onAdd} />
        <div id={list} role="listbox" aria-label="Keys" className="timeline-choices" hidden={!isOpen}>
          {shown.map((choice, place) => (
            <Choice
              key={choice.key}
              id={`${list}-${place}`}
              isCurrent={place === at}
              onTake={() => take(place)}
            >
              <span className="mono">{choice.name}</span>
              <small>{formatNumberOf(choice.records, 'record')}</small>
            </Choice>
          ))}
          {isPrefix && (
            <Choice
              id={`${list}-${shown.length}`}
              isCurrent={at === shown.length}
              onTake={() => take(shown.length)}
            >
              <span>
                All {formatCount(beginning.length)} that begin with <b className="mono">{text}</b>
              </span>
            </Choice>
          )}
        </div>
      </form>
      {isEmpty && text === '' && choices.length > 0 && (
        <section className="timeline-busiest" aria-label="Busiest keys">
          <h3>Busiest keys</h3>
          <ul>
            {choices.slice(0, 8).map(({ key, name, records }) => (
              <li key={key}>
                <button type="button" onClick={() => onAdd([key])}>
                  <span className="mono">{name}</span>
                  <small>{formatNumberOf(records, 'record')}</small>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

interface ChoiceProps {
  readonly id: string;
  readonly isCurrent: boolean;
  readonly onTake: () => void;
  readonly children: React.ReactNode;
}

function Choice({ id, isCurrent, onTake, children }: ChoiceProps) {
  return (
    // The keyboard is the text field's: it says which one is current.
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    <div
      id={id}
      role="option"
      aria-selected={isCurrent}
      className={classNames(isCurrent && 'timeline-choice-current')}
      onPointerDown={(event) => event.preventDefault()}
      onClick={onTake}
    >
      {children}
    </div>
  );
}

function FollowSelected({ fileId, keys, onAdd }: Omit<KeyAdderProps, 'isEmpty'>) {
  const row = useApp((state) => getFile(state, fileId)?.selection?.row ?? null);
  const [choice, setChoice] = useState<KeyChoice | null>(null);
  useEffect(() => {
    let wanted = true;
    if (row === null) setChoice(null);
    else
      service(fileId)
        .keyOfRow(row)
        .then(
          (found) => wanted && setChoice(found),
          (error: unknown) => announceFailure(error, null),
        );
    return () => {
      wanted = false;
    };
  }, [fileId, row]);
  if (choice === null || keys.includes(choice.key)) return null;
  return (
    <Button size="small" icon="plus" onClick={() => onAdd([choice.key])}>
      Follow <span className="mono timeline-follow-name">{choice.name}</span>
    </Button>
  );
}

function useKeyChoices(fileId: FileId, text: string): readonly KeyChoice[] {
  const rows = useApp((state) => getFile(state, fileId)?.report?.rows ?? 0);
  const [choices, setChoices] = useState<readonly KeyChoice[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a file that has been read has more keys
  useEffect(() => {
    let wanted = true;
    service(fileId)
      .keyChoices(text, MOST_LANES + 1)
      .then(
        (found) => wanted && setChoices(found),
        (error: unknown) => announceFailure(error, null),
      );
    return () => {
      wanted = false;
    };
  }, [fileId, text, rows]);
  return choices;
}
