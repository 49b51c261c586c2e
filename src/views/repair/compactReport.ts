/* What a compaction did, as facts that can be shown and copied. */
import type { CompactFacts } from '../../workers/index.ts';
import { formatCount, formatNumberOf } from '../ui/format.ts';
import { keysText } from './keysText.ts';
import type { ReportFact } from './repairReport.ts';

/** Keys are named up to this many. */
const NAMED = 20;

export function compactFacts(facts: CompactFacts): readonly ReportFact[] {
  const { inputs, outputs, schemas, leftOut, schemasLeftOut, expiring, absolute } = facts;
  const fileFacts = (files: CompactFacts['inputs'], label: string): readonly ReportFact[] =>
    files.flatMap(({ name, size, sha256 }) => [
      { label, value: `${name}, ${formatNumberOf(size, 'byte')}` },
      { label: 'its SHA-256', value: sha256, mono: true },
    ]);
  const kept = expiring - absolute;
  const times = [
    ...(kept > 0 ? [`${formatCount(kept)} as the files record them, which did not run down since`] : []),
    ...(absolute > 0 ? [`${formatCount(absolute)} as what is left now until a fixed time`] : []),
  ];
  return [
    ...fileFacts(inputs, 'From'),
    ...fileFacts(outputs, 'To'),
    {
      label: 'Keys',
      value: `${formatCount(facts.entries)} in the snapshot; ${formatCount(facts.keysBefore)} were loaded before: ${formatCount(facts.gained)} come back, ${formatCount(facts.changed)} change, ${formatCount(facts.lost)} go`,
    },
    ...(times.length === 0 ? [] : [{ label: 'Times to live', value: times.join('; ') }]),
    ...(schemas === 0
      ? []
      : [{ label: 'In the log', value: `${formatNumberOf(schemas, 'protobuf schema')}, nothing else` }]),
    ...(leftOut.count === 0 ? [] : [{ label: 'Left out', value: keysText(leftOut, NAMED) }]),
    ...(schemasLeftOut === 0
      ? []
      : [{ label: 'Schemas left out', value: formatNumberOf(schemasLeftOut, 'protobuf schema') }]),
  ];
}

export const compactReportText = (facts: CompactFacts): string =>
  [
    `Compacted with Shardscope for ${facts.readerLabel}`,
    ...compactFacts(facts).map(({ label, value }) => `${label}: ${value}`),
    '',
  ].join('\n');
