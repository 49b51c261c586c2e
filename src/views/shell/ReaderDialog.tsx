import { useState } from 'react';
import {
  DEFAULT_READER,
  READER_FEATURES,
  READER_VERSIONS,
  type ReaderFeature,
  type ReaderId,
  readerProfile,
} from '../../codec/index.ts';
import { actions, useApp } from '../../state/index.ts';
import { Button, Dialog } from '../ui/index.ts';
import { describeReader, FEATURE_TEXT, versionLabel } from './readerText.ts';
import './ReaderDialog.css';

/** Which build of ember verdicts are for. The files don't say which one wrote them, and builds differ. */
export function ReaderDialog({ onClose }: { readonly onClose: () => void }) {
  const current = useApp((state) => state.preferences.reader);
  const [reader, setReader] = useState<ReaderId>(current);

  const usual = new Set(describeReader(readerProfile(current)));

  const toggle = (feature: ReaderFeature, on: boolean): void => {
    const features = READER_FEATURES.filter((one) => (one === feature ? on : reader.features.includes(one)));
    setReader({ ...reader, features });
  };
  const use = (): void => {
    actions.setPreferences({ reader });
    onClose();
  };

  return (
    <Dialog
      title="The reader that verdicts are for"
      onClose={onClose}
      width="wide"
      actions={
        <>
          <Button variant="quiet" onClick={() => setReader(DEFAULT_READER)}>
            Back to 0.4.9 with all features
          </Button>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" onClick={use}>
            Use this reader
          </Button>
        </>
      }
    >
      <div className="reader-dialog">
        <p>
          What a server makes of a file depends on its version and on how it was built; the file does not say.
          Choose the one that will load it.
        </p>
        <div className="reader-dialog-columns">
          <div className="reader-dialog-choice">
            <label className="reader-dialog-version">
              Ember version
              <select
                value={reader.version}
                onChange={(event) => {
                  const version = READER_VERSIONS.find((one) => one === event.target.value);
                  if (version !== undefined) setReader({ ...reader, version });
                }}
              >
                {READER_VERSIONS.toReversed().map((version) => (
                  <option key={version} value={version}>
                    {versionLabel(version)}
                  </option>
                ))}
              </select>
            </label>
            <fieldset>
              <legend>Built with</legend>
              {READER_FEATURES.map((feature) => (
                <label key={feature} className="reader-dialog-feature">
                  <input
                    type="checkbox"
                    checked={reader.features.includes(feature)}
                    onChange={(event) => toggle(feature, event.target.checked)}
                  />
                  <span>
                    <b>{feature}</b>
                    <br />
                    <span className="reader-dialog-note">{FEATURE_TEXT[feature]}</span>
                  </span>
                </label>
              ))}
              <p className="reader-dialog-note">Official release builds have none of the three.</p>
            </fieldset>
          </div>
          <section className="reader-dialog-effect" aria-live="polite" aria-label="What this reader does">
            <h3>Ember {reader.version}</h3>
            <ul>
              {describeReader(readerProfile(reader)).map((line) => (
                <li key={line} className={usual.has(line) ? undefined : 'reader-dialog-differs'}>
                  {line}
                  {!usual.has(line) && <span className="reader-dialog-mark">unlike the present choice</span>}
                </li>
              ))}
            </ul>
          </section>
        </div>
      </div>
    </Dialog>
  );
}
