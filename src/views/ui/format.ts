export { formatOffset } from '../../codec/index.ts';

const COUNT = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const UNITS = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** 4317986 -> "4,317,986" */
export function formatCount(value: number): string {
  return COUNT.format(value);
}

/** "1 record", "379 records": the number with its noun. */
export function formatNumberOf(
  value: number,
  noun: string,
  plural = /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`,
): string {
  return `${formatCount(value)} ${value === 1 ? noun : plural}`;
}

/** "512 B", "1.2 KiB", "954 MiB": three digits at most, for a glance. */
export function formatBytes(value: number): string {
  let scaled = value;
  let unit = -1;
  // 1023.5 KiB would round to "1,024 KiB".
  while (scaled >= 999.5 && unit < UNITS.length - 1) {
    scaled /= 1024;
    unit += 1;
  }
  const name = UNITS[unit];
  if (name === undefined) return `${formatCount(value)} B`;
  return `${scaled.toFixed(scaled < 9.95 ? 1 : 0)} ${name}`;
}

/** Milliseconds -> "340 ms", "1.6 s", "42 s", "2 min 5 s", "1 h 4 min". */
export function formatDuration(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return join(Math.floor(whole / 60), 'min', whole % 60, 's');
  const minutes = Math.round(seconds / 60);
  if (minutes < 24 * 60) return join(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  const hours = Math.round(seconds / 3600);
  return join(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

function join(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0
    ? `${formatCount(large)} ${largeUnit}`
    : `${formatCount(large)} ${largeUnit} ${small} ${smallUnit}`;
}
