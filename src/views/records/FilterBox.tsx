import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { parseQuery } from '../../columnar/index.ts';
import { actions, appStore, type FileId, getFile, getTypeNames, useApp } from '../../state/index.ts';
import { focusPane } from '../ui/focusPane.ts';
import { classNames, Icon, IconButton, Kbd, NARROW, useMediaQuery, useShortcut } from '../ui/index.ts';
import { FilterMirror } from './FilterMirror.tsx';
import { type Step, stepHit } from './stepHit.ts';
import { useCompletion } from './useCompletion.ts';
import './FilterBox.css';

const NOTES: Readonly<Record<Step, string>> = {
  idle: '',
  none: 'No hit',
  stepped: '',
  'from-top': 'From the top',
  'from-end': 'From the end',
};

/** Filters rows by a query as it is typed, and steps through what it finds. */
export function FilterBox({ fileId }: { readonly fileId: FileId }) {
  // Each file has its own.
  return <FilterField key={fileId} fileId={fileId} />;
}

function FilterField({ fileId }: { readonly fileId: FileId }) {
  const filter = useApp((state) => getFile(state, fileId)?.filter ?? null);
  const types = useApp((state) => getTypeNames(getFile(state, fileId)));
  const text = filter?.text ?? '';
  const [caret, setCaret] = useState<number | null>(null);
  const [chosen, setChosen] = useState<number | null>(null);
  const [step, setStep] = useState<Step>('idle');
  const [opened, setOpened] = useState(false);
  const [scrolled, setScrolled] = useState(0);
  const isNarrow = useMediaQuery(NARROW);
  const input = useRef<HTMLInputElement>(null);
  const last = useRef(Promise.resolve());
  const listId = useId();
  const errorId = useId();
  const { options, accept } = useCompletion(fileId, text, caret);
  const error = parseQuery(text, types).errors[0] ?? null;
  const isOpen = caret !== null && (options.length > 0 || error !== null);

  const place = useRef<number | null>(null);
  useEffect(() => {
    if (place.current === null) return;
    input.current?.setSelectionRange(place.current, place.current);
    place.current = null;
  });

  const write = (typed: string, at: number | null): void => {
    actions.setFilter(fileId, { text: typed });
    const view = getFile(appStore.getState(), fileId)?.view;
    if (typed !== '' && view !== 'records') actions.setView(fileId, 'records');
    setCaret(at);
    setChosen(null);
    setStep('idle');
  };
  const take = (index: number): void => {
    const option = options[index];
    if (option === undefined) return;
    const accepted = accept(option);
    place.current = accepted.caret;
    write(accepted.text, accepted.caret);
    input.current?.focus();
  };
  const focus = (): void => {
    // At once: what is typed next is meant for it. A collapsed box has no field before it is drawn.
    flushSync(() => setOpened(true));
    input.current?.focus();
    input.current?.select();
  };
  const clear = (): void => {
    write('', null);
    setOpened(false);
    focusPane('list');
  };
  const go = (direction: 1 | -1): void => {
    if (text.trim() === '') focus();
    // Each step begins where the one before it has come to, however quickly the keys follow one another.
    else last.current = last.current.then(async () => setStep(await stepHit(fileId, direction)));
  };

  useShortcut({ id: 'filter', keys: '/', label: 'Filter or find rows', group: 'Find', run: focus });
  useShortcut({ id: 'find-next', keys: 'n', label: 'Next hit', group: 'Find', run: () => go(1) });
  useShortcut({ id: 'find-previous', keys: 'N', label: 'Previous hit', group: 'Find', run: () => go(-1) });

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return;
    const count = options.length;
    if (event.key === 'Escape' && isOpen && count > 0) setCaret(null);
    else if (event.key === 'Escape') clear();
    else if (event.key === 'ArrowDown' && isOpen && count > 0) setChosen(((chosen ?? -1) + 1) % count);
    else if (event.key === 'ArrowUp' && isOpen && count > 0)
      setChosen(((chosen ?? count) - 1 + count) % count);
    else if (event.key === 'ArrowDown' && count === 0) focusPane('list');
    else if (event.key === 'ArrowDown') setCaret(event.currentTarget.selectionStart);
    else if ((event.key === 'Enter' || event.key === 'Tab') && isOpen && chosen !== null) take(chosen);
    else if (event.key === 'Tab' && !event.shiftKey && isOpen && count > 0 && text !== '') take(0);
    else if (event.key === 'Enter') {
      setCaret(null);
      go(event.shiftKey ? -1 : 1);
    } else return;
    event.preventDefault();
  };

  if (isNarrow && !opened && text === '') {
    return (
      <div className="filter-box-collapsed">
        <IconButton icon="search" label="Filter or find rows" onClick={focus} />
      </div>
    );
  }
  return (
    <search className="filter-search">
      <div className={classNames('filter-box', error !== null && !error.unfinished && 'filter-box-wrong')}>
        <Icon name="search" className="filter-box-icon" />
        <span className="filter-box-field">
          <FilterMirror text={text} error={error} scrolled={scrolled} />
          <input
            ref={input}
            type="text"
            role="combobox"
            className="filter-box-input"
            aria-label="Filter rows"
            aria-autocomplete="list"
            aria-expanded={isOpen && options.length > 0}
            aria-controls={listId}
            aria-activedescendant={isOpen && chosen !== null ? `${listId}-${chosen}` : undefined}
            aria-invalid={error !== null && !error.unfinished}
            aria-describedby={error === null ? undefined : errorId}
            placeholder="Filter: a key, type:HSET, crc:bad …"
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            enterKeyHint="search"
            value={text}
            onChange={(event) => write(event.target.value, event.target.selectionStart)}
            onScroll={(event) => setScrolled(event.currentTarget.scrollLeft)}
            onKeyDown={onKeyDown}
            onBlur={() => setCaret(null)}
          />
        </span>
        <span className="filter-box-note" role="status">
          {NOTES[step]}
        </span>
        {text === '' ? (
          <Kbd keys="/" />
        ) : (
          <>
            <IconButton size="small" icon="chevronUp" label="Previous hit" onClick={() => go(-1)} />
            <IconButton size="small" icon="chevronDown" label="Next hit" onClick={() => go(1)} />
          </>
        )}
        <button
          type="button"
          className="filter-box-case"
          aria-pressed={filter?.caseSensitive ?? false}
          title="Match upper and lower case"
          aria-label="Match upper and lower case"
          onClick={() => {
            actions.setFilter(fileId, { caseSensitive: filter?.caseSensitive !== true });
            input.current?.focus();
          }}
        >
          Aa
        </button>
        {(isNarrow || text !== '') && (
          <IconButton size="small" icon="close" label="Clear the filter" onClick={clear} />
        )}
      </div>
      <div className="filter-popup" hidden={!isOpen}>
        <p id={errorId} className="filter-error" hidden={error === null}>
          {error !== null && (
            <>
              <Icon name={error.unfinished ? 'info' : 'warning'} size={13} /> {error.message}
            </>
          )}
        </p>
        <div id={listId} role="listbox" aria-label="What could go on here" className="filter-options">
          {options.map((option, index) => (
            <div
              key={`${option.insert} ${option.note}`}
              id={`${listId}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === chosen}
              className="filter-option"
              // A press must not take the focus out of the field.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => take(index)}
              onKeyDown={() => undefined}
            >
              <span className="filter-option-label">{option.label}</span>
              <span className="filter-option-note">{option.note}</span>
            </div>
          ))}
        </div>
      </div>
    </search>
  );
}
