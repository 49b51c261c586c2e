import {
  ENTRIES,
  READER_VERSIONS,
  RECORDS,
  type ReaderFeature,
  type ReaderProfile,
  type ReaderVersion,
} from '../../codec/index.ts';

/** A version as the chooser lists it: it stands for all releases up to the next listed one. */
export function versionLabel(version: ReaderVersion): string {
  const next = READER_VERSIONS[READER_VERSIONS.indexOf(version) + 1];
  return next === undefined ? `${version}, the newest known` : `${version}, and later ones before ${next}`;
}

export const FEATURE_TEXT: Record<ReaderFeature, string> = {
  protobuf: 'PROTO.SET and PROTO.REGISTER records, protobuf entries (from 0.4.3)',
  vector: 'VADD and VREM records, vector entries (from 0.4.4)',
  encryption: 'files of version 3 (from 0.4.2)',
};

/** What a build reads and checks, in short sentences: what sets it apart from others. */
export function describeReader(profile: ReaderProfile): readonly string[] {
  return [
    describeTags('Plaintext logs', profile.readsTag),
    profile.encryption
      ? describeTags('Encrypted logs', profile.readsEncryptedTag)
      : 'Encrypted files: refuses them, logs and snapshots.',
    describeEntries(profile),
    profile.limits
      ? 'Refuses counts, dimensions and vector totals over their limits.'
      : 'Takes every count as it stands: an absurd one may exhaust its memory.',
    profile.checksShardId
      ? 'Refuses a snapshot of another shard than its file name says.'
      : 'Does not notice a snapshot of another shard.',
    profile.rejectsNegativeTtl
      ? 'Refuses a negative time to live.'
      : 'Takes a negative time to live for a very long one.',
  ];
}

function describeTags(logs: string, reads: (tag: number) => boolean): string {
  const unread = RECORDS.filter((record) => !reads(record.tag)).map((record) => record.type);
  if (unread.length === 0) return `${logs}: reads every record.`;
  return `${logs}: stops at the first ${joinNames(unread, 'or')}, and loses all that follows.`;
}

function describeEntries(profile: ReaderProfile): string {
  const unread = ENTRIES.filter((entry) => !profile.readsSnapshotType(entry.tag)).map((entry) => entry.type);
  if (unread.length === 0) return 'Snapshots: reads every type of value.';
  return `Snapshots: one ${joinNames(unread, 'or')} in it, and the whole snapshot is discarded.`;
}

/** ["a", "b", "c"] -> "a, b or c" */
export function joinNames(names: readonly string[], word: 'and' | 'or'): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} ${word} ${names.at(-1)}`;
}
