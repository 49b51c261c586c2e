import { DEFAULT_READER, formatReader, parseReader } from '../codec/index.ts';
import type { Preferences, Theme } from './model.ts';

/** Under which name the preferences are kept in localStorage. */
export const PREFERENCES_KEY = 'shardscope.preferences';

export const DEFAULT_PREFERENCES: Preferences = {
  theme: 'system',
  reader: DEFAULT_READER,
  letterKeys: true,
  columns: { order: [], hidden: [], widths: {} },
  inspectorWidth: 480,
  bytesHeight: 300,
};

const THEMES: readonly Theme[] = ['system', 'light', 'dark'];
const MAX_PIXELS = 8192;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isPixels = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 && value <= MAX_PIXELS;
const names = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((name) => typeof name === 'string').slice(0, 100) : [];

/**
 * Reads stored preferences. Each key is judged on its own: one that is missing, of an older version or damaged falls
 * back to its default and never takes the others with it.
 */
export function parsePreferences(text: string | null): Preferences {
  const stored = readObject(text);
  const { theme, reader, letterKeys, columns, inspectorWidth, bytesHeight } = stored;
  return {
    theme: THEMES.find((known) => known === theme) ?? DEFAULT_PREFERENCES.theme,
    reader: (typeof reader === 'string' ? parseReader(reader) : null) ?? DEFAULT_PREFERENCES.reader,
    letterKeys: typeof letterKeys === 'boolean' ? letterKeys : DEFAULT_PREFERENCES.letterKeys,
    columns: parseColumns(columns),
    inspectorWidth: isPixels(inspectorWidth) ? inspectorWidth : DEFAULT_PREFERENCES.inspectorWidth,
    bytesHeight: isPixels(bytesHeight) ? bytesHeight : DEFAULT_PREFERENCES.bytesHeight,
  };
}

/** The text that {@link parsePreferences} reads back. */
export function formatPreferences(preferences: Preferences): string {
  return JSON.stringify({ ...preferences, reader: formatReader(preferences.reader) });
}

/** What this browser remembers; the defaults where it keeps nothing. */
export function loadPreferences(): Preferences {
  try {
    return parsePreferences(localStorage.getItem(PREFERENCES_KEY));
  } catch {
    // Storage can be switched off; the page works without.
    return DEFAULT_PREFERENCES;
  }
}

export function savePreferences(preferences: Preferences): void {
  try {
    localStorage.setItem(PREFERENCES_KEY, formatPreferences(preferences));
  } catch {
    // Storage can be switched off or full; then they last for this visit only.
  }
}

function parseColumns(value: unknown): Preferences['columns'] {
  if (!isRecord(value)) return DEFAULT_PREFERENCES.columns;
  const widths = isRecord(value.widths) ? Object.entries(value.widths) : [];
  return {
    order: names(value.order),
    hidden: names(value.hidden),
    widths: Object.fromEntries(
      widths.filter((pair): pair is [string, number] => isPixels(pair[1])).slice(0, 100),
    ),
  };
}

function readObject(text: string | null): Record<string, unknown> {
  if (text === null) return {};
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}
