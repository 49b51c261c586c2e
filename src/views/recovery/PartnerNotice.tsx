import { actions, getFile, type OpenFile, useApp } from '../../state/index.ts';
import { Button, Callout, Icon } from '../ui/index.ts';

/** Which other file of the shard counts too; without one, what that means and how to add it. */
export function PartnerNotice({ file }: { readonly file: OpenFile }) {
  const partner = useApp((state) => (file.partner === null ? null : getFile(state, file.partner)));
  const files = useApp((state) => state.files);
  const isLog = file.summary?.capabilities.rowNoun === 'record';
  if (partner !== null) {
    return (
      <p className="recovery-partner">
        <Icon name="check" />
        <span>
          Together with{' '}
          <button type="button" className="link-button" onClick={() => actions.activate(partner.id)}>
            {partner.name}
          </button>
          , the shard’s {isLog ? 'snapshot' : 'log'}.
        </span>
      </p>
    );
  }
  const candidates = files.filter(
    (other) =>
      other.id !== file.id &&
      other.partner === null &&
      other.summary !== null &&
      other.summary.refusal === null &&
      other.summary.capabilities.shards &&
      other.summary.capabilities.rowNoun !== file.summary?.capabilities.rowNoun,
  );
  return (
    <Callout
      tone="info"
      title={isLog ? 'Without the shard’s snapshot.' : 'Without the shard’s log.'}
      actions={
        <>
          {candidates.slice(0, 3).map((other) => (
            <Button key={other.id} onClick={() => actions.linkFiles(file.id, other.id)}>
              Take {other.name}
            </Button>
          ))}
          <Button icon="folder" onClick={() => void actions.chooseFolder()}>
            Open the folder
          </Button>
        </>
      }
    >
      {isLog
        ? 'Keys that the snapshot brings are missing below. If there is one, open it too, or the whole folder.'
        : 'What the log changes is missing below. Open it too, or the whole folder.'}
    </Callout>
  );
}
