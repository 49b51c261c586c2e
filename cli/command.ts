import type { Output } from './output.ts';

/** What a command writes to. */
export interface CommandContext {
  readonly out: Output;
  /** One line on standard error, under the program's name. */
  readonly complain: (text: string) => void;
  /** One line on standard error as it is. */
  readonly log: (line: string) => void;
}

/** Tells what is worth knowing but is no error. */
export const noteTo =
  ({ complain }: CommandContext) =>
  (text: string): void =>
    complain(`note: ${text}`);
