import { useState } from 'react';
import { NUMBER_TYPES, readNumber } from '../ui/numberReadings.ts';
import { visibleText } from '../ui/visibleText.ts';
import './ByteConverter.css';

interface ByteConverterProps {
  /** From the cursor on, eight where there are so many; null while they are on their way. */
  readonly bytes: Uint8Array | null;
}

/** The bytes at the cursor as every number they could be, and as text. */
export function ByteConverter({ bytes }: ByteConverterProps) {
  const [bigEndian, setBigEndian] = useState(false);
  const here = bytes ?? new Uint8Array(0);
  return (
    <section className="byte-converter" aria-label="The bytes at the cursor as numbers">
      <dl>
        {NUMBER_TYPES.map((type) => {
          const text = readNumber(here, type, !bigEndian) ?? '–';
          return (
            <div key={type} className={`byte-converter-${type}`}>
              <dt>{type}</dt>
              <dd title={text}>{text}</dd>
            </div>
          );
        })}
        <div className="byte-converter-text">
          <dt>text</dt>
          <dd>{asText(here)}</dd>
        </div>
      </dl>
      <label title="Big-endian. Ember writes little-endian throughout.">
        <input type="checkbox" checked={bigEndian} onChange={(event) => setBigEndian(event.target.checked)} />
        BE<span className="visually-hidden">, big-endian</span>
      </label>
    </section>
  );
}

const asText = (bytes: Uint8Array): string =>
  bytes.length === 0
    ? '–'
    : visibleText(bytes, false)
        .pieces.map((piece) => piece.text)
        .join('');
