import { type RefObject, useEffect, useState } from 'react';
import { useApp } from '../../state/index.ts';
import { type ChartColours, readChartColours } from './chartColours.ts';

/** What changes the page's colours without the page doing so. */
const QUERIES = ['(prefers-color-scheme: dark)', '(prefers-contrast: more)', '(forced-colors: active)'];

/** The page's colours for charts, read again when the theme changes. Null before the first drawing. */
export function useChartColours(probe: RefObject<HTMLElement | null>): ChartColours | null {
  const theme = useApp((state) => state.preferences.theme);
  const [colours, setColours] = useState<ChartColours | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme has other colours
  useEffect(() => {
    const read = (): void => {
      if (probe.current !== null) setColours(readChartColours(probe.current));
    };
    // The theme is put on <html> by an effect that may run after this one.
    const frame = requestAnimationFrame(read);
    const lists = QUERIES.map((query) => matchMedia(query));
    for (const list of lists) list.addEventListener('change', read);
    return () => {
      cancelAnimationFrame(frame);
      for (const list of lists) list.removeEventListener('change', read);
    };
  }, [probe, theme]);

  return colours;
}
