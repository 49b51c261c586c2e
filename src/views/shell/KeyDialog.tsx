import { type FormEvent, useId, useRef, useState } from 'react';
import { problemFrom } from '../../state/index.ts';
import type { Problem } from '../../workers/index.ts';
import { Button, Callout, Dialog } from '../ui/index.ts';
import type { KeySubject } from './keySubject.ts';
import './KeyDialog.css';

type Trial =
  | { readonly state: 'none' }
  | { readonly state: 'trying' }
  | { readonly state: 'refused'; readonly problem: Problem }
  | {
      readonly state: 'tried';
      readonly key: Uint8Array;
      readonly note: string | null;
      readonly outcome: 'fits' | 'untested' | Problem;
    };

/** No key file is larger than 64 digits and some white space; a larger one is read only far enough to say so. */
const MAX_KEY_FILE = 1 << 20;

/** Takes the key of an encrypted file and says at once whether it fits. The key stays in memory. */
export function KeyDialog({
  subject,
  onClose,
}: {
  readonly subject: KeySubject;
  readonly onClose: () => void;
}) {
  const [typed, setTyped] = useState('');
  const [source, setSource] = useState<string | null>(null);
  const [trial, setTrial] = useState<Trial>({ state: 'none' });
  const asked = useRef(0);
  const chooser = useRef<HTMLInputElement>(null);
  const fieldId = useId();

  const tryInput = async (input: Uint8Array): Promise<void> => {
    asked.current += 1;
    const mine = asked.current;
    setTrial({ state: 'trying' });
    const result = await judgeKey(subject, input);
    // A later input is being tried already.
    if (asked.current === mine) setTrial(result);
  };

  const type = (text: string): void => {
    setTyped(text);
    setSource(null);
    asked.current += 1;
    if (text.trim() === '') setTrial({ state: 'none' });
    else void tryInput(new TextEncoder().encode(text));
  };

  const choose = async (chosen: File | undefined): Promise<void> => {
    if (chosen === undefined) return;
    setTyped('');
    setSource(chosen.name);
    await tryInput(new Uint8Array(await chosen.slice(0, MAX_KEY_FILE).arrayBuffer()));
  };

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (trial.state !== 'tried') return;
    subject.give(trial.key);
    onClose();
  };

  const fits = trial.state === 'tried' && (trial.outcome === 'fits' || trial.outcome === 'untested');
  return (
    <Dialog title={`Key for ${subject.name}`} onClose={onClose}>
      <form className="key-dialog" onSubmit={submit}>
        {subject.sampleKey !== null && <SampleKey text={subject.sampleKey} onUse={type} />}
        <label htmlFor={fieldId}>The key as 64 hexadecimal digits</label>
        <textarea
          id={fieldId}
          data-initial-focus
          className="mono"
          rows={2}
          value={typed}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => type(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') submit(event);
          }}
        />
        <div className="key-dialog-file">
          <span>or</span>
          <Button icon="file" onClick={() => chooser.current?.click()}>
            Choose the key file
          </Button>
          {source !== null && <span className="mono">{source}</span>}
          <input
            ref={chooser}
            type="file"
            hidden
            aria-label="Key file"
            onChange={(event) => {
              void choose(event.target.files?.[0]);
              event.target.value = '';
            }}
          />
        </div>
        <div className="key-dialog-answer" role="status">
          <Answer trial={trial} />
        </div>
        <div className="key-dialog-foot">
          <p>The key is kept in memory until this {subject.noun} is closed, and nowhere else.</p>
          <Button type="submit" variant={fits ? 'primary' : 'default'} disabled={trial.state !== 'tried'}>
            {trial.state === 'tried' && !fits ? 'Use it anyway' : 'Unlock'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** A sample's key protects nothing, so it can be shown. */
function SampleKey({ text, onUse }: { readonly text: string; readonly onUse: (text: string) => void }) {
  return (
    <Callout
      tone="info"
      title="This is a sample, and here is its key"
      actions={
        <Button size="small" onClick={() => onUse(text)}>
          Fill it in
        </Button>
      }
    >
      <p className="mono">{text}</p>
    </Callout>
  );
}

function Answer({ trial }: { readonly trial: Trial }) {
  if (trial.state === 'none') return null;
  if (trial.state === 'trying') return <p>Trying it on the first record</p>;
  if (trial.state === 'refused') {
    return (
      <Callout tone="bad" title={trial.problem.what}>
        {trial.problem.meaning} {trial.problem.next}
      </Callout>
    );
  }
  const { outcome, note } = trial;
  return (
    <>
      {note !== null && <Callout tone="warn" title={note} />}
      {outcome === 'fits' ? (
        <Callout tone="good" title="This key fits: it decrypts the first record." />
      ) : outcome === 'untested' ? (
        <Callout tone="info" title="This is a key, but the file holds no whole record to try it on." />
      ) : (
        <Callout tone="bad" title={outcome.what}>
          {outcome.meaning} {outcome.next}
        </Callout>
      )}
    </>
  );
}

async function judgeKey(subject: KeySubject, input: Uint8Array): Promise<Trial> {
  try {
    const { parsed, trial: result } = await subject.judge(input);
    const { key, note, problem } = parsed;
    if (problem !== null) return { state: 'refused', problem };
    if (key === null || result === null) return { state: 'none' };
    const outcome = result.outcome === 'does-not-fit' ? result.problem : result.outcome;
    return { state: 'tried', key, note, outcome };
  } catch (error) {
    return { state: 'refused', problem: problemFrom(error, subject.name) };
  }
}
