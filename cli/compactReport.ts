/* What a compaction says about itself, to people and as JSON. */
import { groupDigits, type Json } from '../src/codec/index.ts';
import type { StateComparison } from '../src/repair/index.ts';
import { countOf } from './checkText.ts';
import { keyLines, namedJson } from './repairReport.ts';

export interface HashedFile {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
}

export interface WrittenFile extends HashedFile {
  readonly records: number;
}

/** A compaction that was made, or that would be. */
export interface CompactReport {
  readonly shardId: number;
  /** "ember 0.4.9" */
  readonly reader: string;
  readonly inputs: readonly HashedFile[];
  /** The snapshot and the log. */
  readonly outputs: readonly WrittenFile[];
  readonly isWritten: boolean;
  readonly entries: number;
  readonly leftOut: readonly string[];
  readonly schemasLeftOut: readonly string[];
  readonly expiring: number;
  readonly absolute: number;
  readonly keysBefore: number;
  readonly keysAfter: number;
  readonly keys: StateComparison;
}

export function compactJson(report: CompactReport): Json {
  const { keys, outputs } = report;
  return {
    preset: 'compact',
    shard: report.shardId,
    reader: report.reader,
    inputs: report.inputs.map((file) => ({ ...file })),
    outputs: report.isWritten ? outputs.map((file) => ({ ...file })) : null,
    entries: report.entries,
    left_out: namedJson(report.leftOut),
    schemas_left_out: namedJson(report.schemasLeftOut),
    expiring: report.expiring,
    expiring_at_a_time: report.absolute,
    keys: {
      before: report.keysBefore,
      after: report.keysAfter,
      gained: namedJson(keys.gained),
      lost: namedJson(keys.lost),
      changed: namedJson(keys.changed),
    },
    verified: true,
  };
}

export function compactText(report: CompactReport): string {
  const { inputs, outputs, isWritten, entries, leftOut, schemasLeftOut } = report;
  const lines = inputs.map(
    ({ path, size, sha256 }) => `${path}: ${countOf(size, 'byte')}, SHA-256 ${sha256}`,
  );
  lines.push(`  ${countOf(entries, 'key')} for ${report.reader} in one snapshot, and ${logText(report)}.`);
  if (leftOut.length > 0) {
    lines.push(
      `  Left out, because ${report.reader} can’t load them from a snapshot: ${countOf(leftOut.length, 'key')}`,
      ...leftOut.slice(0, FEW).map((key) => `    ${JSON.stringify(key)}`),
      ...(leftOut.length > FEW
        ? [`    … and ${groupDigits(leftOut.length - FEW)} more (--json lists a thousand)`]
        : []),
    );
  }
  if (schemasLeftOut.length > 0)
    lines.push(
      `  Left out, because ${report.reader} knows none: ${countOf(schemasLeftOut.length, 'protobuf schema')}`,
    );
  lines.push(
    ...expiryLines(report),
    ...keyLines(report.keys, report.keysBefore, report.keysAfter, report.reader),
  );
  if (!isWritten) {
    lines.push(
      ...outputs.map(
        ({ path, size, records }) =>
          `${path}: would have ${countOf(size, 'byte')}, ${countOf(records, 'record')}`,
      ),
      'Nothing was written.',
    );
    return lines.join('\n');
  }
  lines.push(
    ...outputs.map(({ path, size, sha256 }) => `${path}: ${countOf(size, 'byte')}, SHA-256 ${sha256}`),
    '  Written, read back and loaded: both files together hold what was promised. Use them together.',
  );
  return lines.join('\n');
}

/** Protobuf schemas live in the log. */
function logText({ outputs }: CompactReport): string {
  const schemas = outputs[1]?.records ?? 0;
  return schemas === 0 ? 'an empty log' : `a log of nothing but ${countOf(schemas, 'protobuf schema')}`;
}

const FEW = 5;

function expiryLines({ expiring, absolute }: CompactReport): readonly string[] {
  if (expiring === 0) return [];
  const held = expiring - absolute;
  return [
    ...(held > 0
      ? [`  ${countOf(held, 'key')} with the time to live as the files record it: it did not run down since.`]
      : []),
    ...(absolute > 0
      ? [
          `  ${countOf(absolute, 'key')} with a fixed time to expire at, written as what is left until then now.`,
        ]
      : []),
  ];
}
