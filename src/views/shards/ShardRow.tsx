import { memo } from 'react';
import { actions, type FolderFile, type FolderId, type FolderShard } from '../../state/index.ts';
import {
  classNames,
  formatBytes,
  formatNumberOf,
  HEALTH_LOOKS,
  HealthMark,
  Icon,
  type IconName,
} from '../ui/index.ts';
import { fileHealth, type ShardNote, type ShardStory } from './shardStory.ts';

interface ShardRowProps {
  readonly folderId: FolderId;
  readonly shard: FolderShard;
  readonly story: ShardStory;
}

/** A shard: how it is doing, what the server would do, and its files. Drawn again only when something of it changed. */
export const ShardRow = memo(function ShardRow({ folderId, shard, story }: ShardRowProps) {
  const { health, sentence, notes } = story;
  const { shardId, snapshot, log, leftovers } = shard;
  return (
    <li className={classNames('shard-row', `shard-row-${health}`)}>
      <button
        type="button"
        className="shard-row-open"
        onClick={() => void actions.openShard(folderId, shardId)}
      >
        <span className="shard-row-health">
          <Icon name={HEALTH_LOOKS[health].icon} size={14} />
          {HEALTH_LOOKS[health].word}
        </span>
        <span className="shard-row-name">Shard {shardId}</span>
        <span className="shard-row-sentence">{sentence}</span>
        <Icon name="chevronRight" className="shard-row-arrow" />
      </button>
      {notes.length > 0 && (
        <ul className="shard-row-notes">
          {notes.map((note) => (
            <Note key={note.text} note={note} />
          ))}
        </ul>
      )}
      <ul className="shard-row-files" aria-label={`Files of shard ${shardId}`}>
        <ShardFile folderId={folderId} file={snapshot} missing="no snapshot" />
        <ShardFile folderId={folderId} file={log} missing="no log" />
        {leftovers.map((file) => (
          <ShardFile key={file.name} folderId={folderId} file={file} missing="" />
        ))}
      </ul>
    </li>
  );
}, isSame);

function isSame(a: ShardRowProps, b: ShardRowProps): boolean {
  return (
    a.shard.log === b.shard.log &&
    a.shard.snapshot === b.shard.snapshot &&
    a.shard.leftovers.every((file, i) => file === b.shard.leftovers[i]) &&
    a.story.health === b.story.health &&
    a.story.sentence === b.story.sentence &&
    a.story.notes.length === b.story.notes.length &&
    a.story.notes.every(({ text }, i) => text === b.story.notes[i]?.text)
  );
}

const NOTE_ICONS: Record<ShardNote['tone'], IconName> = { bad: 'damage', warn: 'warning', info: 'info' };

function Note({ note }: { readonly note: ShardNote }) {
  return (
    <li className={`shard-note shard-note-${note.tone}`}>
      <Icon name={NOTE_ICONS[note.tone]} size={14} />
      {note.text}
    </li>
  );
}

interface ShardFileProps {
  readonly folderId: FolderId;
  readonly file: FolderFile | null;
  /** What is said in the place of a file that is not there. */
  readonly missing: string;
}

function ShardFile({ folderId, file, missing }: ShardFileProps) {
  if (file === null) return <li className="shard-file shard-file-missing">{missing}</li>;
  const { survey, reading } = file;
  const held = survey?.report?.recordsHeld ?? null;
  const faults = survey?.report?.faultCounts;
  const found = (faults?.damage ?? 0) + (faults?.warning ?? 0);
  return (
    <li className="shard-file">
      <HealthMark health={fileHealth(file)} />
      <button
        type="button"
        className="link-button mono"
        title={`Open ${file.name} alone`}
        onClick={() => void actions.openFileOfFolder(folderId, file)}
      >
        {file.name}
      </button>
      <span className="shard-file-facts">
        {formatBytes(file.file.size)}
        {reading !== null && file.file.size > 0 && `, ${Math.floor((reading / file.file.size) * 100)} % read`}
        {survey !== null && held !== null && `, ${formatNumberOf(held, survey.summary.capabilities.rowNoun)}`}
        {found > 0 && `, ${formatNumberOf(found, 'fault')}`}
      </span>
    </li>
  );
}
