import { useEffect, useState } from 'react';
import { announceFailure, type FileId, service } from '../../state/index.ts';
import type { KeyStats, KeysReport } from '../../workers/index.ts';
import { Busy, formatBytes, formatCount, formatNumberOf } from '../ui/index.ts';
import { KeysPending } from '../ui/KeysPending.tsx';
import { useKeysReport } from '../ui/useKeysReport.ts';
import { OperationChart } from './OperationChart.tsx';
import { TotalsTable } from './TotalsTable.tsx';
import './StatsView.css';

/** What a file's keys come to: by type, prefix, size and time left, and what a rewrite would save. */
export function StatsView({ fileId }: { readonly fileId: FileId }) {
  const { state, retry } = useKeysReport(fileId);
  return (
    <section className="stats" aria-label="Stats">
      {state.phase === 'ready' ? (
        <Stats fileId={fileId} report={state.report} />
      ) : (
        <KeysPending fileId={fileId} state={state} onRetry={retry} />
      )}
    </section>
  );
}

function Stats({ fileId, report }: { readonly fileId: FileId; readonly report: KeysReport }) {
  const stats = useStats(fileId, report);
  if (stats === null) {
    return (
      <div className="stats-message">
        <Busy label="Adding up" />
      </div>
    );
  }
  if (report.keys === 0) {
    return (
      <div className="stats-message">
        <p>No record of this file that holds names a key, so there is nothing to add up.</p>
      </div>
    );
  }
  return (
    <div className="stats-grid">
      <DeadBytes stats={stats} report={report} />
      {stats.classes.length > 0 && <OperationChart stats={stats} />}
      <TotalsTable title="By type" unit="Type" totals={stats.types} />
      <TotalsTable
        title="By prefix"
        unit="Prefix"
        totals={stats.prefixes}
        note="The 50 with the most bytes"
        isText
      />
      <TotalsTable
        title="By size"
        unit="Bytes"
        totals={stats.sizes}
        note="Bytes that keys which are there rest on"
        measure="keys"
      />
      <TotalsTable
        title="By time left"
        unit="TTL"
        totals={stats.ttls}
        note="Keys that are there, or whose time is over"
        measure="keys"
      />
    </div>
  );
}

function DeadBytes({ stats, report }: { readonly stats: KeyStats; readonly report: KeysReport }) {
  const { dataBytes, liveBytes } = stats;
  const dead = dataBytes - liveBytes;
  const share = dataBytes === 0 ? 0 : dead / dataBytes;
  return (
    <section className="stats-card stats-wide" aria-label="What a rewrite would save">
      <h2>
        {formatNumberOf(report.keys, 'key')}, {formatCount(report.alive)} of them there in the end
      </h2>
      <p>
        {dead === 0 ? (
          <>Every record still counts: a rewrite would save nothing.</>
        ) : (
          <>
            <strong>{percent(share)} of the data is dead:</strong> {formatBytes(dead)} of{' '}
            {formatBytes(dataBytes)} are in records of keys that are gone, or that a later record replaced as
            a whole. A rewrite would save at least that much; fields and items that were overwritten one by
            one come on top.
          </>
        )}
      </p>
      <div
        className="stats-share"
        role="img"
        aria-label={`${percent(share)} dead, ${percent(1 - share)} live`}
      >
        <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
          <rect className="stats-live" x={0} y={0} width={100 * (1 - share)} height={6} />
          <rect className="stats-dead" x={100 * (1 - share)} y={0} width={100 * share} height={6} />
        </svg>
      </div>
      <p className="stats-legend">
        <span>live {formatBytes(liveBytes)}</span>
        <span>dead {formatBytes(dead)}</span>
      </p>
    </section>
  );
}

const percent = (share: number): string => `${(share * 100).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`;

function useStats(fileId: FileId, { separator, generation }: KeysReport): KeyStats | null {
  const [stats, setStats] = useState<KeyStats | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another scan has other keys
  useEffect(() => {
    let current = true;
    service(fileId)
      .keyStats(separator)
      .then(
        (answer) => current && setStats(answer),
        (error) => current && announceFailure(error, null),
      );
    return () => {
      current = false;
    };
  }, [fileId, separator, generation]);
  return stats;
}
