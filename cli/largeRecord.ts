/*
 * JSON of records whose text may not fit into one string. Before it is made into JSON, each long value is replaced by
 * a short stand-in; where that turns up in the JSON, the value's own text is written in its place, piece by piece.
 */
import { randomUUID } from 'node:crypto';
import { encodeBase64, encodeUtf8, type Json, NEGATIVE_ZERO } from '../src/codec/index.ts';
import type { AnyRow } from '../src/scan/index.ts';
import type { TextOutput } from './output.ts';

/** Records from this size on are written in pieces, so that no text of them is ever whole in memory. */
export const LARGE_RECORD = 16 << 20;
/** And of these the values from this size on. */
const LARGE_VALUE = 1 << 20;
/** Divisible by three, so that Base64 pieces join without padding. */
const PIECE_BYTES = 3 << 16;

interface LargeValue {
  readonly bytes: Uint8Array;
  readonly form: 'text' | 'base64';
}

/** The values taken out of a record, by the text that stands for them in its JSON. */
export type LargeValues = ReadonlyMap<string, LargeValue>;

/** Takes long values out, and remembers them. */
export class StandIns {
  readonly #values = new Map<string, LargeValue>();

  /** `bytes`, or what stands for them where they are many. */
  take(bytes: Uint8Array): Uint8Array {
    if (bytes.length < LARGE_VALUE) return bytes;
    // Unique, so that no value of the file can be taken for it.
    const text = `${this.#values.size}:${randomUUID()}`;
    const short = encodeUtf8(text);
    this.#values.set(text, { bytes, form: 'text' });
    this.#values.set(encodeBase64(short), { bytes, form: 'base64' });
    return short;
  }

  get values(): LargeValues {
    return this.#values;
  }
}

/** Takes the long values out of a decoded row. */
export function largeValues<T extends AnyRow>(
  decoded: T,
): {
  readonly reduced: T;
  readonly values: LargeValues;
} {
  const standIns = new StandIns();
  return { reduced: reduceRow(decoded, standIns) as T, values: standIns.values };
}

function reduceRow(decoded: AnyRow, standIns: StandIns): AnyRow {
  if (decoded.kind !== 'entry') return reduce(decoded, standIns);
  const { entry } = decoded;
  // The JSON sorts a hash by its fields and a set by its members, so those must stay what they are.
  if (entry.type === 'set') return decoded;
  if (entry.type !== 'hash') return { kind: 'entry', entry: reduce(entry, standIns) };
  const value = entry.value.map((pair) => ({ field: pair.field, value: reduce(pair.value, standIns) }));
  return { kind: 'entry', entry: { ...entry, value } };
}

function reduce<T>(value: T, standIns: StandIns): T {
  if (value instanceof Uint8Array) return standIns.take(value) as T;
  if (Array.isArray(value)) return value.map((each) => reduce(each, standIns)) as T;
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, reduce(each, standIns)])) as T;
}

/** Writes `json` as one line, with the long values back in their places. */
export async function writeLargeLine(json: Json, values: LargeValues, out: TextOutput): Promise<void> {
  for (const piece of jsonPieces(json, values)) {
    if (out.closed) return;
    await out.write(piece);
  }
  await out.write('\n');
}

function* jsonPieces(json: Json, values: LargeValues): Generator<string> {
  if (typeof json === 'string') {
    const large = values.get(json);
    if (large === undefined) yield JSON.stringify(json);
    else yield* large.form === 'text' ? textPieces(large.bytes) : base64Pieces(large.bytes);
  } else if (Array.isArray(json)) {
    let before = '[';
    for (const each of json as readonly Json[]) {
      yield before;
      yield* jsonPieces(each, values);
      before = ',';
    }
    yield before === '[' ? '[]' : ']';
  } else if (typeof json === 'object' && json !== null) {
    let before = '{';
    for (const [name, each] of Object.entries(json)) {
      yield `${before}${JSON.stringify(name)}:`;
      yield* jsonPieces(each, values);
      before = ',';
    }
    yield before === '{' ? '{}' : '}';
  } else yield Object.is(json, -0) ? NEGATIVE_ZERO : JSON.stringify(json);
}

function* base64Pieces(bytes: Uint8Array): Generator<string> {
  yield '"';
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    const piece = bytes.subarray(at, at + PIECE_BYTES);
    yield Buffer.from(piece.buffer, piece.byteOffset, piece.length).toString('base64');
  }
  yield '"';
}

function* textPieces(bytes: Uint8Array): Generator<string> {
  // Keeps what is cut inside a character until the rest of it comes.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  yield '"';
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    const text = decoder.decode(bytes.subarray(at, at + PIECE_BYTES), { stream: true });
    yield JSON.stringify(text).slice(1, -1);
  }
  yield '"';
}
