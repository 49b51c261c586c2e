/* Which colour family a row belongs to. */
import { type CommandFamily, commandSpec, entrySpec, type FormatId, recordSpec } from '../codec/index.ts';
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

const table = (familyOfTag: (tag: number) => TypeFamily | undefined): Uint8Array =>
  Uint8Array.from({ length: 256 }, (_, tag) => familyNumber(familyOfTag(tag) ?? 'none'));

const tables: Readonly<Record<FormatId, Uint8Array>> = {
  'ember-aof': table((tag) => recordSpec(tag)?.family),
  'ember-snapshot': table((tag) => entrySpec(tag)?.family),
  'aikv-aof': table((tag) => familyOfCommand(commandSpec(tag)?.family)),
  'aikv-rdb': table((tag) => (tag === 0 ? 'string' : undefined)),
};

/** A stream is drawn as the list that it is most like. */
function familyOfCommand(family: CommandFamily | undefined): TypeFamily | undefined {
  return family === 'stream' ? 'list' : family;
}

/** The family's position in {@link FAMILIES}. */
export function familyOf(file: FormatId, kind: RowKind, tag: number, known: boolean): number {
  if (kind === RowKind.gap) return GAP;
  if (kind === RowKind.header || kind === RowKind.footer || !known) return NONE;
  return tables[file][tag] as number;
}
