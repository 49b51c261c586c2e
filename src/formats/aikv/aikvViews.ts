/* How commands, and an RDB's items, are told. */
import { type CommandFamily, commandSpec } from '../../codec/index.ts';
import type { TypeFamily } from '../families.ts';
import type { FormatViews } from '../formatViews.ts';
import { redisFields, redisLine } from './redisRow.ts';

const BOTH: Omit<FormatViews, 'family'> = {
  line: redisLine,
  fields: redisFields,
  tellsMarks: true,
  empty: null,
  header: ({ version }) => `REDIS version ${version}`,
};

/** A stream is drawn as the list that it is most like. */
const familyOfCommand = (family: CommandFamily | undefined): TypeFamily | undefined =>
  family === 'stream' ? 'list' : family;

export const respLogViews: FormatViews = {
  ...BOTH,
  family: (tag) => familyOfCommand(commandSpec(tag)?.family),
};

export const aikvRdbViews: FormatViews = {
  ...BOTH,
  family: (tag) => (tag === 0 ? 'string' : undefined),
};
