import type { RowIndex } from '../base/index.ts';
import type { ByteSource } from '../codec/index.ts';
import type { FileIndex } from '../scan/index.ts';
import type { FaultView, FixView, RowDetail, RowView } from './api.ts';
import { viewFix } from './fixView.ts';
import { redisFields } from './redis/redisRow.ts';
import {
  checksumFacts,
  contentFields,
  contentParts,
  envelopeFields,
  hasContent,
  type RowFields,
  readParts,
} from './rowDetail.ts';
import { isRedis } from './rowViews.ts';

interface RowToShow {
  readonly view: RowView;
  readonly faults: readonly FaultView[];
  /** The decrypted content; asked for only where the row is encrypted. Null when it can't be opened. */
  readonly plain: () => Promise<Uint8Array | null>;
}

/** Everything the inspector shows of a row. A read that fails leaves the row without fields, not the page without row. */
export async function detailOfRow(
  source: ByteSource,
  index: FileIndex,
  row: RowIndex,
  { view, faults, plain }: RowToShow,
): Promise<RowDetail> {
  const size = index.rows.size(row);
  const inFile = ({ fields, omitted }: RowFields, fix: FixView | null): RowDetail => ({
    row: view,
    faults,
    fix,
    fields,
    fieldsOmitted: omitted,
    space: 'file',
    spaceSize: size,
  });
  try {
    if (isRedis(index)) {
      const head = (await readParts(source, index.rows.offset(row), size)).slice(0, size);
      return inFile(redisFields(index, row, head, size), null);
    }
    const correction = index.faultsOf(row).find((fault) => fault.fix !== undefined)?.fix;
    const fix = correction === undefined ? null : await viewFix(source, index, row, correction);
    const content = hasContent(index, row) && index.isSealed(row) ? await plain() : null;
    if (content !== null) {
      const parts = contentParts(content.length, content, new Uint8Array(0), content.length);
      const { fields, omitted } = contentFields(index, row, parts, null);
      return {
        row: view,
        faults,
        fix,
        fields,
        fieldsOmitted: omitted,
        space: 'plain',
        spaceSize: content.length,
      };
    }
    if (!hasContent(index, row) || index.isSealed(row)) {
      return inFile(await envelopeFields(source, index, row), fix);
    }
    const parts = await readParts(source, index.rows.offset(row), size);
    const checksum = index.format.checksums === 'record' ? await checksumFacts(source, index, row) : null;
    return inFile(contentFields(index, row, parts, checksum), fix);
  } catch {
    return inFile({ fields: [], omitted: 0 }, null);
  }
}
