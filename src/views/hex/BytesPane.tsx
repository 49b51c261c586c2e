import { type CSSProperties, useMemo, useState } from 'react';
import { rowIndex } from '../../base/index.ts';
import {
  actions,
  type FileId,
  getFile,
  getGeneration,
  type Selection,
  service,
  useApp,
  whyUnread,
} from '../../state/index.ts';
import type { ByteSpace } from '../../workers/index.ts';
import { COPY_LIMIT, type CopyFormat, copyText } from '../ui/copyText.ts';
import {
  Button,
  Callout,
  CopyButton,
  formatBytes,
  formatNumberOf,
  formatOffset,
  Segmented,
} from '../ui/index.ts';
import { useRowDetail } from '../ui/useRowDetail.ts';
import { ByteConverter } from './ByteConverter.tsx';
import { ByteGrid } from './ByteGrid.tsx';
import { selectedRange } from './byteGrid.ts';
import { recordPaint } from './bytePaint.ts';
import { useByteSelection } from './useByteSelection.ts';
import { useByteWindows } from './useByteWindows.ts';
import './BytesPane.css';

const SPACES = [
  { value: 'file', label: 'In the file' },
  { value: 'plain', label: 'Decrypted' },
] as const;

/** The file's bytes around the selection, or the decrypted content of the selected row. */
export function BytesPane({ fileId }: { readonly fileId: FileId }) {
  const selection = useApp((state) => getFile(state, fileId)?.selection ?? null);
  const fileSize = useApp((state) => getFile(state, fileId)?.size ?? 0);
  const generation = useApp((state) => getGeneration(getFile(state, fileId)) ?? 0);
  // While the selected row is under way the one before it stays, so that walking down the table does not flash.
  const { detail, pending } = useRowDetail(fileId);
  const row = detail?.row.row ?? null;

  // Selected bytes decide the space, but for what the user picks after selecting them.
  const [picked, setPicked] = useState<{ readonly of: Selection | null; readonly space: ByteSpace } | null>(
    null,
  );
  const plainSize = detail?.space === 'plain' ? detail.spaceSize : null;
  const pick = picked?.space ?? 'file';
  const wanted = picked?.of === selection ? pick : (selection?.bytes?.space ?? pick);
  const space = plainSize === null ? 'file' : wanted;
  const size = space === 'plain' ? (plainSize ?? 0) : fileSize;

  const windows = useByteWindows(fileId, space, space === 'plain' ? row : null, size, generation);
  const paint = useMemo(
    () => (detail === null ? null : recordPaint(detail, space, size)),
    [detail, space, size],
  );
  const span = paint?.span ?? null;
  const { selected, field, cursor, revealed, select } = useByteSelection(
    fileId,
    space,
    pending ? null : detail,
    pending ? null : span,
  );

  const copied = async (format: CopyFormat): Promise<string> => {
    const { from, to } = selected ?? selectedRange(cursor);
    if (to - from > COPY_LIMIT) {
      actions.toast(
        'info',
        `Only the first ${formatBytes(COPY_LIMIT)} were copied. Save the value to a file to keep all.`,
      );
    }
    const bytes = await service(fileId).bytes(
      space,
      row ?? rowIndex(0),
      from,
      Math.min(to - from, COPY_LIMIT),
    );
    return copyText(bytes, format);
  };

  const copyHex = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(await copied('hex'));
      actions.toast('good', 'Copied as hex.');
    } catch {
      actions.toast('bad', 'The browser did not let this page copy. Try the buttons above the bytes.');
    }
  };

  const first = selected?.from ?? cursor.cursor;
  const family: CSSProperties & Record<'--byte-family', string> = {
    '--byte-family': `var(--family-${detail?.row.family ?? 'none'})`,
  };
  return (
    <section className="bytes-pane" aria-label="Bytes" style={family}>
      <header className="bytes-pane-header">
        <h2>Bytes</h2>
        {plainSize !== null && (
          <Segmented
            label="Which bytes"
            size="small"
            options={SPACES}
            value={space}
            onChange={(next) => setPicked({ of: selection, space: next })}
          />
        )}
        <p className="bytes-pane-range">
          {selected !== null && (
            <>
              <span className="mono">{formatOffset(selected.from)}</span> ·{' '}
              {formatBytes(selected.to - selected.from)}
              {field !== null && ` · ${field.name}`}
            </>
          )}
        </p>
        <div className="bytes-pane-copy">
          <CopyButton label="Hex" text={() => copied('hex')} />
          <CopyButton label="Text" text={() => copied('text')} />
          <CopyButton label="Base64" text={() => copied('base64')} />
        </div>
      </header>
      {windows.failure !== null && (
        <Callout
          tone="bad"
          title="These bytes could not be read."
          actions={<Button onClick={() => windows.retry(first, first + 1)}>Try again</Button>}
        >
          {whyUnread(windows.failure)} What was read of it before still stands.
        </Callout>
      )}
      <ByteGrid
        // Another space has another size and another place to be.
        key={space === 'plain' ? `plain ${row}` : 'file'}
        label={space === 'plain' ? 'Decrypted bytes of the row' : 'Bytes of the file'}
        windows={windows}
        paint={paint}
        selected={selected}
        cursor={cursor}
        reveal={revealed}
        onSelect={select}
        onSelectAll={() => {
          if (span !== null && span.to > span.from) select({ anchor: span.from, cursor: span.to - 1 }, true);
        }}
        onCopy={() => void copyHex()}
      />
      <ByteConverter bytes={windows.slice(first, Math.min(size, first + 8))} />
      <p className="visually-hidden" role="status">
        {field === null
          ? ''
          : `${field.name}, ${formatNumberOf(field.length, 'byte')} at offset ${field.offset}`}
      </p>
    </section>
  );
}
