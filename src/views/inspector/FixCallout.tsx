import type { ReactNode } from 'react';
import { encodeHex } from '../../codec/index.ts';
import { actions, type FileId } from '../../state/index.ts';
import type { FixView, RowView } from '../../workers/index.ts';
import { focusPane } from '../ui/focusPane.ts';
import { Button, Callout, formatOffset, useCommand } from '../ui/index.ts';
import { wishForStep } from '../ui/stepWish.ts';
import './FixCallout.css';

interface FixCalloutProps {
  readonly fileId: FileId;
  readonly row: RowView;
  readonly fix: FixView;
  readonly noun: string;
  readonly canRepair: boolean;
}

const SCOPES = { bit: 'One flipped bit', byte: 'One wrong byte', length: 'One wrong length' } as const;

/** Likelier than this, a coincidence is nothing to be sure about. */
const UNSURE = 1 / 1000;

/** The change of a few bytes that would put the row right: what, where, what it makes of the value, how sure that is. */
export function FixCallout({ fileId, row, fix: view, noun, canRepair }: FixCalloutProps) {
  const { fix, field, reads, odds } = view;
  const explains = fix.odds > UNSURE ? 'may explain this.' : 'explains this.';
  const isNumber = view.lead === '' && view.tail === '';
  const showBytes = (): void => {
    actions.select(fileId, {
      row: row.row,
      field: field?.path ?? null,
      bytes: { space: 'file', start: fix.at, end: fix.at + fix.before.length },
    });
    focusPane('bytes');
  };
  const use = (): void => {
    wishForStep();
    void actions.repairWith(fileId, 'fix-bits');
  };
  useCommand({
    id: 'repair.use-fix',
    label: `Use the fix of this ${noun} in the repair`,
    group: 'Repair',
    run: use,
    when: () => canRepair,
  });
  return (
    <div className="fix-callout">
      <Callout
        tone="info"
        title={`${SCOPES[fix.scope]} ${explains}`}
        actions={
          canRepair && (
            <Button size="small" icon="repair" onClick={use}>
              Use this fix in the repair
            </Button>
          )
        }
      >
        <p>
          <button type="button" className="link-button mono" title="Show these bytes" onClick={showBytes}>
            {formatOffset(fix.at)}
          </button>
          {fix.bit !== null && `, bit ${fix.bit}`}
          {field !== null && (
            <>
              {', in '}
              <b>{field.name}</b>
            </>
          )}
          {': '}
          <span className="fix-callout-bytes">
            <del>{encodeHex(fix.before, ' ')}</del> → <ins>{encodeHex(fix.after, ' ')}</ins>
          </span>
        </p>
        {isNumber ? (
          <p>
            It says <del>{view.now}</del> and should say <ins>{view.fixed}</ins>.
          </p>
        ) : (
          <dl className="fix-callout-lines">
            <Line name="now" view={view}>
              <del>{view.now}</del>
            </Line>
            <Line name="fixed" view={view}>
              <ins>{view.fixed}</ins>
            </Line>
          </dl>
        )}
        {reads !== null && (
          <p>
            The {noun} then reads: <code className="fix-callout-reads">{reads}</code>
          </p>
        )}
        <p>
          {noun === 'entry' ? 'The file’s checksum then matches' : 'The stored checksum then matches'}; the
          chance of a coincidence is {odds}.
        </p>
      </Callout>
    </div>
  );
}

/** The value around the change. */
function Line({
  name,
  view,
  children,
}: {
  readonly name: string;
  readonly view: FixView;
  readonly children: ReactNode;
}) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {view.lead}
        {children}
        {view.tail}
      </dd>
    </div>
  );
}
