import { useLayoutEffect } from 'react';
import { useApp } from '../../state/index.ts';

/** Puts the chosen theme on <html>; none there means that the system decides. */
export function useTheme(): void {
  const theme = useApp((state) => state.preferences.theme);
  useLayoutEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }, [theme]);
}
