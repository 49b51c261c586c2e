import type { ReactNode } from 'react';
import { actions, type FileId } from '../../state/index.ts';
import type { FaultView, FixView, RowView } from '../../workers/index.ts';
import { Button, Callout, type CalloutTone } from '../ui/index.ts';
import { FixCallout } from './FixCallout.tsx';

const TONES: Readonly<Record<FaultView['fault']['severity'], CalloutTone>> = {
  info: 'info',
  warning: 'warn',
  damage: 'bad',
};

interface RowFaultsProps {
  readonly fileId: FileId;
  readonly row: RowView;
  readonly faults: readonly FaultView[];
  /** What would put it right. */
  readonly fix: FixView | null;
  readonly noun: string;
  readonly canRepair: boolean;
}

/** What is wrong with the selected row: what, how it shows, what it means for the data, what to do. */
export function RowFaults({ fileId, row, faults, fix, noun, canRepair }: RowFaultsProps) {
  if (faults.length === 0) return null;
  return (
    <div className="row-faults">
      {fix !== null && <FixCallout fileId={fileId} row={row} fix={fix} noun={noun} canRepair={canRepair} />}
      {faults.map((view) => (
        <Callout
          key={view.index}
          tone={TONES[view.fault.severity]}
          title={view.title}
          actions={actionsFor(fileId, view, canRepair)}
        >
          <p>
            {view.evidence}
            {/* What would put it right has just been said above. */}
            {view.cause !== null && view.fault.fix === undefined && ` ${view.cause}`}
          </p>
          <p>{view.consequence}</p>
          <p>{view.suggestion}</p>
        </Callout>
      ))}
    </div>
  );
}

function actionsFor(fileId: FileId, { fault }: FaultView, canRepair: boolean): ReactNode {
  const { evidence, severity } = fault;
  if (evidence.kind === 'key-required' || (evidence.kind === 'undecryptable' && evidence.wrongKeyLikely)) {
    return (
      <Button size="small" icon="key" onClick={() => actions.setOverlay('key')}>
        {evidence.kind === 'key-required' ? 'Give the key' : 'Give another key'}
      </Button>
    );
  }
  // The button of the fix leads there already.
  if (!canRepair || severity !== 'damage' || fault.fix !== undefined) return undefined;
  return (
    <Button size="small" icon="repair" onClick={() => actions.setView(fileId, 'repair')}>
      See the repair
    </Button>
  );
}
