import { type Figure, median, type Target, type Unit } from './figure.ts';
import { textTable } from './textTable.ts';

/** "0.91", "182 ms", "1,024 MB/s" */
export function valueText(value: number, unit: Unit): string {
  if (Number.isNaN(value)) return '–';
  if (unit === 'ratio') return value.toFixed(value < 0.1 ? 3 : 2);
  const digits = Math.abs(value) < 10 ? 1 : 0;
  return `${value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })} ${unit}`;
}

/** The lowest and the highest value: "0.89 … 0.93". */
export function spreadText({ values, unit }: Figure): string {
  if (values.length < 2) return '';
  return `${valueText(Math.min(...values), unit)} … ${valueText(Math.max(...values), unit)}`;
}

export const targetText = (target: Target | null, unit: Unit): string =>
  target === null ? '' : `${target.at === 'least' ? '≥' : '≤'} ${valueText(target.value, unit)}`;

/** Whether the median meets the target; null without one. */
export function meetsTarget({ values, target }: Figure): boolean | null {
  if (target === null || values.length === 0) return null;
  const value = median(values);
  return target.at === 'least' ? value >= target.value : value <= target.value;
}

const MARKS = { true: 'met', false: 'missed', null: '' } as const;

/** The figures as a table for the terminal. */
export function figureTable(figures: readonly Figure[]): string {
  const rows = figures.map((each) => [
    each.title,
    valueText(median(each.values), each.unit),
    spreadText(each),
    targetText(each.target, each.unit),
    MARKS[`${meetsTarget(each)}`],
  ]);
  return textTable([['', 'median', 'lowest … highest', 'target', ''], ...rows], [1]);
}
