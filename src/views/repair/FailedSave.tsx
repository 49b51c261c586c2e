import type { Problem } from '../../workers/index.ts';
import { Button, Callout } from '../ui/index.ts';

/** Why nothing was saved. */
export function FailedSave({
  problem: { what, where, meaning, next },
  onRetry,
}: {
  readonly problem: Problem;
  readonly onRetry: () => void;
}) {
  return (
    <Callout tone="bad" title={what} actions={<Button onClick={onRetry}>Try again</Button>}>
      <p>
        {where !== null && `${where}. `}
        {meaning} {next}
      </p>
    </Callout>
  );
}
