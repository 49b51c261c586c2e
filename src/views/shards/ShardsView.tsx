import { useEffect, useRef, useState } from 'react';
import {
  actions,
  type FolderShard,
  findingsOf,
  getReaderName,
  type Health,
  missingShards,
  type OpenFolder,
  othersOf,
  shardsOf,
  useApp,
} from '../../state/index.ts';
import {
  Busy,
  Button,
  Callout,
  Chip,
  formatBytes,
  formatNumberOf,
  HEALTH_LOOKS,
  Segmented,
} from '../ui/index.ts';
import { FolderProgress } from './FolderProgress.tsx';
import { OtherFiles } from './OtherFiles.tsx';
import { ShardRow } from './ShardRow.tsx';
import { healthRank, type ShardStory, shardStory } from './shardStory.ts';
import './ShardsView.css';

type Order = 'health' | 'number' | 'size';

interface Listed {
  readonly shard: FolderShard;
  readonly story: ShardStory;
  readonly size: number;
}

/** A data directory: what the server would make of each of its shards, the worst first. */
export function ShardsView({ folder }: { readonly folder: OpenFolder }) {
  const readerName = useApp(getReaderName);
  const [order, setOrder] = useState<Order>('health');
  const list = useRef<HTMLUListElement>(null);
  const shards = shardsOf(folder);
  const findings = findingsOf(shards, folder.duplicates);
  const listed = shards.map((shard): Listed => {
    const story = shardStory(shard, findings.get(shard.shardId) ?? [], readerName);
    const files = [shard.log, shard.snapshot, ...shard.leftovers];
    return { shard, story, size: files.reduce((sum, file) => sum + (file?.file.size ?? 0), 0) };
  });
  const missing = missingShards(shards);

  const move = (by: 1 | -1): void => {
    const buttons = [...(list.current?.querySelectorAll<HTMLElement>('.shard-row-open') ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLElement);
    buttons[Math.max(0, Math.min(buttons.length - 1, at + by))]?.focus();
  };

  return (
    <main className="shards-view">
      <div className="shards-view-page">
        <FolderHead folder={folder} listed={listed} />
        {folder.phase === 'listing' && <Busy label={`Looking into ${folder.name}`} />}
        {folder.problem !== null && (
          <Callout tone="bad" title={folder.problem.what}>
            {folder.problem.meaning} {folder.problem.next}
          </Callout>
        )}
        {folder.keyState === 'needed' && <KeyNotice />}
        {missing.length > 0 && <MissingShards missing={missing} last={shards.at(-1)?.shardId ?? 0} />}
        {folder.phase !== 'listing' && folder.problem === null && shards.length === 0 && (
          <NoShards folder={folder} />
        )}
        {shards.length > 0 && (
          <section aria-label="Shards">
            {shards.length > 1 && (
              <div className="shards-view-order">
                <Segmented
                  label="Order of the shards"
                  size="small"
                  value={order}
                  onChange={setOrder}
                  options={[
                    { value: 'health', label: 'Worst first' },
                    { value: 'number', label: 'By number' },
                    { value: 'size', label: 'Largest first' },
                  ]}
                />
              </div>
            )}
            <ul
              ref={list}
              className="shards-list"
              onKeyDown={(event) => {
                if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
                event.preventDefault();
                move(event.key === 'ArrowDown' ? 1 : -1);
              }}
            >
              {sorted(listed, order).map(({ shard, story }) => (
                <ShardRow key={shard.shardId} folderId={folder.id} shard={shard} story={story} />
              ))}
            </ul>
          </section>
        )}
        <OtherFiles folderId={folder.id} files={othersOf(folder)} />
      </div>
    </main>
  );
}

function sorted(listed: readonly Listed[], order: Order): readonly Listed[] {
  const byNumber = (a: Listed, b: Listed): number => a.shard.shardId - b.shard.shardId;
  if (order === 'number') return listed;
  if (order === 'size') return [...listed].sort((a, b) => b.size - a.size || byNumber(a, b));
  return [...listed].sort(
    (a, b) => healthRank(a.story.health) - healthRank(b.story.health) || byNumber(a, b),
  );
}

const COUNTED = ['damage', 'unreadable', 'locked', 'warning', 'good'] as const satisfies readonly Health[];
const TONES = { damage: 'bad', unreadable: 'bad', locked: 'info', warning: 'warn', good: 'good' } as const;
const WORDS = {
  damage: 'in trouble',
  unreadable: 'unreadable',
  locked: 'locked',
  warning: 'with warnings',
  good: 'in order',
} as const;

/** "1 of 4 shards is in trouble." */
function verdictText(listed: readonly Listed[]): string {
  const count = (...healths: readonly Health[]): number =>
    listed.filter(({ story }) => healths.includes(story.health)).length;
  const bad = count('damage', 'unreadable');
  const locked = count('locked');
  const shards = formatNumberOf(listed.length, 'shard');
  const be = (of: number): string => (of === 1 ? 'is' : 'are');
  if (bad > 0) return `${bad} of ${shards} ${be(bad)} in trouble.`;
  if (locked > 0) return `${locked} of ${shards} ${be(locked)} locked.`;
  return listed.length === 1 ? 'The only shard is not in trouble.' : `None of ${shards} is in trouble.`;
}

/** The folder, how many shards are how, and how far the reading has come. */
function FolderHead({ folder, listed }: { readonly folder: OpenFolder; readonly listed: readonly Listed[] }) {
  const readerName = useApp(getReaderName);
  const heading = useRef<HTMLHeadingElement>(null);
  // The folder came in by a drop or a dialog: nothing has the focus that would lead on from here.
  useEffect(() => {
    if (document.activeElement === null || document.activeElement === document.body) heading.current?.focus();
  }, []);
  const size = listed.reduce((sum, each) => sum + each.size, 0);
  const done = folder.phase === 'done';
  return (
    <header className="shards-view-head">
      <div className="shards-view-title">
        <h1 ref={heading} tabIndex={-1}>
          {folder.name}
        </h1>
        <Button
          icon="chevronDown"
          title="Verdicts are for this reader. Choose another."
          onClick={() => actions.setOverlay('reader')}
        >
          {readerName}
        </Button>
      </div>
      {listed.length > 0 && (
        <p className="shards-view-summary" role="status">
          <strong>
            {done ? verdictText(listed) : `${formatNumberOf(listed.length, 'shard')}, ${formatBytes(size)}.`}
          </strong>
          {COUNTED.map((health) => {
            const count = listed.filter(({ story }) => story.health === health).length;
            if (count === 0) return null;
            return (
              <Chip key={health} tone={TONES[health]} icon={HEALTH_LOOKS[health].icon}>
                {count} {WORDS[health]}
              </Chip>
            );
          })}
        </p>
      )}
      <FolderProgress folder={folder} />
    </header>
  );
}

function KeyNotice() {
  return (
    <Callout
      tone="info"
      title="Files here are encrypted."
      actions={
        <Button variant="primary" icon="key" onClick={() => actions.setOverlay('folder-key')}>
          Give the key
        </Button>
      }
    >
      One key is used for all files of the folder. It stays in memory until the folder’s tab is closed.
    </Callout>
  );
}

function MissingShards({
  missing,
  last,
}: {
  readonly missing: readonly (readonly [number, number])[];
  readonly last: number;
}) {
  const names = missing.map(([from, to]) => (from === to ? String(from) : `${from} to ${to}`));
  const one = missing.length === 1 && missing[0]?.[0] === missing[0]?.[1];
  return (
    <Callout
      tone="warn"
      title={`${one ? 'Shard' : 'Shards'} ${names.slice(0, 12).join(', ')}${names.length > 12 ? ', …' : ''} ${one ? 'is' : 'are'} missing.`}
    >
      The numbers here run up to {last}, and shards are numbered from 0. The server starts a missing shard
      empty: its keys are gone. If this is a backup, look for the rest of it.
    </Callout>
  );
}

function NoShards({ folder }: { readonly folder: OpenFolder }) {
  const { subfolders, files } = folder;
  return (
    <Callout
      tone="warn"
      title={`“${folder.name}” holds no shards.`}
      actions={
        <Button icon="folder" onClick={() => void actions.chooseFolder()}>
          Choose another folder
        </Button>
      }
    >
      <p>
        {files.length === 0
          ? 'There is no file in it.'
          : `${files.length === 1 ? 'Its one file is not' : `None of its ${formatNumberOf(files.length, 'file')} is`} called shard-N.aof or shard-N.snap.`}
        {subfolders.length > 0 &&
          ` Subfolders were not looked into: ${subfolders.slice(0, 8).join(', ')}${subfolders.length > 8 ? ', …' : ''}.`}
      </p>
      <p>Open the folder that ember’s data-dir names; its shard files lie directly in it.</p>
    </Callout>
  );
}
