import type { StateFormat } from '../../replay/index.ts';
import { Segmented } from './Segmented.tsx';
import { STATE_FORMATS } from './stateFormats.ts';

const OPTIONS = Object.entries(STATE_FORMATS).map(([value, { label }]) => ({
  value: value as StateFormat,
  label,
}));

/** In which form a state is written out. */
export function StateFormatChoice({
  format,
  onChange,
}: {
  readonly format: StateFormat;
  readonly onChange: (format: StateFormat) => void;
}) {
  return <Segmented label="Form" size="small" value={format} onChange={onChange} options={OPTIONS} />;
}
