import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { rowIndex } from '../../base/index.ts';
import {
  actions,
  announceFailure,
  appStore,
  type FileId,
  getFile,
  service,
  useApp,
} from '../../state/index.ts';
import { focusPane } from '../ui/focusPane.ts';
import { classNames, Icon, IconButton, Kbd, NARROW, useMediaQuery, useShortcut } from '../ui/index.ts';
import './FindBox.css';

/** What came of the last search. */
type Outcome = 'none' | 'busy' | 'found' | 'from-top' | 'from-end' | 'not-found';

/** Finds rows by a part of their key. */
export function FindBox({ fileId }: { readonly fileId: FileId }) {
  // Each file has its own search.
  return <FindField key={fileId} fileId={fileId} />;
}

function FindField({ fileId }: { readonly fileId: FileId }) {
  const [text, setText] = useState('');
  const [caseSensitive, setCaseSensitive] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>('none');
  const [searched, setSearched] = useState('');
  const [open, setOpen] = useState(false);
  const isNarrow = useMediaQuery(NARROW);
  const generation = useApp((state) => getFile(state, fileId)?.progress?.generation ?? null);
  const input = useRef<HTMLInputElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  // Answers to a text that has been changed meanwhile, or from an earlier scan, are dropped.
  const epoch = useRef(0);
  const last = useRef(Promise.resolve());

  // What an earlier scan found, or did not find, says nothing of this one.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the generation is the trigger
  useEffect(() => {
    epoch.current += 1;
    setOutcome('none');
  }, [generation]);

  const search = async (direction: 1 | -1, asked: number): Promise<void> => {
    if (asked !== epoch.current) return;
    const file = getFile(appStore.getState(), fileId);
    const rows = file?.report?.rows ?? file?.progress?.rows ?? 0;
    const from = file?.selection?.row ?? rowIndex(direction === 1 ? -1 : rows);
    setSearched(text);
    setOutcome('busy');
    try {
      const row = await service(fileId).find({ text, caseSensitive }, from, direction);
      if (asked !== epoch.current) return;
      if (row === null) {
        setOutcome('not-found');
        return;
      }
      const wrapped = direction === 1 ? row <= from : row >= from;
      setOutcome(!wrapped ? 'found' : direction === 1 ? 'from-top' : 'from-end');
      if (getFile(appStore.getState(), fileId)?.view !== 'records') actions.setView(fileId, 'records');
      actions.select(fileId, { row, field: null, bytes: null });
    } catch (error) {
      if (asked === epoch.current) setOutcome('none');
      announceFailure(error, null);
    }
  };
  const find = (direction: 1 | -1): void => {
    const asked = epoch.current;
    // Each step begins where the one before it has come to, however quickly the keys follow one another.
    if (text !== '') last.current = last.current.then(() => search(direction, asked));
    else focus();
  };

  const focus = (): void => {
    setOpen(true);
    // A collapsed box has no field before the next frame.
    requestAnimationFrame(() => {
      input.current?.focus();
      input.current?.select();
    });
  };
  const leave = (): void => {
    epoch.current += 1;
    setText('');
    setOutcome('none');
    setOpen(false);
    focusPane('list');
  };

  useShortcut({ id: 'find', keys: '/', label: 'Find in keys', group: 'Find', run: focus });
  useShortcut({ id: 'find-next', keys: 'n', label: 'Next hit', group: 'Find', run: () => find(1) });
  useShortcut({
    id: 'find-previous',
    keys: 'N',
    label: 'Previous hit',
    group: 'Find',
    run: () => find(-1),
  });

  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    find(1);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && event.shiftKey) find(-1);
    else if (event.key === 'Escape') leave();
    else return;
    event.preventDefault();
  };

  if (isNarrow && !open) {
    return (
      <div className="find-box-collapsed">
        <IconButton ref={opener} icon="search" label="Find in keys" onClick={focus} />
      </div>
    );
  }
  const note = NOTES[outcome];
  return (
    <search>
      <form
        className={classNames('find-box', `find-box-${outcome}`)}
        onSubmit={onSubmit}
        onKeyDown={onKeyDown}
      >
        <Icon name="search" className="find-box-icon" />
        <input
          ref={input}
          type="text"
          className="find-box-input"
          aria-label="Find in keys"
          placeholder="Find in keys"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          enterKeyHint="search"
          value={text}
          onChange={(event) => {
            epoch.current += 1;
            setText(event.target.value);
            setOutcome('none');
          }}
        />
        <span className="find-box-note" role="status">
          {outcome === 'not-found' ? `No key contains “${shorten(searched)}”` : note}
        </span>
        {text === '' ? (
          <Kbd keys="/" />
        ) : (
          <>
            <IconButton size="small" icon="chevronUp" label="Previous hit" onClick={() => find(-1)} />
            <IconButton size="small" icon="chevronDown" label="Next hit" onClick={() => find(1)} />
          </>
        )}
        <button
          type="button"
          className="find-box-case"
          aria-pressed={caseSensitive}
          title="Match upper and lower case"
          aria-label="Match upper and lower case"
          onClick={() => {
            setCaseSensitive(!caseSensitive);
            setOutcome('none');
            input.current?.focus();
          }}
        >
          Aa
        </button>
        {(isNarrow || text !== '') && (
          <IconButton size="small" icon="close" label="Close the search" onClick={leave} />
        )}
      </form>
    </search>
  );
}

const NOTES: Record<Outcome, string> = {
  none: '',
  busy: 'Searching…',
  found: '',
  'from-top': 'From the top',
  'from-end': 'From the end',
  'not-found': '',
};

const shorten = (text: string): string => (text.length > 24 ? `${text.slice(0, 23)}…` : text);
