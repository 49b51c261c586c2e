import { useId } from 'react';
import { Button } from '../ui/index.ts';

interface ClockFieldProps {
  readonly clockMs: number;
  readonly onChange: (clockMs: number) => void;
}

/** When the server starts: keys that expire at a fixed time go by it. In UTC, as logs have it. */
export function ClockField({ clockMs, onChange }: ClockFieldProps) {
  const id = useId();
  return (
    <div className="recovery-clock">
      <label htmlFor={id}>The server starts at (UTC)</label>
      <input
        id={id}
        type="datetime-local"
        step={1}
        value={new Date(clockMs).toISOString().slice(0, 19)}
        onChange={(event) => {
          const at = Date.parse(`${event.target.value}Z`);
          if (Number.isFinite(at) && at >= 0) onChange(at);
        }}
      />
      <Button size="small" onClick={() => onChange(Date.now())}>
        Now
      </Button>
      <p>
        Only expiries at a fixed time go by the clock. All others are counted on from what was left when they
        were written: the time that the server was down does not count.
      </p>
    </div>
  );
}
