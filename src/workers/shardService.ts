import type { FormatRegistry } from '../formats/index.ts';
import type { ShardService } from './api.ts';
import { ShardSession } from './shardSession.ts';

/** The service of one file: a session, and the parts of it that answer about one thing each. @param formats the real ones by default */
export function createShardService(formats?: FormatRegistry): ShardService {
  const session = new ShardSession(formats);
  const { filters, keys, timelines, recovery } = session;
  return joinMethods(session, filters, keys, timelines, recovery);
}

/** One object with the methods of all parts; each runs on the part that it belongs to. */
function joinMethods<A, B, C, D, E>(...parts: [A, B, C, D, E]): A & B & C & D & E {
  const joined: Record<string, unknown> = {};
  for (const part of parts) {
    const methods = Object.getPrototypeOf(part) as Record<string, unknown>;
    for (const name of Object.getOwnPropertyNames(methods)) {
      const method = methods[name];
      if (name !== 'constructor' && typeof method === 'function') joined[name] = method.bind(part);
    }
  }
  return joined as A & B & C & D & E;
}
