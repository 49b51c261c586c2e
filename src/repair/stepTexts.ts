/* What is said about the steps of a plan. One table, so that the same change always reads the same. */
import { type Correction, encodeHex, type FormatTraits, formatOffset, groupDigits } from '../codec/index.ts';
import { RowStatus } from '../columnar/index.ts';

export interface StepText {
  readonly title: string;
  readonly reason: string;
}

/**
 * Why a row that can't be kept is dropped.
 * @param what "SET record", "entry"
 * @param checksums where the format has them
 */
export function dropText(
  status: RowStatus,
  what: string,
  bytes: number,
  checksums: FormatTraits['checksums'],
): StepText {
  switch (status) {
    case RowStatus.badChecksum:
      return {
        title: `Drop the ${what} whose checksum fails`,
        reason: 'Its content is not what was written; what stands around it holds.',
      };
    case RowStatus.badBody:
      return {
        title: `Drop the ${what} that breaks a rule of the format`,
        reason:
          checksums === 'record'
            ? 'Its checksum holds, so it was written like this; the reader refuses it all the same.'
            : 'Its lengths lead on to what follows, but what it says can’t be; the reader refuses it.',
      };
    case RowStatus.unknownTag:
      return {
        title: 'Drop a record of an unknown type',
        reason: `${checksums === 'record' ? 'Its checksum holds' : 'Its lengths lead on to what follows'}: a newer version may have written it. Switch this off to keep it byte for byte.`,
      };
    case RowStatus.undecryptable:
      return {
        title: 'Drop a frame that can’t be decrypted',
        reason: 'Its tag doesn’t hold under this key; the frames around it do.',
      };
    default:
      return {
        title: `Drop ${groupDigits(bytes)} bytes that are no ${what}`,
        reason: 'Nothing in them can be proven to be one.',
      };
  }
}

/** "1 in 3.6 million" */
export function oddsText(odds: number): string {
  if (odds <= 0) return 'less than 1 in 4 billion';
  if (odds >= 0.5) return 'about even';
  const inverse = 1 / odds;
  if (inverse >= 1e9) return `1 in ${(inverse / 1e9).toFixed(1)} billion`;
  if (inverse >= 1e6) return `1 in ${(inverse / 1e6).toFixed(1)} million`;
  return `1 in ${groupDigits(Math.round(inverse))}`;
}

const SCOPES = {
  bit: 'Flip one bit back',
  byte: 'Put one byte right',
  length: 'Put a length right',
} as const;

/** What a correction does. */
export const fixText = (fix: Correction): StepText => ({
  title: SCOPES[fix.scope],
  reason: `${formatOffset(fix.at)}: ${encodeHex(fix.before, ' ')} → ${encodeHex(fix.after, ' ')}${
    fix.bit === null ? '' : `, bit ${fix.bit}`
  }. The stored checksum then matches; the chance of a coincidence is ${oddsText(fix.odds)}.`,
});

export const END_TEXT: StepText = {
  title: 'Write the end mark',
  reason: 'A whole file of this format ends in a mark. Its reader would do without; others refuse the file.',
};

export const HEADER_TEXT: StepText = {
  title: 'Write a header',
  reason: 'The old one can’t be read. The version is the one that the records behind it are written in.',
};

export const doubtfulText = (records: number): StepText => ({
  title: `Leave out ${groupDigits(records)} doubtful ${records === 1 ? 'record' : 'records'}`,
  reason:
    'They lie among the bytes of a damaged one and may be part of its value. Switch this off if you know better.',
});

export const transcodeText = (records: number, to: 'plaintext' | 'encrypted'): StepText => ({
  title: `Rewrite ${groupDigits(records)} ${records === 1 ? 'record' : 'records'} as ${to}`,
  reason: `They were written ${to === 'plaintext' ? 'encrypted' : 'in plaintext'} into a file whose header says otherwise; in the file’s own encoding the server reads them.`,
});

export const lockedText = (records: number): StepText => ({
  title: `Drop ${groupDigits(records)} encrypted ${records === 1 ? 'record' : 'records'} of a plaintext log`,
  reason: 'They can’t be read without the key. Give the key first, and this plan rewrites them instead.',
});

/** Everything from where framing is lost on. @param records that hold behind it */
export function restText(at: number, bytes: number, records: number, torn: boolean): StepText {
  if (torn) {
    return {
      title: 'Cut a torn tail',
      reason: `${groupDigits(bytes)} bytes at the end are a record that was never written whole.`,
    };
  }
  const lost = records === 0 ? '' : `, among them ${groupDigits(records)} records that hold`;
  return {
    title: 'Drop everything from where the framing is lost',
    reason: `From ${formatOffset(at)} on the lengths don’t lead from record to record; ${groupDigits(bytes)} bytes go${lost}.`,
  };
}

export const cutText = (at: number, records: number): StepText => ({
  title: 'Cut the file at the first fault',
  reason:
    records === 0
      ? `Everything from ${formatOffset(at)} on goes; no record behind it holds.`
      : `Everything from ${formatOffset(at)} on goes, and with it ${groupDigits(records)} records behind it that hold.`,
});
