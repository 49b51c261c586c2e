import { Taint } from '../../replay/index.ts';
import { actions, type FileId } from '../../state/index.ts';
import { Chip, formatNumberOf } from '../ui/index.ts';
import { CERTAINTY, TAINTS } from '../ui/keyTexts.ts';

interface CertaintyNoteProps {
  readonly fileId: FileId;
  /** Keys that are there in the end, by how certain they are. */
  readonly counts: Readonly<Record<Taint, number>>;
}

/** How far the states can be trusted after something was lost, in a sentence for each way. */
export function CertaintyNote({ fileId, counts }: CertaintyNoteProps) {
  if (counts[Taint.stale] + counts[Taint.unknown] === 0) return null;
  return (
    <section className="recovery-certainty" aria-label="How certain the keys are">
      <dl>
        {TAINTS.filter((taint) => counts[taint] > 0).map((taint) => (
          <div key={taint}>
            <dt>
              <Chip tone={CERTAINTY[taint].tone} icon={CERTAINTY[taint].icon}>
                {CERTAINTY[taint].label}
              </Chip>
            </dt>
            <dd>
              {formatNumberOf(counts[taint], 'key')}. {CERTAINTY[taint].meaning}
            </dd>
          </div>
        ))}
      </dl>
      <p>
        Counted are the keys that all records that hold lead to; what the plan drops of them counts as lost.{' '}
        <button
          type="button"
          className="link-button"
          onClick={() => {
            actions.setView(fileId, 'keys');
            actions.setPane('list');
          }}
        >
          See each of them in Keys
        </button>
      </p>
    </section>
  );
}
