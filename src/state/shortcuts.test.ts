import { afterEach, describe, expect, test } from 'vitest';
import {
  type Command,
  formatKeys,
  isSingleCharacter,
  type KeyPress,
  matchesKeys,
  shortcuts,
} from './shortcuts.ts';

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  shiftKey: false,
  altGraph: false,
  ...held,
});

describe('matching keys', () => {
  test('e and E differ by Shift, whatever Caps Lock says', () => {
    expect(matchesKeys('e', press('e'))).toBe(true);
    expect(matchesKeys('E', press('E', { shiftKey: true }))).toBe(true);
    expect(matchesKeys('e', press('E', { shiftKey: true }))).toBe(false);
    expect(matchesKeys('e', press('E'))).toBe(true);
    expect(matchesKeys('E', press('e', { shiftKey: true }))).toBe(true);
  });

  test('a letter alone is not a chord', () => {
    expect(matchesKeys('k', press('k', { ctrlKey: true }))).toBe(false);
    expect(matchesKeys('k', press('k', { metaKey: true }))).toBe(false);
    expect(matchesKeys('Mod+K', press('k'))).toBe(false);
  });

  test('Mod is Ctrl or the Mac’s command key', () => {
    expect(matchesKeys('Mod+K', press('k', { ctrlKey: true }))).toBe(true);
    expect(matchesKeys('Mod+K', press('k', { metaKey: true }))).toBe(true);
    expect(matchesKeys('Mod+K', press('K', { ctrlKey: true, shiftKey: true }))).toBe(false);
  });

  test('other characters match however the keyboard makes them', () => {
    expect(matchesKeys('?', press('?', { shiftKey: true }))).toBe(true);
    expect(matchesKeys(':', press(':', { shiftKey: true }))).toBe(true);
    expect(matchesKeys('[', press('[', { ctrlKey: true, altKey: true, altGraph: true }))).toBe(true);
    expect(matchesKeys('+', press('+', { shiftKey: true }))).toBe(true);
  });

  test('named keys mind their modifiers', () => {
    expect(matchesKeys('Home', press('Home'))).toBe(true);
    expect(matchesKeys('Home', press('Home', { ctrlKey: true }))).toBe(false);
    expect(matchesKeys('Ctrl+Home', press('Home', { ctrlKey: true }))).toBe(true);
    expect(matchesKeys('Alt+ArrowLeft', press('ArrowLeft', { altKey: true }))).toBe(true);
    expect(matchesKeys('ArrowLeft', press('ArrowLeft', { shiftKey: true }))).toBe(false);
  });

  test('single characters are told from the rest', () => {
    expect(['j', '?', '+'].every(isSingleCharacter)).toBe(true);
    expect(['Mod+K', 'Escape', 'Alt+j'].some(isSingleCharacter)).toBe(false);
  });

  test('caps are drawn as on the keyboard', () => {
    expect(formatKeys('Mod+K', false)).toEqual(['Ctrl', 'K']);
    expect(formatKeys('Mod+K', true)).toEqual(['⌘', 'K']);
    expect(formatKeys('E', false)).toEqual(['Shift', 'E']);
    expect(formatKeys('e', false)).toEqual(['e']);
    expect(formatKeys('Alt+ArrowLeft', false)).toEqual(['Alt', '←']);
  });
});

describe('the registry', () => {
  const removers: (() => void)[] = [];
  const add = (command: Partial<Command> & Pick<Command, 'id'>): void => {
    removers.push(
      shortcuts.register({ keys: ['j'], label: command.id, group: 'Move', run: () => {}, ...command }),
    );
  };
  const find = (letterKeys = true): string | undefined => shortcuts.find(press('j'), { letterKeys })?.id;

  afterEach(() => {
    for (const remove of removers.splice(0)) remove();
  });

  test('of two commands on a key the one registered last runs, if it can', () => {
    add({ id: 'first' });
    add({ id: 'second' });
    expect(find()).toBe('second');
    add({ id: 'third', when: () => false });
    expect(find()).toBe('second');
  });

  test('the same id counts once', () => {
    add({ id: 'same', label: 'old' });
    add({ id: 'same', label: 'new' });
    expect(shortcuts.list().map((command) => command.label)).toEqual(['new']);
  });

  test('single letters can be switched off', () => {
    add({ id: 'down', keys: ['j', 'ArrowDown'] });
    expect(find(false)).toBeUndefined();
    expect(shortcuts.find(press('ArrowDown'), { letterKeys: false })?.id).toBe('down');
  });

  test('what is taken out is gone', () => {
    add({ id: 'gone' });
    removers.splice(0)[0]?.();
    expect(find()).toBeUndefined();
  });
});
