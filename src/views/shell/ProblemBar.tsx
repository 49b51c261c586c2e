import { actions, type OpenFile, PROBLEM } from '../../state/index.ts';
import type { Problem } from '../../workers/index.ts';
import { Button, Callout } from '../ui/index.ts';
import './ProblemBar.css';

interface ProblemBarProps {
  readonly problem: Problem;
  readonly file: OpenFile;
  /** Null where nothing is left to look at without solving it. */
  readonly onDismiss: (() => void) | null;
}

/** Something that went wrong with a file: what, where, what it means, and what to do. */
export function ProblemBar({ problem, file, onDismiss }: ProblemBarProps) {
  const canReload = file.handle !== null || problem.code !== PROBLEM.fileChanged;
  return (
    <div className="problem-bar" role="alert">
      <Callout
        tone="bad"
        title={problem.what}
        actions={
          <>
            {canReload && (
              <Button icon="reload" onClick={() => void actions.reload(file.id)}>
                Reload
              </Button>
            )}
            {onDismiss !== null && (
              <Button variant="quiet" onClick={onDismiss}>
                Dismiss
              </Button>
            )}
          </>
        }
      >
        <p>
          {problem.where !== null && `${problem.where} `}
          {problem.meaning}{' '}
          {canReload ? problem.next : 'Drop the file here again to read its present version.'}
        </p>
      </Callout>
    </div>
  );
}
