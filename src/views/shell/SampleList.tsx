import { Chip, Icon } from '../ui/index.ts';
import { openSample, useSamples } from './useSamples.ts';
import './SampleList.css';

/** Real files, one of each kind of damage. */
export function SampleList() {
  const samples = useSamples();
  if (samples.length === 0) return null;
  return (
    <section className="sample-list" aria-labelledby="samples-title">
      <h2 id="samples-title">No file at hand? Try one of each damage</h2>
      <ul>
        {samples.map((sample) => (
          <li key={sample.file}>
            <button type="button" className="sample-list-item" onClick={() => void openSample(sample)}>
              <span className="sample-list-head">
                <span className="sample-list-title">{sample.title}</span>
                {sample.keyHex !== undefined && <Icon name="lock" size={13} label="encrypted" />}
                {sample.damage === null ? (
                  <Chip tone="good">no damage</Chip>
                ) : (
                  <Chip>{sample.damage.replaceAll('-', ' ')}</Chip>
                )}
              </span>
              <span className="sample-list-note">{sample.note}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
