/* What the replay does with commands and with an RDB's strings: by Redis's rules. */
import type { ReplayActs } from '../format.ts';
import { actOfCommand } from './commandActs.ts';
import { eachCommandLink } from './commandLinks.ts';
import { commandLosses } from './commandLosses.ts';
import { replayedFacts } from './replayedFacts.ts';

export const redisReplay: ReplayActs = {
  keyFacts: ({ log, snapshot }, options) => {
    const file = log ?? snapshot;
    return file === null ? Promise.resolve(null) : replayedFacts(file, options);
  },
  losses: commandLosses,
  stringIn: () => null,
  actOf: actOfCommand,
  readMoves: (moves, source, index, signal) =>
    eachCommandLink(
      source,
      index,
      signal,
      (link) => moves.addLink(link),
      (flush) => moves.addFlush(flush),
    ),
  effectsByTag: false,
  logLine: null,
};
