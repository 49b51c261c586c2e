/* Which colour family a row belongs to. */
import { type EmberKind, entrySpec, recordSpec } from '../codec/index.ts';
import { RowKind } from '../columnar/index.ts';
import type { TypeFamily } from './api.ts';

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

const tables: Readonly<Record<EmberKind, Uint8Array>> = {
  aof: Uint8Array.from({ length: 256 }, (_, tag) => familyNumber(recordSpec(tag)?.family ?? 'none')),
  snapshot: Uint8Array.from({ length: 256 }, (_, tag) => familyNumber(entrySpec(tag)?.family ?? 'none')),
};

/** The family's position in {@link FAMILIES}. */
export function familyOf(file: EmberKind, kind: RowKind, tag: number, known: boolean): number {
  if (kind === RowKind.gap) return GAP;
  if (kind === RowKind.header || kind === RowKind.footer || !known) return NONE;
  return tables[file][tag] as number;
}
