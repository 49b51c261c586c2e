/* What the ready-made plans are called, and what they do. */
import type { RepairPreset } from '../../repair/index.ts';

export interface PresetText {
  readonly preset: RepairPreset;
  readonly name: string;
  /** What it does. */
  readonly does: string;
  /** When to choose it. */
  readonly when: string;
}

/**
 * @param noun what a row of this file is called
 * @param reader whom a rewrite is for: "Ember 0.4.9"
 * @param snapshot the name of the open snapshot that a log goes on from
 */
export function presetText(
  preset: RepairPreset,
  noun: 'record' | 'entry',
  reader: string,
  snapshot: string | null = null,
): PresetText {
  const nouns = noun === 'record' ? 'records' : 'entries';
  switch (preset) {
    case 'truncate':
      return {
        preset,
        name: 'Cut at the first fault',
        does: 'Keeps what stands before the first damaged byte and cuts the rest.',
        when:
          noun === 'record'
            ? 'Choose it when order matters more than quantity: the result is a state that really existed.'
            : 'Choose it when nothing behind the damage is to be trusted.',
      };
    case 'drop-damaged':
      return {
        preset,
        name: 'Drop what is damaged',
        does: `Takes out what is damaged as long as the lengths lead from ${noun} to ${noun}, and cuts the rest where they no longer do.`,
        when: `Choose it to keep to what the file’s own framing proves.${noun === 'record' ? ' A key that loses a record may hold an older value.' : ''}`,
      };
    case 'salvage':
      return {
        preset,
        name: 'Salvage',
        does:
          noun === 'record'
            ? 'Keeps every record that holds, also behind lost framing. Doubtful ones, which may be bytes of another record’s value, are left out.'
            : 'Keeps every entry that can be read, also behind lost framing. Without a checksum of its own an entry can’t be proven.',
        when: `Choose it when each of these ${nouns} matters more than an unbroken history.`,
      };
    case 'fix-bits':
      return {
        preset,
        name: 'Salvage and fix',
        does: 'Salvages, and puts single wrong bits, bytes or lengths right where the checksum proves it.',
        when: 'Choose it to get back all that can be: after failing memory, a bad disk or a broken transfer.',
      };
    case 'rewrite':
      return {
        preset,
        name: `Rewrite for ${reader}`,
        does: `Salvages, and replaces ${nouns} that this reader can’t read back by ones that it can.`,
        when: `Choose it when the file is whole but its own server refuses it. ${
          snapshot === null
            ? 'Only this log is looked at. Where it goes on from a snapshot, open both from their folder: else keys that only the snapshot holds may be deleted.'
            : `It goes on from ${snapshot}, which is open too.`
        }`,
      };
  }
}
