import type { CommandContext } from './command.ts';

/** Where a recovery tells what happens, apart from what it holds. */
export interface RecoveryLog {
  /** A line that the server would print: "WARN …". */
  server(line: string): void;
  /** What the server would not say. */
  ours(text: string): void;
}

/** Writes to standard error: lines as they are, or each as a JSON object. */
export function recoveryLog({ log, complain }: CommandContext, asJson: boolean): RecoveryLog {
  if (!asJson) return { server: log, ours: complain };
  return {
    server: (line) => {
      const [level = '', ...message] = line.split(' ');
      log(JSON.stringify({ from: 'ember', level, message: message.join(' ') }));
    },
    ours: (text) => log(JSON.stringify({ from: 'shardscope', level: 'NOTE', message: text })),
  };
}
