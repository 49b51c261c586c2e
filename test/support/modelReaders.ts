/* The versions of ember that read differently, spelled out by hand for the model reader. */
import { READER_VERSIONS, type ReaderId } from '../../src/codec/index.ts';
import type { ModelReader } from './modelReader.ts';

/** Versions in order. */
export const MODEL_READERS = READER_VERSIONS;

const upTo = (last: number, ...more: readonly number[]): number[] => [
  ...Array.from({ length: last }, (_, i) => i + 1),
  ...more,
];

/** A version as three numbers that compare in order. */
const order = (version: string): number =>
  version.split('.').reduce((sum, part) => sum * 100 + Number(part), 0);

/** What the build `id` reads: the table of versions, line by line. */
export function modelReader({ version, features }: ReaderId): ModelReader {
  const at = order(version);
  const since = (first: string): boolean => at >= order(first);
  const protobuf = features.includes('protobuf') && since('0.4.3');
  const vector = features.includes('vector') && since('0.4.4');
  const optional = [...(protobuf ? [23, 24] : []), ...(vector ? [25, 26] : [])];
  const plain = since('0.4.3') ? 22 : since('0.1.3') ? 13 : 9;
  const written = since('0.4.9') ? 35 : since('0.4.8') ? 32 : 22;
  return {
    plainTags: new Set([...upTo(plain), ...optional, ...(since('0.4.8') ? [27] : [])]),
    encryptedTags: new Set([...upTo(written).filter((tag) => tag < 23 || tag > 26), ...optional]),
    snapshotTypes: new Set([
      0,
      1,
      2,
      ...(since('0.1.4') ? [3, 4] : []),
      ...(protobuf ? [5] : []),
      ...(vector ? [6] : []),
    ]),
    encryption: features.includes('encryption') && since('0.4.2'),
    limits: since('0.4.4'),
    shardIdChecked: since('0.4.4'),
    negativeRefused: since('0.4.5'),
  };
}
