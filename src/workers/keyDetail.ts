import { type KeyId, rowIndex } from '../base/index.ts';
import { f64FromBits, groupDigits, previewBytes, previewText } from '../codec/index.ts';
import { formatText } from '../columnar/index.ts';
import {
  type Held,
  type KeyValue,
  type ShardFile,
  type ShardFiles,
  sizeOf,
  valueOfKey,
} from '../replay/index.ts';
import type { KeyDetail, KeyRows, KeyValueView } from './keyApi.ts';
import type { KeyTable } from './keyTable.ts';
import { viewRowsAt } from './rowWindow.ts';

const MOST_BYTES = 64 << 20;
const NAME_LENGTH = 4000;
const TEXT_LENGTH = 2000;
const ELEMENT_LENGTH = 200;
const ELEMENTS = 100;
const MOST_ROWS = 64;

/** What one key is, and what it holds in the end. @param rows how many rows have it */
export async function keyDetail(
  table: KeyTable,
  files: ShardFiles,
  rows: number,
  key: KeyId,
  nowMs: bigint,
): Promise<KeyDetail> {
  const value = await valueOfKey(table.facts, files, key, { nowMs, mostBytes: MOST_BYTES });
  return {
    view: table.view(key),
    fullName: previewText(table.facts.keys.bytesOf(key), NAME_LENGTH),
    term: `key:${formatText(table.facts.keys.bytesOf(key))}`,
    rows,
    value: viewValue(value),
  };
}

/** Some of a key's rows, as the table of rows shows them. @param rows every row that has the key, whether or not it holds */
export async function keyRows(
  { source, index }: ShardFile,
  rows: Uint32Array,
  from: number,
  count: number,
): Promise<KeyRows> {
  const wanted = Array.from(rows.subarray(from, from + Math.min(count, MOST_ROWS)), rowIndex);
  return { total: rows.length, rows: await viewRowsAt(source, index, wanted) };
}

function viewValue(value: KeyValue): KeyValueView {
  switch (value.outcome) {
    case 'gone':
      return { kind: 'gone' };
    case 'too-large':
      return { kind: 'too-large', bytes: value.bytes };
    case 'held':
      return viewHeld(value.held);
  }
}

const text = (bytes: Uint8Array): string => previewBytes(bytes, ELEMENT_LENGTH);
const name = (of: string): string => previewText(new TextEncoder().encode(of), ELEMENT_LENGTH);

function viewHeld({ value }: Held): KeyValueView {
  const first = <T>(all: Iterable<T>): T[] => {
    const some: T[] = [];
    for (const one of all) {
      if (some.length >= ELEMENTS) break;
      some.push(one);
    }
    return some;
  };
  const elements = (
    list: readonly { readonly label: string | null; readonly text: string }[],
  ): KeyValueView => ({
    kind: 'elements',
    count: sizeOf(value),
    elements: list,
  });
  switch (value.type) {
    case 'string':
      return {
        kind: 'bytes',
        text: previewBytes(value.bytes, TEXT_LENGTH),
        size: value.bytes.length,
        type: null,
      };
    case 'proto':
      return {
        kind: 'bytes',
        text: previewBytes(value.data, TEXT_LENGTH),
        size: value.data.length,
        type: previewText(value.typeName, ELEMENT_LENGTH),
      };
    case 'list':
      return elements(first(value.items).map((item, at) => ({ label: groupDigits(at), text: text(item) })));
    case 'hash':
      return elements(
        first(value.fields).map(([field, bytes]) => ({ label: name(field), text: text(bytes) })),
      );
    case 'set':
      return elements(first(value.members).map((member) => ({ label: null, text: name(member) })));
    case 'zset':
      return elements(
        first(value.members.values()).map(({ member, score }) => ({
          label: String(f64FromBits(score)),
          text: name(member),
        })),
      );
    case 'vector':
      return elements(
        first(value.elements.values()).map((one) => ({
          label: name(one.name),
          text: `${one.vector.length} dimensions`,
        })),
      );
  }
}
