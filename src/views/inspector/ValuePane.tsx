import { type KeyboardEvent, type RefObject, useMemo, useState } from 'react';
import type { FileId } from '../../state/index.ts';
import type { RowView } from '../../workers/index.ts';
import { type CopyFormat, copyText } from '../ui/copyText.ts';
import {
  Busy,
  Button,
  Callout,
  CopyButton,
  classNames,
  formatBytes,
  formatCount,
  Segmented,
} from '../ui/index.ts';
import { visibleText } from '../ui/visibleText.ts';
import { guessEncoding, type ValueEncoding } from './guessEncoding.ts';
import { readValue } from './readValue.ts';
import { rowTitle } from './rowTitle.ts';
import { SaveValueButton } from './SaveValueButton.tsx';
import { useValueBytes, VALUE_LIMIT, VALUE_PAGE } from './useValueBytes.ts';
import { ValueView } from './ValueViews.tsx';
import type { ValueTarget } from './valueTarget.ts';
import './ValuePane.css';

const NAMES: Readonly<Record<ValueEncoding, string>> = {
  text: 'Text',
  json: 'JSON',
  hex: 'Hex',
  number: 'Number',
  base64: 'Base64',
};

const ENDINGS: Readonly<Record<ValueEncoding, string>> = {
  text: 'txt',
  json: 'json',
  hex: 'bin',
  number: 'bin',
  base64: 'bin',
};

type Choice = ValueEncoding | 'guess';

/** What the user last chose. It lasts as long as the page; the first segment says so and undoes it. */
let lastChoice: Choice = 'guess';

interface ValuePaneProps {
  readonly fileId: FileId;
  readonly row: RowView;
  readonly target: ValueTarget;
  readonly revision: string;
  /** Takes the focus when a field's value is opened. */
  readonly content: RefObject<HTMLElement | null>;
}

/** The bytes of a field as text, JSON, hex, number or Base64. Never more of them than a page at a time. */
export function ValuePane({ fileId, row, target, revision, content }: ValuePaneProps) {
  const [choice, setChoice] = useState<Choice>(lastChoice);
  const { value, pending, more } = useValueBytes(fileId, target, revision);
  const whole = value !== null && value.bytes.length >= value.target.length;
  const guess = useMemo(() => (value === null ? 'text' : guessEncoding(value.bytes, whole)), [value, whole]);
  const encoding = choice === 'guess' ? guess : choice;

  const choose = (next: Choice): void => {
    lastChoice = next;
    setChoice(next);
  };

  const copied = async (format: CopyFormat): Promise<string> => {
    const length = Math.min(target.length, VALUE_LIMIT);
    return copyText(await readValue(fileId, target, 0, length), format);
  };

  const fileName = `${rowTitle(row)} ${target.name}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/-$/, '');
  const cut = target.length > VALUE_LIMIT ? `the first ${formatBytes(VALUE_LIMIT)} ` : '';
  return (
    <section
      ref={content}
      className={classNames('value-pane', pending && 'value-pane-pending')}
      tabIndex={-1}
      aria-label={`Value of ${target.name}`}
      aria-busy={pending}
    >
      <header className="value-pane-header">
        <h3>{target.name}</h3>
        <Segmented
          label="Show the value as"
          size="small"
          value={choice}
          onChange={choose}
          options={[
            { value: 'guess', label: `Guess: ${NAMES[guess]}`, title: 'Choose by what the bytes look like' },
            ...(['text', 'json', 'hex', 'number', 'base64'] as const).map((one) => ({
              value: one,
              label: NAMES[one],
            })),
          ]}
        />
      </header>
      {value === null && <Busy label="Reading the value" />}
      {value !== null && value.problem !== null && (
        <Callout tone="bad" title={value.problem.what}>
          {value.problem.meaning} {value.problem.next}
        </Callout>
      )}
      {value !== null && value.problem === null && (
        <>
          <div
            className="value-pane-content"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls by itself, so the keyboard must reach it
            tabIndex={0}
            onKeyDown={keepScrollKeys}
            role="group"
            aria-label={`${target.name} as ${NAMES[encoding]}`}
          >
            <ValueView encoding={encoding} bytes={value.bytes} whole={whole} />
          </div>
          <p className="value-pane-facts">
            <Validity bytes={value.bytes} whole={whole} />
            {whole
              ? formatBytes(target.length)
              : `${formatBytes(value.bytes.length)} of ${formatBytes(target.length)} (${formatCount(target.length)} bytes) shown`}
            {more !== null && (
              <Button size="small" onClick={more}>
                Show {formatBytes(Math.min(VALUE_PAGE, target.length - value.bytes.length))} more
              </Button>
            )}
            {!whole && more === null && ' · save the value to see the rest'}
          </p>
        </>
      )}
      <div className="value-pane-actions">
        <CopyButton label={`Copy ${cut}as text`} text={() => copied('text')} />
        <CopyButton label="as hex" text={() => copied('hex')} />
        <CopyButton label="as Base64" text={() => copied('base64')} />
        <SaveValueButton fileId={fileId} target={target} fileName={`${fileName}.${ENDINGS[guess]}`} />
      </div>
    </section>
  );
}

const SCROLL_KEYS = ['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End'];

/** A value taller than its box scrolls by the keys that would otherwise move through the table. */
function keepScrollKeys(event: KeyboardEvent<HTMLElement>): void {
  const { scrollHeight, clientHeight } = event.currentTarget;
  if (scrollHeight > clientHeight && SCROLL_KEYS.includes(event.key)) event.stopPropagation();
}

function Validity({ bytes, whole }: { readonly bytes: Uint8Array; readonly whole: boolean }) {
  const invalidAt = useMemo(() => visibleText(bytes, whole).invalidAt, [bytes, whole]);
  if (bytes.length === 0) return null;
  if (invalidAt === null) return <span>{whole ? 'Valid UTF-8' : 'Valid UTF-8 so far'} · </span>;
  return <span>Not UTF-8: the first broken byte is at +{formatCount(invalidAt)} · </span>;
}
