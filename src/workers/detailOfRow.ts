import type { RowIndex } from '../base/index.ts';
import { type ByteSource, type ElementPage, type ListedElements, memorySource } from '../codec/index.ts';
import type { RowFields } from '../formats/index.ts';
import type { FileIndex } from '../scan/index.ts';
import type { ByteSpace, FaultView, FixView, RowDetail, RowView } from './api.ts';
import { ElementPlaces } from './elementPlaces.ts';
import { viewFix } from './fixView.ts';
import {
  checksumFacts,
  contentFields,
  contentParts,
  envelopeFields,
  hasContent,
  readParts,
  readPartsAround,
} from './rowDetail.ts';

interface RowToShow {
  readonly view: RowView;
  readonly faults: readonly FaultView[];
  /** The decrypted content; asked for only where the row is encrypted. Null when it can't be opened. */
  readonly plain: () => Promise<Uint8Array | null>;
  /** The first element of a collection to list. */
  readonly firstElement: number;
  /** What is known of where the row's elements are; made by whoever needs it first. */
  readonly places: { of: ElementPlaces | null };
}

/** Everything the inspector shows of a row. A read that fails leaves the row without fields, not the page without row. */
export async function detailOfRow(
  source: ByteSource,
  index: FileIndex,
  row: RowIndex,
  { view, faults, plain, firstElement, places }: RowToShow,
): Promise<RowDetail> {
  const size = index.rows.size(row);
  const told = (
    { fields, omitted, elements }: RowFields,
    fix: FixView | null,
    space: ByteSpace,
    spaceSize: number,
  ): RowDetail => ({
    row: view,
    faults,
    fix,
    fields,
    fieldsOmitted: omitted,
    elements:
      elements === null || (omitted === 0 && elements.first === 0)
        ? null
        : { first: elements.first, count: elements.count, total: elements.total },
    space,
    spaceSize,
  });
  const inFile = (fields: RowFields, fix: FixView | null): RowDetail => told(fields, fix, 'file', size);
  /** The page that is asked for, where there is one: the first one tells where its elements begin. */
  const pageIn = async (
    bytes: ByteSource,
    base: number,
    length: number,
    elements: ListedElements | null,
  ): Promise<ElementPage | null> => {
    if (elements === null || firstElement <= 0 || firstElement >= elements.total) return null;
    places.of ??= new ElementPlaces(bytes, base, length, elements);
    const at = await places.of.of(firstElement);
    return at === null ? null : { first: firstElement, at };
  };
  try {
    const { fields: fieldsOf } = index.format.views;
    if (fieldsOf !== null) {
      const at = index.rows.offset(row);
      const head = (await readParts(source, at, size)).slice(0, size);
      const first = fieldsOf(index, row, head, size);
      const page = await pageIn(source, at, size, first.elements);
      if (page === null) return inFile(first, null);
      const bytes = (await readParts(source, at + page.at, size - page.at)).slice(0, size);
      return inFile(fieldsOf(index, row, head, size, { ...page, bytes }), null);
    }
    const correction = index.faultsOf(row).find((fault) => fault.fix !== undefined)?.fix;
    const fix = correction === undefined ? null : await viewFix(source, index, row, correction);
    const content = hasContent(index, row) && index.isSealed(row) ? await plain() : null;
    if (content !== null) {
      const parts = contentParts(content.length, content, new Uint8Array(0), content.length);
      const first = contentFields(index, row, parts, null, null);
      const page = await pageIn(memorySource(content), 0, content.length, first.elements);
      const fields = page === null ? first : contentFields(index, row, parts, null, page);
      return told(fields, fix, 'plain', content.length);
    }
    if (!hasContent(index, row) || index.isSealed(row)) {
      return inFile(await envelopeFields(source, index, row), fix);
    }
    const parts = await readParts(source, index.rows.offset(row), size);
    const checksum = index.format.checksums === 'record' ? await checksumFacts(source, index, row) : null;
    const first = contentFields(index, row, parts, checksum, null);
    const at = index.rows.offset(row);
    const page = await pageIn(source, at, size - index.format.trailerBytes, first.elements);
    if (page === null) return inFile(first, fix);
    const around = await readPartsAround(source, at, size, page.at);
    return inFile(contentFields(index, row, around, checksum, page), fix);
  } catch {
    return inFile({ fields: [], omitted: 0, elements: null }, null);
  }
}
