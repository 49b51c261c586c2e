/* A log record as the command that caused it, in the Redis protocol. Most are their fields in order. */
import {
  type AofRecord,
  type Command,
  encodeUtf8,
  type Field,
  f64FromBits,
  RECORDS,
  type RecordType,
} from '../codec/index.ts';
import { scoreText } from './stateCommands.ts';

const fieldsOf = new Map<string, readonly Field[]>(RECORDS.map((spec) => [spec.type, spec.fields]));

const BITOPS = ['AND', 'OR', 'XOR', 'NOT'];
/** What Redis has no command for, or another one of the same name. */
const UNKNOWN: ReadonlySet<RecordType> = new Set(['PROTO.SET', 'PROTO.REGISTER', 'VADD', 'VREM']);

/** The command; null where Redis has none. */
export function recordCommand(record: AofRecord): Command | null {
  if (UNKNOWN.has(record.type)) return null;
  switch (record.type) {
    case 'SET': {
      // Redis takes no 0: what is gone at once is gone a millisecond later.
      const px = record.expire_ms === 0n ? 1n : record.expire_ms;
      const ttl = px < 0n ? [] : [encodeUtf8('PX'), number(px)];
      return [encodeUtf8('SET'), record.key, record.value, ...ttl];
    }
    case 'COPY': {
      const replace = record.replace === 0 ? [] : [encodeUtf8('REPLACE')];
      return [encodeUtf8('COPY'), record.source, record.destination, ...replace];
    }
    case 'LINSERT': {
      const where = encodeUtf8(record.before === 0 ? 'AFTER' : 'BEFORE');
      return [encodeUtf8('LINSERT'), record.key, where, record.pivot, record.value];
    }
    case 'BITOP': {
      // NOT takes one source; the server goes by the first.
      const keys = record.op === 3 ? record.keys.slice(0, 1) : record.keys;
      return [encodeUtf8('BITOP'), encodeUtf8(BITOPS[record.op] ?? ''), record.dest, ...keys];
    }
    case 'SETBIT': {
      const offset = number(BigInt.asUintN(64, record.offset));
      // As recovery has it: any value but 1 clears the bit.
      return [encodeUtf8('SETBIT'), record.key, offset, encodeUtf8(record.value === 1 ? '1' : '0')];
    }
    default:
      return [encodeUtf8(record.type), ...fieldArguments(record)];
  }
}

function fieldArguments(record: AofRecord): Uint8Array[] {
  const values = record as unknown as Record<string, unknown>;
  return (fieldsOf.get(record.type) ?? []).flatMap((field) => {
    const value = values[field.name];
    if (field.kind === 'i64' && field.meaning === 'offset')
      return [number(BigInt.asUintN(64, value as bigint))];
    if (field.kind !== 'many') return [argument(field.kind, value)];
    const [only, ...others] = field.of;
    return (value as readonly unknown[]).flatMap((element) =>
      others.length === 0
        ? [argument(only?.kind, element)]
        : field.of.map((part) => argument(part.kind, (element as Record<string, unknown>)[part.name])),
    );
  });
}

function argument(kind: Field['kind'] | undefined, value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  return kind === 'f64'
    ? encodeUtf8(scoreText(f64FromBits(value as bigint)))
    : number(value as bigint | number);
}

const number = (value: bigint | number): Uint8Array => encodeUtf8(String(value));
