/* What each command does to the key that it changes first, by its name; for what is drawn and counted by kind. */
import { commandSpec } from '../../codec/index.ts';
import type { KeyAct } from '../keyEffects.ts';
import { changesNothing } from './applyCommand.ts';

const ACTS: readonly (readonly [KeyAct, RegExp])[] = [
  ['set', /^(SET|SETNX|SETEX|PSETEX|GETSET|MSET|MSETNX|RESTORE|RESTORE-ASKING)$/],
  ['drop', /^(DEL|UNLINK|GETDEL|FLUSHDB|FLUSHALL)$/],
  ['expire', /^(P?EXPIRE(AT)?|GETEX|HP?EXPIRE(AT)?)$/],
  ['persist', /^H?PERSIST$/],
  ['rename', /^(RENAME|RENAMENX|MOVE|SWAPDB)$/],
  ['copy', /^COPY$/],
  ['combine', /^(BITOP|PFMERGE|[SZ](INTER|UNION|DIFF)STORE|ZRANGESTORE|GEOSEARCHSTORE)$/],
  ['shrink', /^(B?[LR]POP|B?LMPOP|LTRIM|LREM|B?RPOPLPUSH|B?LMOVE|SREM|SPOP|SMOVE|ZREM.*|B?ZPOP.*|B?ZMPOP)$/],
  ['shrink', /^(HDEL|HGETDEL|XDEL|XTRIM)$/],
];

/** The act of the commands with this tag; `none` for those that change no key. */
export function actOfCommand(tag: number): KeyAct {
  const name = commandSpec(tag)?.name ?? '';
  if (name === '' || changesNothing(name)) return 'none';
  return ACTS.find(([, names]) => names.test(name))?.[0] ?? 'grow';
}
