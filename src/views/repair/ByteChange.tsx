import { useEffect, useState } from 'react';
import type { RowIndex } from '../../base/index.ts';
import { decodeBase64 } from '../../codec/index.ts';
import type { RepairStep } from '../../repair/index.ts';
import { type FileId, service } from '../../state/index.ts';
import { formatCount, formatNumberOf } from '../ui/index.ts';
import { type ChangeLine, CONTEXT, changeLine } from './changeLines.ts';
import './ByteChange.css';

interface ByteChangeProps {
  readonly fileId: FileId;
  readonly step: RepairStep;
  readonly noun: string;
  /** Rows that the whole plan keeps. */
  readonly kept: number;
}

/** What a step changes byte by byte, where it writes something new. */
export function ByteChange({ fileId, step, noun, kept }: ByteChangeProps) {
  switch (step.kind) {
    case 'drop':
    case 'truncate':
      return null;
    case 'replace':
      return <Replacement fileId={fileId} step={step} />;
    case 'transcode':
      return (
        <p>
          {step.to === 'encrypted'
            ? 'Each becomes a frame under the file’s key, with a nonce of its own.'
            : 'Each is written decrypted, with its checksum.'}
        </p>
      );
    case 'rewrite-count':
      return (
        <p className="byte-change-numbers">
          <del>{formatCount(step.from)}</del> → <ins>{formatNumberOf(kept, noun)}</ins>
        </p>
      );
    case 'recompute-footer':
      return (
        <p className="byte-change-numbers">
          <del>{step.length === 0 ? 'no footer' : 'the old checksum'}</del> →{' '}
          <ins>computed over {formatNumberOf(kept, noun)} while saving</ins>
        </p>
      );
  }
}

/** More of the input than this is not fetched to be shown. */
const FETCHED = 64;

function Replacement({
  fileId,
  step,
}: {
  readonly fileId: FileId;
  readonly step: RepairStep & { readonly kind: 'replace' };
}) {
  const { offset, length, replacement } = step;
  const from = Math.max(0, offset - CONTEXT);
  const [bytes, setBytes] = useState<Uint8Array | null>(null);
  useEffect(() => {
    let wanted = true;
    const asked = offset - from + Math.min(length, FETCHED) + CONTEXT;
    service(fileId)
      .bytes('file', 0 as RowIndex, from, asked)
      // Without the bytes around it the change is still told by its reason.
      .then(
        (found) => wanted && setBytes(found),
        () => undefined,
      );
    return () => {
      wanted = false;
    };
  }, [fileId, from, offset, length]);
  if (bytes === null) return <p className="byte-change byte-change-pending" />;

  const lead = bytes.subarray(0, offset - from);
  const now = bytes.subarray(offset - from, offset - from + length);
  const tail =
    length > FETCHED ? new Uint8Array(0) : bytes.subarray(offset - from + length).subarray(0, CONTEXT);
  const then = decodeBase64(replacement) ?? new Uint8Array(0);
  return (
    <dl className="byte-change">
      <Line name="now" kind="del" line={changeLine(lead, now, tail)} />
      <Line name="fixed" kind="ins" line={changeLine(lead, then, tail)} />
    </dl>
  );
}

function Line({
  name,
  kind: Mark,
  line,
}: {
  readonly name: string;
  readonly kind: 'del' | 'ins';
  readonly line: ChangeLine;
}) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="byte-change-hex">
        {line.lead} <Mark>{line.changed}</Mark> {line.tail}
      </dd>
      <dd className="byte-change-text" title={line.text}>
        {line.text}
      </dd>
    </div>
  );
}
