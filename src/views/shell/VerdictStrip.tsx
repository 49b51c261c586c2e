import { Fragment } from 'react';
import { actions, getFaultCount, getReaderName, type OpenFile, PROBLEM, useApp } from '../../state/index.ts';
import type { FileSummary } from '../../workers/index.ts';
import {
  Button,
  classNames,
  formatBytes,
  formatNumberOf,
  formatOffset,
  Icon,
  type IconName,
  Kbd,
} from '../ui/index.ts';
import { searchedText, searchText } from '../ui/searchText.ts';
import { ProgressBar } from './ProgressBar.tsx';
import { scanNews } from './scanNews.ts';
import {
  plainSentence,
  type SentencePart,
  type VerdictSentence,
  verdictSentence,
} from './verdictSentence.ts';
import './VerdictStrip.css';

const ICONS: Record<VerdictSentence['tone'], IconName> = {
  good: 'check',
  warn: 'warning',
  bad: 'damage',
  info: 'lock',
};

interface VerdictStripProps {
  readonly file: OpenFile;
  readonly summary: FileSummary;
  /** The headline alone, where there is no room for more. */
  readonly brief: boolean;
}

/** What the named reader will make of the file, in a sentence and its consequence. */
export function VerdictStrip({ file, summary, brief }: VerdictStripProps) {
  const { id, report, verdict, progress } = file;
  const readerName = useApp(getReaderName);
  const sentence = report !== null && verdict !== null ? verdictSentence(verdict, report, summary) : null;
  const stopped = report !== null && report.phase !== 'done' ? stoppedText(file, summary) : null;
  const lost = file.problem?.code === PROBLEM.workerLost;
  const reading = report === null && !lost;
  const meanwhile = lost
    ? `Reading ${file.name} failed`
    : reading
      ? `Reading ${file.name}`
      : 'Judging what was read';
  const faults = getFaultCount(file);
  const search = progress?.search ?? null;
  const news = scanNews(file, stopped?.headline ?? (sentence === null ? null : plainSentence(sentence)));
  const tone = sentence?.tone ?? (stopped === null ? 'reading' : 'warn');

  return (
    <section
      className={classNames('verdict-strip', `verdict-strip-${tone}`, brief && 'verdict-strip-brief')}
      aria-label="Verdict"
    >
      <h1 className="visually-hidden">{file.name}</h1>
      <Icon
        className="verdict-strip-icon"
        name={sentence === null ? (stopped === null ? 'clock' : 'stop') : ICONS[sentence.tone]}
        size={20}
      />
      <div className="verdict-strip-text">
        <p className="verdict-strip-headline">
          {sentence?.headline ?? stopped?.headline ?? meanwhile}
          {reading && faults > 0 && (
            <span className="verdict-strip-aside">{formatNumberOf(faults, 'fault')} so far</span>
          )}
          {reading && search !== null && (
            <span className="verdict-strip-search">{searchText(search, summary.capabilities.rowNoun)}</span>
          )}
        </p>
        {reading && (
          <ProgressBar
            label={`Reading ${file.name}`}
            progress={progress}
            total={file.size}
            onCancel={() => void actions.cancelScan(id)}
          />
        )}
        {!brief && sentence !== null && sentence.parts.length > 0 && (
          <p className="verdict-strip-detail">
            {sentence.parts.map((part, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one sentence never move
              <Fragment key={index}>
                <Part part={part} file={file} />
              </Fragment>
            ))}
          </p>
        )}
        {!brief && stopped !== null && <p className="verdict-strip-detail">{stopped.detail}</p>}
      </div>
      <div className="verdict-strip-actions">
        {sentence?.needsKey === true && (
          <Button variant="primary" icon="key" onClick={() => actions.setOverlay('key')}>
            Give the key
          </Button>
        )}
        {file.keyState === 'given' && verdict?.error?.startsWith('decryption failed') === true && (
          <Button icon="key" onClick={() => actions.setOverlay('key')}>
            Try another key
          </Button>
        )}
        {stopped !== null && (
          <Button icon="reload" onClick={() => void actions.scan(id)}>
            {report?.phase === 'failed' ? 'Read it again' : 'Read it whole'}
          </Button>
        )}
        {faults > 0 && (
          <Button onClick={() => void actions.stepFault(id, 1)}>
            Next fault <Kbd keys="e" />
          </Button>
        )}
        {!brief && summary.capabilities.readerChoice && (
          <Button
            icon="chevronDown"
            className="verdict-strip-reader"
            title="Verdicts are for this reader. Choose another."
            onClick={() => actions.setOverlay('reader')}
          >
            {readerName}
          </Button>
        )}
      </div>
      <span role="status" className="visually-hidden">
        {news}
      </span>
    </section>
  );
}

function Part({ part, file }: { readonly part: SentencePart; readonly file: OpenFile }) {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'strong':
      return <strong>{part.text}</strong>;
    case 'quote':
      return <q className="mono">{part.text}</q>;
    case 'offset':
      return (
        <button
          type="button"
          className="link-button mono"
          title="Show the row at this offset"
          onClick={() => void actions.selectOffset(file.id, part.offset)}
        >
          {formatOffset(part.offset)}
        </button>
      );
  }
}

/** A scan that was cancelled or failed: there is no verdict on a part of a file. */
function stoppedText(
  file: OpenFile,
  { capabilities }: FileSummary,
): { readonly headline: string; readonly detail: string } {
  const { report, progress } = file;
  const scanned = report?.bytesScanned ?? 0;
  // In the middle of a search it has got farther than its rows.
  const search = progress?.search?.from === scanned ? progress.search : null;
  const read = `${formatBytes(search === null ? scanned : (progress?.bytesDone ?? 0))} of ${formatBytes(file.size)}`;
  const rows = report?.rows ?? 0;
  const found = [
    ...(rows === 0 ? [] : [`The ${formatNumberOf(rows, 'row')} found so far can be looked at.`]),
    ...(search === null ? [] : [`${searchedText(search, capabilities.rowNoun)}.`]),
  ];
  return {
    headline: `Reading ${report?.phase === 'failed' ? 'failed' : 'stopped'} after ${read}.`,
    detail: [...found, 'What a reader makes of the whole file is not known.'].join(' '),
  };
}
