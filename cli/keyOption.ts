import { readFile, stat } from 'node:fs/promises';
import { encodeUtf8, KEY_BYTES, type KeyNote, readKeyFile } from '../src/codec/index.ts';
import { CommandError, describeFailure, ExitCode } from './exitCode.ts';

const NOTES: Readonly<Record<KeyNote, string>> = {
  'plus-sign': 'the key holds a “+”, which ember reads as a 0: it is another key than it looks like',
  'hex-taken-as-raw': '32 characters are taken as 32 raw bytes, although all of them are hexadecimal digits',
};

/** Longer files are no key file; this also keeps a wrong path from reading gigabytes. */
const MAX_KEY_FILE = 64 << 10;

/**
 * The key from `--key` or `--key-file`; null when neither is given.
 * @param note told what is odd about a key that is taken all the same
 */
export async function readKeyOption(
  options: { readonly key?: string | undefined; readonly 'key-file'?: string | undefined },
  note: (text: string) => void,
): Promise<Uint8Array | null> {
  const { key: hex, 'key-file': file } = options;
  if (hex !== undefined && file !== undefined) {
    throw new CommandError(ExitCode.usage, 'give either --key or --key-file');
  }
  if (hex === undefined && file === undefined) return null;
  const bytes = file === undefined ? encodeUtf8((hex ?? '').trim()) : await readBytes(file);
  // On the command line 32 characters are half a key; in a file they are 32 raw bytes.
  if (file === undefined && bytes.length !== KEY_BYTES * 2) {
    throw new CommandError(
      ExitCode.usage,
      `--key takes ${KEY_BYTES * 2} hexadecimal digits, got ${bytes.length}`,
    );
  }
  const read = readKeyFile(bytes);
  if (read.kind === 'invalid') {
    const message = (read.message ?? 'ember would crash on this key file').replace(/^io error: /, '');
    throw new CommandError(
      ExitCode.usage,
      file === undefined ? message.replace('encryption key file', '--key') : `${file}: ${message}`,
    );
  }
  if (read.note !== null) note(NOTES[read.note]);
  return read.key;
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(file);
    if (size <= MAX_KEY_FILE) return new Uint8Array(await readFile(file));
    const message = `encryption key file must be 32 raw bytes or 64 hex characters, got ${size} bytes`;
    throw new CommandError(ExitCode.usage, `${file}: ${message}`);
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(ExitCode.unreadable, `${file}: ${describeFailure(error)}`);
  }
}
