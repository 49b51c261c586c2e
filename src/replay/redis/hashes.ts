/* Commands that work on hashes. */
import { inI64 } from '../integers.ts';
import { textOf } from '../text.ts';
import { digits, parseInteger } from './commandRun.ts';
import type { Handler, Handlers } from './handler.ts';

const set: Handler = (run) => {
  run.keeps(run.name(1), 'grow');
  const rest = run.args.slice(2);
  if (run.isOther(1, 'hash') || rest.length % 2 !== 0) return;
  const fields = Array.from({ length: rest.length / 2 }, (_, i) => ({
    field: rest[2 * i] as Uint8Array,
    value: rest[2 * i + 1] as Uint8Array,
  }));
  run.apply({ type: 'HSET', key: run.arg(1), fields });
};

export const HASHES: Handlers = {
  HSET: set,
  HMSET: set,
  HSETNX: (run) => {
    run.keeps(run.name(1), 'grow');
    if (run.isOther(1, 'hash') || run.find(1, 'hash')?.fields.has(textOf(run.arg(2))) === true) return;
    run.apply({ type: 'HSET', key: run.arg(1), fields: [{ field: run.arg(2), value: run.arg(3) }] });
  },
  HDEL: (run) => {
    run.keeps(run.name(1), 'shrink');
    run.apply({ type: 'HDEL', key: run.arg(1), fields: run.args.slice(2) });
  },
  HINCRBY: (run) => {
    run.keeps(run.name(1), 'grow');
    const delta = run.integer(3);
    if (delta === null || run.isOther(1, 'hash')) return;
    const bytes = run.find(1, 'hash')?.fields.get(textOf(run.arg(2)));
    const now = bytes === undefined ? 0n : parseInteger(bytes);
    // Unlike ember, Redis refuses what is no number, and a sum that does not fit.
    if (now === null || !inI64(now + delta)) return;
    const fields = [{ field: run.arg(2), value: digits(now + delta) }];
    run.apply({ type: 'HSET', key: run.arg(1), fields });
  },
};
