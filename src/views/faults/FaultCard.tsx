import { memo } from 'react';
import { actions, type FileId } from '../../state/index.ts';
import type { FaultView } from '../../workers/index.ts';
import { focusPane } from '../ui/focusPane.ts';
import { Button, Chip, classNames, formatBytes, formatOffset, Icon } from '../ui/index.ts';
import { fixWords } from '../ui/integrity.ts';
import { SEVERITY_LOOKS } from './severityLooks.ts';

interface FaultCardProps {
  readonly fileId: FileId;
  readonly fault: FaultView;
  readonly selected: boolean;
  readonly canRepair: boolean;
  readonly onSelect: (fault: FaultView) => void;
  /** Goes to its row in the table. */
  readonly onShow: (fault: FaultView) => void;
}

/** A fault: where, what the bytes show, what follows, what to do. */
export const FaultCard = memo(
  function FaultCard({ fileId, fault, selected, canRepair, onSelect, onShow }: FaultCardProps) {
    const { severity, offset, length, fix } = fault.fault;
    const { icon, label } = SEVERITY_LOOKS[severity];
    return (
      <li className={classNames('fault-card', `fault-card-${severity}`, selected && 'fault-card-selected')}>
        <button
          type="button"
          className="fault-card-main"
          aria-current={selected ? 'true' : undefined}
          // The first press selects; the second goes on to the fields.
          onClick={() => (selected ? focusPane('inspector') : onSelect(fault))}
        >
          <span className={`fault-card-severity faults-icon-${severity}`}>
            <Icon name={icon} size={14} />
            {label}
          </span>
          <span className="fault-card-evidence">
            {fault.evidence}
            {fault.cause !== null && ` ${fault.cause}`}
          </span>
          <span className="fault-card-consequence">{fault.consequence}</span>
          <span className="fault-card-suggestion">
            <Icon name="arrowRight" size={12} />
            {fault.suggestion}
          </span>
        </button>
        <div className="fault-card-side">
          <button
            type="button"
            className="link-button mono"
            title="Show the row in the table"
            onClick={() => onShow(fault)}
          >
            {formatOffset(offset)}
          </button>
          {length > 0 && <span className="fault-card-length">{formatBytes(length)}</span>}
          {fix !== undefined && <Chip tone="info">{fixWords(fix.scope)}</Chip>}
          {canRepair && severity !== 'info' && (
            <Button size="small" onClick={() => actions.setView(fileId, 'repair')}>
              Fix…
            </Button>
          )}
        </div>
      </li>
    );
  },
  (a, b) =>
    a.fault === b.fault && a.selected === b.selected && a.canRepair === b.canRepair && a.fileId === b.fileId,
);
