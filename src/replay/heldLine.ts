/* A key and what it holds as one JSON line, in pieces where it would not fit into one string. */
import { encodeBase64, jsonText } from '../codec/index.ts';
import { heldToJson, sortedFields } from './stateJson.ts';
import type { Held, Value } from './value.ts';

/** Values from this size on are written in pieces, so that no text of them is ever whole in memory. */
const LARGE_VALUE = 16 << 20;
/** Divisible by three, so that Base64 pieces join without padding. */
const PIECE_BYTES = 3 << 16;

/** One line of what a shard holds, with its line end. */
export function* heldLine(key: string, held: Held): Generator<string> {
  if (bytesOf(held.value) < LARGE_VALUE) {
    yield `${jsonText(heldToJson(key, held))}\n`;
    return;
  }
  // Everything but the value, which stands in the middle.
  const { value: _value, ...rest } = heldToJson(key, { ...held, value: NOTHING });
  const { key: name, type: _type, ...behind } = rest;
  yield `{"key":${jsonText(name ?? '')},"type":"${held.value.type}","value":`;
  yield* valuePieces(held.value);
  yield `,${jsonText(behind).slice(1)}\n`;
}

const NOTHING: Value = { type: 'string', bytes: new Uint8Array(0) };

/** About how much the bytes in a value take; what is text is not counted. */
export function bytesOf(value: Value): number {
  switch (value.type) {
    case 'string':
      return value.bytes.length;
    case 'proto':
      return value.data.length;
    case 'list':
      return value.items.all().reduce((sum, item) => sum + item.length, 0);
    case 'hash': {
      let sum = 0;
      for (const bytes of value.fields.values()) sum += bytes.length;
      return sum;
    }
    default:
      return 0;
  }
}

function* valuePieces(value: Value): Generator<string> {
  switch (value.type) {
    case 'string':
      yield* base64Pieces(value.bytes);
      break;
    case 'proto': {
      const { value: shell } = heldToJson('', {
        value: { ...value, data: new Uint8Array(0) },
        ttlMs: -1n,
        expireAtMs: null,
      });
      // The data comes last.
      yield jsonText(shell ?? null).slice(0, -'""}'.length);
      yield* base64Pieces(value.data);
      yield '}';
      break;
    }
    case 'list':
      yield* listPieces(value.items, (item) => base64Pieces(item));
      break;
    case 'hash':
      yield* listPieces(sortedFields(value.fields), fieldPieces);
      break;
    default:
      yield jsonText(heldToJson('', { value, ttlMs: -1n, expireAtMs: null }).value ?? null);
  }
}

function* fieldPieces([field, bytes]: readonly [string, Uint8Array]): Generator<string> {
  yield `{"field":${JSON.stringify(field)},"value":`;
  yield* base64Pieces(bytes);
  yield '}';
}

function* listPieces<T>(items: Iterable<T>, pieces: (item: T) => Generator<string>): Generator<string> {
  let before = '[';
  for (const item of items) {
    yield before;
    yield* pieces(item);
    before = ',';
  }
  yield before === '[' ? '[]' : ']';
}

function* base64Pieces(bytes: Uint8Array): Generator<string> {
  yield '"';
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    yield encodeBase64(bytes.subarray(at, at + PIECE_BYTES));
  }
  yield '"';
}
