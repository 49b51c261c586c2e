import { useEffect, useRef } from 'react';
import { type Command, shortcuts } from '../../state/index.ts';

/** A shortcut as a component declares it; `keys` may be a single one. */
export interface ShortcutOptions extends Omit<Command, 'keys'> {
  readonly keys: string | readonly string[];
}

/**
 * Binds keys to a command while the component is mounted; it also appears in the list of keys and in the palette.
 * `run` and `when` may be new functions at each render.
 */
export function useShortcut({ id, keys, label, group, run, when }: ShortcutOptions): void {
  const latest = useRef({ run, when });
  useEffect(() => {
    latest.current = { run, when };
  });
  const bound = typeof keys === 'string' ? keys : keys.join(' ');
  useEffect(
    () =>
      shortcuts.register({
        id,
        keys: bound === '' ? [] : bound.split(' '),
        label,
        group,
        run: () => latest.current.run(),
        when: () => latest.current.when?.() ?? true,
      }),
    [id, bound, label, group],
  );
}

/** A command without a key: the palette offers it while the component is mounted. */
export function useCommand(options: Omit<ShortcutOptions, 'keys'>): void {
  useShortcut({ ...options, keys: [] });
}
