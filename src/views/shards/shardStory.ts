/* What the server would do with a shard, in one sentence, and how the shard is doing. */
import {
  type FolderFile,
  type FolderShard,
  getHealth,
  type Health,
  isLocked,
  type ShardFinding,
} from '../../state/index.ts';
import { formatCount, formatNumberOf, formatOffset } from '../ui/format.ts';

export interface ShardStory {
  readonly health: Health;
  /** What the server would do. */
  readonly sentence: string;
  /** What else does not fit, a line each. */
  readonly notes: readonly ShardNote[];
}

export interface ShardNote {
  readonly tone: 'bad' | 'warn' | 'info';
  readonly text: string;
}

/** From worst to best. */
const RANK: readonly Health[] = ['damage', 'unreadable', 'locked', 'warning', 'stopped', 'reading', 'good'];
export const healthRank = (health: Health): number => RANK.indexOf(health);
const worst = (healths: readonly Health[]): Health =>
  RANK.find((health) => healths.includes(health)) ?? 'good';

/** How one file is doing; `reading` while it waits to be read as well. */
export function fileHealth({ survey }: FolderFile): Health {
  if (survey === null) return 'reading';
  const { summary, report, verdict, problem } = survey;
  if (summary.refusal?.code === 'empty') return 'warning';
  const locked = survey.verdict?.error === NO_KEY || isLocked({ survey } as FolderFile);
  const keyState = locked ? 'needed' : 'not-needed';
  return getHealth({ summary, report, verdict, problem, keyState });
}

const NO_KEY = 'file is encrypted but no encryption key was provided';

export function shardStory(
  shard: FolderShard,
  findings: readonly ShardFinding[],
  readerName: string,
): ShardStory {
  const files = [shard.snapshot, shard.log].filter((file) => file !== null);
  const notes = [...abortNote(files), ...findings.map(findingNote), ...shard.leftovers.map(leftoverNote)];
  const healths = files.map(fileHealth);
  const fromNotes = notes.map(({ tone }): Health => NOTE_HEALTH[tone]);
  const isWaiting = healths.includes('reading');
  return {
    health: isWaiting && !healths.includes('damage') ? 'reading' : worst([...healths, ...fromNotes]),
    sentence: isWaiting
      ? waitingText(files)
      : files.length === 0
        ? `${readerName} finds nothing: there are only leftovers.`
        : sentenceOf(shard, readerName),
    notes,
  };
}

const NOTE_HEALTH = { bad: 'damage', warn: 'warning', info: 'good' } as const;

const waitingText = (files: readonly FolderFile[]): string =>
  files.some(({ reading }) => reading !== null) ? 'Being read' : 'Waits to be read';

function sentenceOf({ snapshot, log }: FolderShard, reader: string): string {
  const files = [snapshot, log].filter((file) => file !== null);
  if (files.some((file) => fileHealth(file) === 'locked'))
    return 'Encrypted. Give the key to see what it holds.';
  const abort = abortOf(files);
  if (abort?.certain === true) {
    return `${reader} would abort at start-up: the ${abort.type} at ${formatOffset(abort.at)} brings it down, and no shard comes up.`;
  }
  const failed = files.find(({ survey }) => survey?.problem != null);
  if (failed !== undefined) return `${failed.name} could not be read: ${failed.survey?.problem?.what ?? ''}`;
  const first = snapshotPart(snapshot);
  const second = logPart(log);
  const parts = [first, second].filter((part) => part !== null);
  return `${reader} ${parts.join(', then ')}.`;
}

const abortOf = (files: readonly FolderFile[]) =>
  files.map(({ survey }) => survey?.verdict?.abort ?? null).find((each) => each !== null) ?? null;

/** "discards the snapshot (crc32 mismatch …)" */
function snapshotPart(file: FolderFile | null): string | null {
  const survey = file?.survey ?? null;
  if (survey === null) return null;
  if (survey.summary.refusal !== null) return `discards the snapshot (${refusalText(survey.summary)})`;
  const { report, verdict } = survey;
  if (report === null || verdict === null) return 'reads the snapshot as far as it could not be judged here';
  if (verdict.error === null) {
    return verdict.applied === 0 ? 'loads an empty snapshot' : `loads ${allOf(verdict.applied, 'entry')}`;
  }
  const saved = report.recordsHeld;
  const still = saved > 0 ? `, from which ${formatNumberOf(saved, 'entry')} can still be read` : '';
  return `discards the whole snapshot with “${verdict.error}”${still}`;
}

