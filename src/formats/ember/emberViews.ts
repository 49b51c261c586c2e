/* How ember's rows are told. */
import { entrySpec, groupDigits, recordSpec } from '../../codec/index.ts';
import type { FileIndex } from '../../scan/index.ts';
import type { FormatViews } from '../formatViews.ts';
import { summariseContent } from './contentLine.ts';

const versionOf = ({ version, encrypted }: FileIndex): string =>
  `version ${version}${encrypted ? ', encrypted' : ''}`;

const BOTH: Omit<FormatViews, 'family' | 'header'> = {
  line: (index, row, content, whole) => ({
    ...summariseContent(index, index.rows.tag(row), content, whole),
    type: null,
  }),
  fields: null,
  tellsMarks: false,
  empty: {
    meaning:
      'There is no data in it. Ember answers “unexpected end of file” for such a file and starts the shard without it; when it next writes to an empty log it adds a header, and the file is fine again.',
    next: 'If it should hold data, look for another copy: a file system that ran full or a crash right after creating the file leaves it like this.',
  },
};

export const emberLogViews: FormatViews = {
  ...BOTH,
  family: (tag) => recordSpec(tag)?.family,
  header: (index) => `EAOF ${versionOf(index)}`,
};

export const emberSnapshotViews: FormatViews = {
  ...BOTH,
  family: (type) => entrySpec(type)?.family,
  header(index) {
    const { header } = index;
    const said = header.outcome === 'ok' ? header : null;
    return `ESNP ${versionOf(index)} · shard ${said?.shardId} · ${groupDigits(said?.entryCount ?? 0)} entries`;
  },
};
