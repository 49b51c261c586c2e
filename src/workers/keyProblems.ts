/* What is said about keys. */
import type { KeyFile } from '../codec/index.ts';
import type { Problem } from './told.ts';

/** The result of reading a pasted key or a key file. */
export interface ParsedKey {
  readonly key: Uint8Array | null;
  readonly note: string | null;
  readonly problem: Problem | null;
}

/** Turns what the key file's rules say into words. */
export function describeKeyFile(read: KeyFile): ParsedKey {
  if (read.kind === 'invalid') {
    return {
      key: null,
      note: null,
      problem: {
        code: 'bad-key',
        what:
          read.message === null
            ? 'This is no key: 64 bytes that are not all ASCII.'
            : `This is no key. Ember would say “${read.message}”.`,
        where: null,
        meaning:
          read.message === null
            ? 'Ember cuts such a text inside a character and stops at start-up. Nothing was decrypted.'
            : 'Nothing was decrypted.',
        next: 'A key is exactly 32 raw bytes, or 64 hexadecimal digits with white space around them.',
      },
    };
  }
  const note =
    read.note === 'plus-sign'
      ? 'There is a “+” among the digits. Ember accepts it as an empty digit, so this is another key than was meant.'
      : read.note === 'hex-taken-as-raw'
        ? 'These 32 characters are hexadecimal digits, but 32 bytes are always taken as they are: half a key may be missing.'
        : null;
  return { key: read.key, note, problem: null };
}

export const KEY_DOES_NOT_FIT: Problem = {
  code: 'key-does-not-fit',
  what: 'This key does not open the first record.',
  where: null,
  meaning:
    'Either it is another key, or the first record is damaged. The rest of the file may still open with it.',
  next: 'Try the key that this node had when the file was written. If you are sure of this one, use it all the same.',
};
