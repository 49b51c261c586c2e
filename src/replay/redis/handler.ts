import type { CommandRun } from './commandRun.ts';

/** Does to the keyspace what a command does, and says which keys it touches. */
export type Handler = (run: CommandRun) => void;

/** By the command's name in capitals. */
export type Handlers = Readonly<Record<string, Handler>>;
