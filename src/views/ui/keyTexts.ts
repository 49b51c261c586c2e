/* What becomes of a key, and how certain that is, in words. Every view says it alike. */
import { KeyFate, Taint } from '../../replay/index.ts';
import type { Tone } from './Chip.tsx';
import type { IconName } from './Icon.tsx';

interface Looks {
  readonly label: string;
  readonly icon: IconName;
  readonly tone: Tone;
  /** One sentence. */
  readonly meaning: string;
}

export const CERTAINTY: Readonly<Record<Taint, Looks>> = {
  [Taint.exact]: {
    label: 'exact',
    icon: 'check',
    tone: 'good',
    meaning: 'Nothing that could have changed this key is missing, as far as the bytes tell.',
  },
  [Taint.stale]: {
    label: 'possibly stale',
    icon: 'clock',
    tone: 'warn',
    meaning:
      'Since this key was last known for certain, a lost record, or a command that is not replayed, may have changed or removed it.',
  },
  [Taint.unknown]: {
    label: 'unknown',
    icon: 'question',
    tone: 'bad',
    meaning:
      'No certain state of this key was ever seen: what it rests on was lost, lies in a broken snapshot, or comes from a command that is not replayed.',
  },
};

export const FATE: Readonly<Record<KeyFate, Looks>> = {
  [KeyFate.alive]: { label: 'there', icon: 'check', tone: 'good', meaning: 'The key is there in the end.' },
  [KeyFate.deleted]: { label: 'deleted', icon: 'trash', tone: 'neutral', meaning: 'A DEL removed it.' },
  [KeyFate.emptied]: {
    label: 'emptied',
    icon: 'circle',
    tone: 'neutral',
    meaning: 'Its last item or member was taken out, and an empty collection goes.',
  },
  [KeyFate.renamed]: {
    label: 'renamed',
    icon: 'arrowRight',
    tone: 'neutral',
    meaning: 'A RENAME moved it away.',
  },
  [KeyFate.expired]: {
    label: 'expired',
    icon: 'clock',
    tone: 'neutral',
    meaning: 'Its time is over when the server starts, and the server drops it.',
  },
  [KeyFate.never]: {
    label: 'never there',
    icon: 'minus',
    tone: 'neutral',
    meaning: 'No record that holds made it: they need a key that is there, or the one that made it was lost.',
  },
  [KeyFate.unclear]: {
    label: 'not replayed',
    icon: 'question',
    tone: 'warn',
    meaning: 'A command that is not replayed here decides what it holds; its records say which.',
  },
};

export const FATES: readonly KeyFate[] = [
  KeyFate.alive,
  KeyFate.deleted,
  KeyFate.emptied,
  KeyFate.renamed,
  KeyFate.expired,
  KeyFate.never,
  KeyFate.unclear,
];
export const TAINTS: readonly Taint[] = [Taint.exact, Taint.stale, Taint.unknown];
