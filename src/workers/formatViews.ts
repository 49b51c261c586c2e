/*
 * THE registry of formats in the worker: how the rows of each are told to the page. One line a format; what only one
 * has is null for the others.
 */
import type { RowIndex } from '../base/index.ts';
import { type CommandFamily, commandSpec, entrySpec, type FormatId, recordSpec } from '../codec/index.ts';
import type { FileIndex } from '../scan/index.ts';
import { summariseContent } from './contentLine.ts';
import { redisFields, redisLine } from './redis/redisRow.ts';
import type { RowFields, RowLine } from './rowLine.ts';
import type { TypeFamily } from './rowView.ts';

interface FormatViews {
  /** @param content the row's first bytes @param whole its size */
  readonly line: (index: FileIndex, row: RowIndex, content: Uint8Array, whole: number) => RowLine;
  /** The fields of any row from its first bytes; null where they follow from the record table, checksum and frame. */
  readonly fields: ((index: FileIndex, row: RowIndex, head: Uint8Array, size: number) => RowFields) | null;
  /** Rows that hold no data have something to tell in their line: a database, an auxiliary field. */
  readonly tellsMarks: boolean;
  /** The colour of a type; undefined for one that it doesn't have. */
  readonly family: (tag: number) => TypeFamily | undefined;
}

const EMBER: Pick<FormatViews, 'line' | 'fields' | 'tellsMarks'> = {
  line: (index, row, content, whole) => ({
    ...summariseContent(index, index.rows.tag(row), content, whole),
    type: null,
  }),
  fields: null,
  tellsMarks: false,
};
const REDIS: Pick<FormatViews, 'line' | 'fields' | 'tellsMarks'> = {
  line: redisLine,
  fields: (index, row, head, size) => ({ ...redisFields(index, row, head, size), elements: null }),
  tellsMarks: true,
};

/** A stream is drawn as the list that it is most like. */
const familyOfCommand = (family: CommandFamily | undefined): TypeFamily | undefined =>
  family === 'stream' ? 'list' : family;

const REGISTRY: Readonly<Record<FormatId, FormatViews>> = {
  'ember-aof': { ...EMBER, family: (tag) => recordSpec(tag)?.family },
  'ember-snapshot': { ...EMBER, family: (tag) => entrySpec(tag)?.family },
  'aikv-aof': { ...REDIS, family: (tag) => familyOfCommand(commandSpec(tag)?.family) },
  'aikv-rdb': { ...REDIS, family: (tag) => (tag === 0 ? 'string' : undefined) },
};

/** How the rows of `index` are told. */
export const viewsOf = ({ format }: FileIndex): FormatViews => REGISTRY[format.id];

/** The colour of a type of this format. */
export const familyOfTag = (format: FormatId, tag: number): TypeFamily | undefined =>
  REGISTRY[format].family(tag);
