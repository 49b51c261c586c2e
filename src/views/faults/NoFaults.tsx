import { type FileId, getFile, useApp } from '../../state/index.ts';
import { Icon } from '../ui/index.ts';

/** What it means that nothing was found: no more than the format's checksums can promise. */
export function NoFaults({ fileId, scanning }: { readonly fileId: FileId; readonly scanning: boolean }) {
  const checksums = useApp((state) => getFile(state, fileId)?.summary?.capabilities.checksums ?? 'record');
  const keyNeeded = useApp((state) => getFile(state, fileId)?.keyState === 'needed');
  const whole = useApp((state) => getFile(state, fileId)?.report?.phase === 'done');

  if (scanning) {
    return (
      <div className="faults-none">
        <p className="faults-none-title">No faults so far</p>
        <p>The file is still being read.</p>
      </div>
    );
  }
  if (!whole) {
    return (
      <div className="faults-none">
        <p className="faults-none-title">No faults in what was read</p>
        <p>The reading was stopped before the end of the file.</p>
      </div>
    );
  }
  if (keyNeeded) {
    return (
      <div className="faults-none">
        <Icon name="lock" size={28} />
        <p className="faults-none-title">No faults in the framing</p>
        <p>What is inside can only be checked with the key.</p>
      </div>
    );
  }
  return (
    <div className="faults-none">
      <Icon name={checksums === 'none' ? 'info' : 'check'} size={28} className="faults-none-icon" />
      <p className="faults-none-title">{TITLES[checksums]}</p>
      {checksums === 'none' && (
        <p>This format keeps no checksums, so a value that was changed would not show.</p>
      )}
    </div>
  );
}

const TITLES = {
  record: 'No faults: every checksum in this file holds',
  file: 'No faults: the checksum of this file holds',
  none: 'No faults: every record reads well',
} as const;