/** "and stops in the log after 33 of 76 records (crc32 mismatch …)" */
function logPart(file: FolderFile | null): string | null {
  const survey = file?.survey ?? null;
  if (survey === null) return null;
  if (survey.summary.refusal !== null) return `reads nothing from the log (${refusalText(survey.summary)})`;
  const { report, verdict } = survey;
  if (report === null || verdict === null) return null;
  const { applied, error, silentlyDropped } = verdict;
  const held = Math.max(report.recordsHeld, applied);
  const found = held + report.recordsDamaged;
  if (error !== null && verdict.phase === 'open') return `reads nothing from the log: “${error}”`;
  if (error !== null)
    return `stops in the log after ${formatCount(applied)} of ${formatNumberOf(found, 'record')} with “${error}”`;
  if (silentlyDropped > 0) {
    const bytes = formatNumberOf(silentlyDropped, 'byte');
    const beyond = held - applied;
    return beyond === 0
      ? `replays ${allOf(applied, 'record')} and drops the torn end of the log (${bytes})`
      : `silently drops the last ${bytes} of the log, with ${formatNumberOf(beyond, 'intact record')} in them`;
  }
  return applied === 0 ? 'finds the log empty' : `replays ${allOf(applied, 'record')}`;
}

const allOf = (count: number, noun: string): string =>
  count === 1 ? `the only ${noun}` : `all ${formatNumberOf(count, noun)}`;

const refusalText = ({
  refusal,
}: {
  readonly refusal: { readonly code: string; readonly what: string } | null;
}) => (refusal?.code === 'empty' ? '0 bytes' : (refusal?.what ?? ''));

/** A verdict can't tell how long a list is; a replay can. */
function abortNote(files: readonly FolderFile[]): readonly ShardNote[] {
  const abort = abortOf(files);
  if (abort === null || abort.certain) return [];
  const text = `The ${abort.type} at ${formatOffset(abort.at)} may bring the server down, depending on how long the list is then. Recovery replays it and tells.`;
  return [{ tone: 'warn', text }];
}

function findingNote(finding: ShardFinding): ShardNote {
  switch (finding.kind) {
    case 'other-shard':
      return {
        tone: 'bad',
        text: finding.swapped
          ? `Swapped: the snapshot is shard ${finding.inHeader}’s by its header, and that one’s is this shard’s.`
          : `The snapshot is shard ${finding.inHeader}’s by its header.`,
      };
    case 'no-log':
      return { tone: 'warn', text: 'The log is missing: all that came after the snapshot is gone.' };
    case 'no-snapshot':
      return { tone: 'info', text: 'There is no snapshot: the shard starts empty and replays its log.' };
    case 'duplicate':
      return {
        tone: finding.isOriginal ? 'info' : 'bad',
        text: `${finding.name} is the same as ${finding.of}, byte for byte.`,
      };
    case 'foreign-log':
      return {
        tone: 'bad',
        text: `The log seems to be shard ${finding.of}’s: it has about ${Math.round(finding.share * 100)} % of its keys in common with that shard’s snapshot, and next to none with its own.`,
      };
  }
}

function leftoverNote(file: FolderFile): ShardNote {
  const { name, survey } = file;
  const what = name.endsWith('.snap.tmp')
    ? 'a snapshot that was never finished'
    : 'a log that was never put in place';
  if (survey === null) return { tone: 'info', text: `${name}: ${what}.` };
  const held = survey.report?.recordsHeld ?? 0;
  const noun = survey.summary.capabilities.rowNoun;
  const holds =
    held === 0 ? 'nothing can be read from it' : `${formatNumberOf(held, noun)} can be read from it`;
  return { tone: 'info', text: `${name}: ${what}; ${holds}. The server never looks at it.` };
}
