/*
 * Which ember build reads what. The files don't say which version wrote them, and what a build makes of them
 * differs, so every verdict is for a named reader.
 */

/** The ember versions whose reading differs from their predecessor's, oldest first; each stands until the next. */
export const READER_VERSIONS = [
  '0.1.2',
  '0.1.3',
  '0.1.4',
  '0.3.1',
  '0.4.2',
  '0.4.3',
  '0.4.4',
  '0.4.5',
  '0.4.8',
  '0.4.9',
] as const;

export type ReaderVersion = (typeof READER_VERSIONS)[number];

/** The optional build features that change what a build can read. Official releases have none of them. */
export const READER_FEATURES = ['protobuf', 'vector', 'encryption'] as const;

export type ReaderFeature = (typeof READER_FEATURES)[number];

/** A build of ember, as the user names it. */
export interface ReaderId {
  readonly version: ReaderVersion;
  readonly features: readonly ReaderFeature[];
}

/** Ember 0.4.9 with all features: the reader that is meant when none is named. */
export const DEFAULT_READER: ReaderId = { version: '0.4.9', features: READER_FEATURES };

/** What a build does, derived from its version and features. */
export interface ReaderProfile {
  readonly id: ReaderId;
  /** "ember 0.4.9", with the features where they are not the full set. */
  readonly label: string;
  /** The plaintext log's reader knows this tag. */
  readonly readsTag: (tag: number) => boolean;
  /** The encrypted log's reader (another decoder) knows this tag. */
  readonly readsEncryptedTag: (tag: number) => boolean;
  readonly readsSnapshotType: (type: number) => boolean;
  /** Version 3 files are understood at all. */
  readonly encryption: boolean;
  /** Counts, dimensions and vector totals are checked (from 0.4.4). */
  readonly limits: boolean;
  /** A snapshot whose shard id differs from its file name's is refused (from 0.4.4). */
  readonly checksShardId: boolean;
  /** EXPIRE and PEXPIRE with a negative time are refused (from 0.4.5). */
  readonly rejectsNegativeTtl: boolean;
}

const rank = (version: ReaderVersion): number => READER_VERSIONS.indexOf(version);

/** What the build `id` can read. */
export function readerProfile(id: ReaderId): ReaderProfile {
  const from = (version: ReaderVersion): boolean => rank(id.version) >= rank(version);
  const has = (feature: ReaderFeature): boolean => id.features.includes(feature);
  const protobuf = has('protobuf') && from('0.4.3');
  const vector = has('vector') && from('0.4.4');
  const optional = (tag: number): boolean =>
    tag === 23 || tag === 24 ? protobuf : tag === 25 || tag === 26 ? vector : false;
  const missing = READER_FEATURES.filter((feature) => !has(feature));
  // 0.1.4 began to write tags 14–18 and 0.3.1 tags 19–22, but the reader learned them only in 0.4.3.
  const newestPlain = from('0.4.3') ? 22 : from('0.1.3') ? 13 : 9;
  const newestEncrypted = from('0.4.9') ? 35 : from('0.4.8') ? 32 : 22;
  return {
    id,
    label: `ember ${id.version}${missing.length === 0 ? '' : missing.length === READER_FEATURES.length ? ' (no features)' : ` (${id.features.join(', ')})`}`,
    readsTag: (tag) => (tag >= 1 && tag <= newestPlain) || (tag === 27 && from('0.4.8')) || optional(tag),
    readsEncryptedTag: (tag) => (tag >= 23 && tag <= 26 ? optional(tag) : tag >= 1 && tag <= newestEncrypted),
    readsSnapshotType: (type) =>
      type === 5 ? protobuf : type === 6 ? vector : type <= (from('0.1.4') ? 4 : 2),
    encryption: has('encryption') && from('0.4.2'),
    limits: from('0.4.4'),
    checksShardId: from('0.4.4'),
    rejectsNegativeTtl: from('0.4.5'),
  };
}

/**
 * Parses "0.4.9", "0.4.9+vector,encryption" or "0.4.9+none"; a version between two listed ones reads as the older.
 * Without "+" all features are meant.
 * @returns null when it names no reader
 */
export function parseReader(text: string): ReaderId | null {
  const match = /^(?:ember\s+)?(\d+)\.(\d+)\.(\d+)(?:\+([a-z,]*))?$/.exec(text.trim());
  if (match === null) return null;
  const number = (version: readonly (string | undefined)[]): number =>
    Number(version[0]) * 1e12 + Number(version[1]) * 1e6 + Number(version[2]);
  const wanted = number(match.slice(1, 4));
  const version = READER_VERSIONS.filter((known) => number(known.split('.')) <= wanted).at(-1);
  if (version === undefined || wanted > number(['0', '4', '9'])) return null;
  const named = match[4];
  if (named === undefined) return { version, features: READER_FEATURES };
  const features = named === 'none' || named === '' ? [] : named.split(',');
  if (!features.every((feature) => (READER_FEATURES as readonly string[]).includes(feature))) return null;
  return { version, features: READER_FEATURES.filter((feature) => features.includes(feature)) };
}

/** The text that {@link parseReader} reads back: "0.4.9", "0.4.9+vector", "0.4.9+none". */
export function formatReader(id: ReaderId): string {
  if (id.features.length === READER_FEATURES.length) return id.version;
  return `${id.version}+${id.features.length === 0 ? 'none' : id.features.join(',')}`;
}
