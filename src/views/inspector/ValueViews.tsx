import { useState } from 'react';
import { encodeBase64, formatJson, type JsonLine } from '../../codec/index.ts';
import { Button, formatCount } from '../ui/index.ts';
import { type TextPiece, visiblePieces, visibleText } from '../ui/visibleText.ts';
import { parsesAsJsonContainer, type ValueEncoding } from './guessEncoding.ts';
import { numberFacts } from './numberFacts.ts';
import './ValueViews.css';

interface ValueViewProps {
  readonly encoding: ValueEncoding;
  readonly bytes: Uint8Array;
  /** False when `bytes` are only the value's start. */
  readonly whole: boolean;
}

/** A value in one encoding. */
export function ValueView({ encoding, bytes, whole }: ValueViewProps) {
  if (bytes.length === 0) return <p className="value-note">Empty: 0 bytes.</p>;
  switch (encoding) {
    case 'text':
      return (
        <pre className="value-text">
          <Pieces pieces={visibleText(bytes, whole).pieces} />
        </pre>
      );
    case 'json':
      return <JsonView bytes={bytes} whole={whole} />;
    case 'hex':
      return <pre className="value-hex">{hexDump(bytes)}</pre>;
    case 'number':
      return <NumberView bytes={bytes} whole={whole} />;
    case 'base64':
      return (
        <pre className="value-text value-base64">
          {encodeBase64(bytes.subarray(0, wholeTriples(bytes, whole)))}
        </pre>
      );
  }
}

/** More pieces than this are not set apart one by one; noise alternates at every byte. */
const MAX_PIECES = 4000;

/** Text, with what stands for something invisible set apart. */
function Pieces({ pieces }: { readonly pieces: readonly TextPiece[] }) {
  return (
    <>
      {pieces.slice(0, MAX_PIECES).map((piece, i) =>
        piece.escaped ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text never move
          <span key={i} className="value-escape">
            {piece.text}
          </span>
        ) : (
          piece.text
        ),
      )}
      {pieces.length > MAX_PIECES &&
        pieces
          .slice(MAX_PIECES)
          .map((piece) => piece.text)
          .join('')}
    </>
  );
}

const LINES = 500;

function JsonView({ bytes, whole }: { readonly bytes: Uint8Array; readonly whole: boolean }) {
  const [limit, setLimit] = useState(LINES);
  const text = new TextDecoder().decode(bytes);
  if (!whole)
    return <p className="value-note">Only a whole value can be read as JSON. Show more of it first.</p>;
  if (!parsesAsJsonContainer(text)) return <p className="value-note">This is not a JSON object or array.</p>;
  const { lines, more } = formatJson(text, limit);
  return (
    <>
      <pre className="value-text value-json">
        {lines.map((line, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a text never move
          <JsonLineView key={i} line={line} />
        ))}
      </pre>
      {more && (
        <Button size="small" onClick={() => setLimit(limit + LINES)}>
          Show {formatCount(LINES)} more lines
        </Button>
      )}
    </>
  );
}

function JsonLineView({ line }: { readonly line: JsonLine }) {
  return (
    // Deeper than thirty levels the indent stands still, or the text would leave the pane.
    <div style={{ paddingInlineStart: `${2 * Math.min(line.depth, 30)}ch` }}>
      {line.tokens.map((token, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: as above
        <span key={i} className={`value-json-${token.kind}`}>
          <Pieces pieces={visiblePieces(token.text)} />
        </span>
      ))}
    </div>
  );
}

function NumberView({ bytes, whole }: { readonly bytes: Uint8Array; readonly whole: boolean }) {
  const facts = whole ? numberFacts(bytes) : [];
  if (facts.length === 0) {
    return (
      <p className="value-note">
        A number has 1, 2, 4 or 8 bytes, or decimal digits. The byte pane reads the bytes at its cursor as
        numbers.
      </p>
    );
  }
  return (
    <dl className="value-numbers">
      {facts.map(({ label, value, derived }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            {value}
            {derived !== null && <span className="value-derived"> [{derived}]</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Offset, sixteen bytes in two halves, the same as text. */
function hexDump(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const row = bytes.subarray(at, at + 16);
    const pairs = Array.from(row, (byte) => byte.toString(16).padStart(2, '0'));
    const hex = `${pairs.slice(0, 8).join(' ')}  ${pairs.slice(8).join(' ')}`.padEnd(48);
    const text = Array.from(row, (byte) =>
      byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·',
    ).join('');
    lines.push(`${at.toString(16).toUpperCase().padStart(5, '0')}  ${hex}  ${text}`);
  }
  return lines.join('\n');
}

/** Base64 of a part must end between two groups, or it could not be joined to the rest. */
const wholeTriples = (bytes: Uint8Array, whole: boolean): number =>
  whole ? bytes.length : bytes.length - (bytes.length % 3);
