/*
 * Every command of the page, with its keys if it has any. One registry binds the keys and draws the list of keys
 * and the command palette, so that the three can't disagree.
 */
import { createStore } from 'zustand';

export type CommandGroup = 'Move' | 'Find' | 'File' | 'View' | 'Repair' | 'General';

/** In the order in which lists show them. */
export const COMMAND_GROUPS: readonly CommandGroup[] = ['Move', 'Find', 'View', 'File', 'Repair', 'General'];

export interface Command {
  /** Unique; of two with the same id the one registered last counts. */
  readonly id: string;
  /**
   * "j", "E" (with Shift), "ArrowDown", "Alt+ArrowLeft", "Ctrl+Home", "Mod+K" (Ctrl, or ⌘ on a Mac). Empty for a
   * command that only the palette offers.
   */
  readonly keys: readonly string[];
  readonly label: string;
  readonly group: CommandGroup;
  readonly run: () => void;
  /** Whether it can run now; always, where it is left out. */
  readonly when?: () => boolean;
}

/** What a key press says, as far as matching needs it. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  /** AltGr, which some keyboards need for [ or ], arrives as Ctrl+Alt. */
  readonly altGraph: boolean;
}

const MODIFIERS = ['Mod', 'Ctrl', 'Alt', 'Shift', 'Meta'] as const;
type Modifier = (typeof MODIFIERS)[number];

const isModifier = (text: string): text is Modifier => (MODIFIERS as readonly string[]).includes(text);

/** Whether a press is what `keys` names. */
export function matchesKeys(keys: string, press: KeyPress): boolean {
  const { key, modifiers } = parseKeys(keys);
  const ctrl = press.ctrlKey && !press.altGraph;
  const alt = press.altKey && !press.altGraph;
  if (alt !== modifiers.has('Alt')) return false;
  if (modifiers.has('Mod')) {
    if (!ctrl && !press.metaKey) return false;
  } else if (ctrl !== modifiers.has('Ctrl') || press.metaKey !== modifiers.has('Meta')) return false;

  const isCharacter = key.length === 1;
  // A chord names its letter without regard to case; alone, "e" and "E" differ by Shift, whatever Caps Lock says.
  if (isCharacter && modifiers.size > 0) {
    return press.key.toLowerCase() === key.toLowerCase() && press.shiftKey === modifiers.has('Shift');
  }
  if (isCharacter && isLetter(key)) {
    return press.key.toLowerCase() === key.toLowerCase() && press.shiftKey === (key !== key.toLowerCase());
  }
  // Which other characters need Shift depends on the keyboard.
  if (isCharacter) return press.key === key;
  return press.key === key && press.shiftKey === modifiers.has('Shift');
}

/** Whether `keys` is one character without Ctrl, Alt or ⌘: those can be switched off (WCAG 2.1.4). */
export function isSingleCharacter(keys: string): boolean {
  const { key, modifiers } = parseKeys(keys);
  return key.length === 1 && modifiers.size === 0;
}

/** The caps to draw for `keys`: ["Ctrl", "K"], ["⌘", "K"], ["↓"], ["Shift", "E"]. */
export function formatKeys(keys: string, isMac: boolean): readonly string[] {
  const { key, modifiers } = parseKeys(keys);
  const caps: string[] = [];
  for (const modifier of MODIFIERS) if (modifiers.has(modifier)) caps.push(nameModifier(modifier, isMac));
  if (modifiers.size === 0 && isLetter(key) && key !== key.toLowerCase()) caps.push('Shift');
  caps.push(KEY_NAMES[key] ?? (isLetter(key) && caps.length > 0 ? key.toUpperCase() : key));
  return caps;
}

const KEY_NAMES: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
  Escape: 'Esc',
};

function nameModifier(modifier: Modifier, isMac: boolean): string {
  if (modifier === 'Mod') return isMac ? '⌘' : 'Ctrl';
  if (modifier === 'Meta') return '⌘';
  return modifier;
}

function parseKeys(keys: string): { readonly key: string; readonly modifiers: ReadonlySet<Modifier> } {
  const parts = keys.length === 1 ? [keys] : keys.split('+');
  const modifiers = new Set(parts.slice(0, -1).filter(isModifier));
  return { key: parts.at(-1) ?? '', modifiers };
}

function isLetter(key: string): boolean {
  return key.length === 1 && key.toLowerCase() !== key.toUpperCase();
}

interface Registry {
  readonly commands: readonly Command[];
}

const registry = createStore<Registry>(() => ({ commands: [] }));

export const shortcuts = {
  /** Adds a command. @returns what takes it out again */
  register(command: Command): () => void {
    registry.setState(({ commands }) => ({ commands: [...commands, command] }));
    return () => {
      registry.setState(({ commands }) => ({ commands: commands.filter((known) => known !== command) }));
    };
  },

  /** All commands, one for each id, in the order in which they were registered. */
  list(): readonly Command[] {
    return [...new Map(registry.getState().commands.map((command) => [command.id, command])).values()];
  },

  /** The command that a key press runs now: of several, the one registered last. */
  find(press: KeyPress, options: { readonly letterKeys: boolean }): Command | null {
    const matching = shortcuts
      .list()
      .filter((command) =>
        command.keys.some(
          (keys) => matchesKeys(keys, press) && (options.letterKeys || !isSingleCharacter(keys)),
        ),
      );
    return matching.findLast((command) => command.when?.() !== false) ?? null;
  },

  subscribe: registry.subscribe,
};
