/* Which colour family a row belongs to. */
import type { Format } from '../codec/index.ts';
import { RowKind } from '../columnar/index.ts';

export type TypeFamily =
  | 'string'
  | 'list'
  | 'zset'
  | 'hash'
  | 'set'
  | 'key'
  | 'bits'
  | 'proto'
  | 'vector'
  | 'none'
  | 'gap';

/** The families, in the order in which the map stacks them. */
export const FAMILIES: readonly TypeFamily[] = [
  'string',
  'hash',
  'list',
  'zset',
  'set',
  'key',
  'bits',
  'proto',
  'vector',
  'none',
  'gap',
];

const familyNumber = (family: TypeFamily): number => FAMILIES.indexOf(family);
const NONE = familyNumber('none');
const GAP = familyNumber('gap');

const tables = new Map<Format, Uint8Array>();

function tableOf(format: Format): Uint8Array {
  let table = tables.get(format);
  if (table === undefined) {
    table = Uint8Array.from({ length: 256 }, (_, tag) => familyNumber(format.views.family(tag) ?? 'none'));
    tables.set(format, table);
  }
  return table;
}

/** The family's position in {@link FAMILIES}. */
export function familyOf(format: Format, kind: RowKind, tag: number, known: boolean): number {
  if (kind === RowKind.gap) return GAP;
  if (kind === RowKind.header || kind === RowKind.footer || !known) return NONE;
  return tableOf(format)[tag] as number;
}
