/** What the process ends with. */
export const ExitCode = {
  /** Nothing is damaged. */
  clean: 0,
  /** Damage was found. */
  damaged: 1,
  /** The command line was wrong. */
  usage: 2,
  /** A file could not be read at all. */
  unreadable: 3,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** Of several files the worst counts. */
export const worse = (a: ExitCode, b: ExitCode): ExitCode => (a > b ? a : b);

/** Something that ends the command: one line for standard error, and the exit code. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly code: ExitCode;

  constructor(code: ExitCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** A failed system call in plain words; anything else as it says. */
export function describeFailure(error: unknown): string {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  switch (code) {
    case 'ENOENT':
      return 'no such file';
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'EISDIR':
      return 'is a directory';
    case 'ENOTDIR':
      return 'no such directory';
    case 'ENOSPC':
      return 'no space left on the disk';
    case 'EDQUOT':
      return 'the quota of the disk is used up';
    case 'EFBIG':
      return 'the file is larger than the disk or a limit allows';
    case 'EROFS':
      return 'the disk is read-only';
    case 'EIO':
      return 'the disk reports a read error';
    default:
      return String(message ?? error).split('\n', 1)[0] ?? '';
  }
}
