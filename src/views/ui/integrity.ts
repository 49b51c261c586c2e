import { RowKind, RowStatus } from '../../columnar/index.ts';
import type { Capabilities, RowView } from '../../workers/index.ts';
import type { IconName } from './Icon.tsx';

/** What is known of a row's integrity, in every length that it is told in. */
export interface Integrity {
  readonly tone: 'good' | 'info' | 'warn' | 'bad' | 'quiet';
  readonly icon: IconName;
  /** For a cell of the table. */
  readonly text: string;
  /** `text` adds nothing for the eye: the icon says it, and only a screen reader needs the word. */
  readonly textHidden: boolean;
  /** For the head of the inspector: what was found of the row itself, in two or three words. */
  readonly finding: string;
  /** The whole of it, in a sentence. */
  readonly title: string;
}

type Told = Omit<Integrity, 'textHidden' | 'finding'> & Partial<Integrity>;

/**
 * Reads a row's status, where it was found and what the scan says of it.
 * @param settled the scan has ended, so what it has not proved by now it never will
 */
export function integrityOf(view: RowView, capabilities: Capabilities | null, settled = true): Integrity {
  const told = tell(view, capabilities, settled);
  return { textHidden: false, finding: capitalise(told.text), ...told };
}

function tell(view: RowView, capabilities: Capabilities | null, settled: boolean): Told {
  const { status, finding } = view;
  switch (status) {
    case RowStatus.ok:
      return finding === null ? holds(view, capabilities) : noted(finding);
    case RowStatus.badChecksum:
      return damaged(
        view,
        finding ?? 'CRC fails',
        'The checksum does not match the bytes: this row is damaged.',
      );
    case RowStatus.badBody:
      return damaged(
        view,
        finding ?? 'bad content',
        `${vouched(view, capabilities)}, but the content breaks a rule of the format.`,
      );
    case RowStatus.unknownTag:
      return {
        tone: 'warn',
        icon: 'question',
        text: finding ?? 'unknown tag',
        title: `${vouched(view, capabilities)}, but no record of a known version has this tag.`,
      };
    case RowStatus.undecryptable:
      return damaged(
        view,
        finding ?? 'tag fails',
        'The authentication tag does not hold under the key that was given.',
      );
    case RowStatus.locked:
      return {
        tone: 'quiet',
        icon: 'lock',
        text: 'locked',
        title: 'Encrypted. Give the key to read it and to check it.',
      };
    case RowStatus.unproven:
      if (capabilities?.checksums === 'none') return foundAgain(view);
      if (view.embedded) return IN_DOUBT;
      if (!settled) return PENDING;
      return {
        tone: 'warn',
        icon: 'question',
        text: finding ?? 'unproven',
        title: 'It has no checksum of its own, and nothing else vouches for it.',
      };
    case RowStatus.gap:
      return damaged(
        view,
        capabilities?.rowNoun === 'entry' ? 'not an entry' : 'not a record',
        'Nothing that holds begins here.',
      );
  }
}

/** What speaks for a row, although it can't be read. */
function vouched({ sealed }: RowView, capabilities: Capabilities | null): string {
  if (sealed) return 'It decrypts, and its tag holds';
  return (capabilities?.checksums ?? 'record') === 'record' ? 'The checksum holds' : 'Its lengths lead on';
}

/** Behind damage, in a format that has no checksums. */
function foundAgain({ finding, embedded }: RowView): Told {
  const text = embedded ? 'embedded?' : (finding ?? 'salvaged');
  return {
    tone: text === 'likely' ? 'info' : 'warn',
    icon: text === 'likely' ? 'shield' : 'question',
    text,
    finding: `Found again: ${text}`,
    title: embedded
      ? 'No checksum exists in this format, and it lies among bytes that a damaged one claims for its own value. It may be part of that value.'
      : 'No checksum exists in this format. It was found behind damage: its lengths lead on, and its content is what it should be.',
  };
}

function holds(view: RowView, capabilities: Capabilities | null): Told {
  if (view.embedded) {
    return {
      tone: 'warn',
      icon: 'question',
      text: 'embedded?',
      finding: 'Checksum holds',
      title:
        'Its checksum holds, but it lies among bytes that a damaged record claims for its own value. It may be part of that value, not of the log.',
    };
  }
  if (view.salvaged) {
    return {
      tone: 'info',
      icon: 'shield',
      text: 'salvaged',
      finding: view.sealed ? 'Decrypts' : 'Checksum holds',
      title: 'Its checksum holds. It lies behind damage, where the reader no longer comes.',
    };
  }
  if (view.kind === RowKind.header) {
    return {
      tone: 'good',
      icon: 'check',
      text: 'holds',
      textHidden: true,
      finding: 'In order',
      title: 'The header reads well.',
    };
  }
  if (capabilities?.checksums === 'none') {
    return {
      tone: 'quiet',
      icon: 'minus',
      text: 'no checksum',
      finding: 'Well formed',
      title: 'This format keeps no checksum, so a changed value would not show.',
    };
  }
  if (capabilities?.checksums === 'file' && view.kind === RowKind.entry) {
    return {
      tone: 'good',
      icon: 'check',
      text: 'by footer',
      finding: 'File checksum holds',
      title: 'An entry has no checksum of its own. That of the whole file holds.',
    };
  }
  return {
    tone: 'good',
    icon: 'check',
    text: 'holds',
    textHidden: true,
    finding: view.sealed ? 'Decrypts' : 'Checksum holds',
    title: view.sealed ? 'It decrypts, and its tag holds.' : 'The checksum holds.',
  };
}

/** Between two damages of a snapshot. */
const IN_DOUBT: Told = {
  tone: 'warn',
  icon: 'question',
  text: 'embedded?',
  finding: 'In doubt',
  title:
    'It has no checksum of its own, and damage comes right before and behind it. It may be part of a damaged entry’s value.',
};

const PENDING: Told = {
  tone: 'quiet',
  icon: 'clock',
  text: 'not yet',
  title: 'The checksum of the whole file stands at its end, which has not been read yet.',
};

const FIXES = {
  bit: { text: '1-bit fix', explains: 'One flipped bit explains it' },
  byte: { text: '1-byte fix', explains: 'One wrong byte explains it' },
  length: { text: 'length fix', explains: 'One wrong length explains it' },
} as const;

/** How little would put something right, in two words: "1-bit fix". */
export const fixWords = (scope: keyof typeof FIXES): string => FIXES[scope].text;

/** What would put a row right says more than that it is wrong; the finding itself stays in the inspector. */
function damaged({ fix }: RowView, text: string, title: string): Told {
  const bad = { tone: 'bad', icon: 'damage', finding: capitalise(text) } as const;
  if (fix === null) return { ...bad, text, title };
  return {
    ...bad,
    text: FIXES[fix].text,
    title: `${title} ${FIXES[fix].explains}, and a repair can put it right.`,
  };
}

const noted = (text: string): Told => ({
  tone: 'warn',
  icon: 'warning',
  text,
  title: `${text}. The row itself reads well.`,
});

const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
