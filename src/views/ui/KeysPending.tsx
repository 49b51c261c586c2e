import { announceFailure, type FileId, service } from '../../state/index.ts';
import { Busy } from './Busy.tsx';
import { Button } from './Button.tsx';
import { Callout } from './Callout.tsx';
import type { KeysState } from './useKeysReport.ts';
import './KeysPending.css';

interface KeysPendingProps {
  readonly fileId: FileId;
  readonly state: KeysState;
  readonly onRetry: () => void;
}

/** What stands in a view of keys until they have been worked out. */
export function KeysPending({ fileId, state, onRetry }: KeysPendingProps) {
  if (state.phase === 'scanning') {
    return (
      <div className="keys-pending">
        <Busy label="The keys come once the file has been read" />
      </div>
    );
  }
  if (state.phase === 'working') {
    return (
      <div className="keys-pending">
        <Busy label="Working out what became of each key" />
        <progress value={state.done} max={1} aria-label="Keys worked out" />
        <Button
          onClick={() =>
            service(fileId)
              .cancelKeys()
              .catch((error) => announceFailure(error, null))
          }
          icon="stop"
        >
          Stop
        </Button>
      </div>
    );
  }
  if (state.phase === 'ready') return null;
  return (
    <div className="keys-pending">
      {state.phase === 'failed' ? (
        <div role="alert">
          <Callout tone="bad" title="The keys could not be worked out.">
            <p>
              {state.problem.what} {state.problem.meaning} {state.problem.next}
            </p>
          </Callout>
        </div>
      ) : (
        <p>The work on the keys was stopped.</p>
      )}
      <Button onClick={onRetry} icon="reload">
        Work them out
      </Button>
    </div>
  );
}
