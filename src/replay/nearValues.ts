/* Reads the values that a keyspace left in their files: many at a time, each file front to back. */
import { readU32 } from '../codec/index.ts';
import { type Bytes, FarBytes, FLOAT_BYTES } from './farBytes.ts';
import { ItemDeque } from './itemDeque.ts';
import { type AnyKeyspace, Keyspace } from './keyspace.ts';
import { readFar } from './readFar.ts';
import type { ShardFile } from './shardFile.ts';
import { type Held, isFarString, type Value, type VectorElement } from './value.ts';

/** Values are read until they come to about so much; a single one may be larger. */
const BATCH_BYTES = 64 << 20;
/** However little they hold. */
const BATCH_KEYS = 1 << 16;
/** What an array of bytes takes beside them. */
const ARRAY_BYTES = 200;

type Read = (bytes: Bytes) => Uint8Array;
type Named<B extends Bytes = Uint8Array> = readonly [name: string, held: Held<B> | undefined];

/**
 * What these keys hold, in this order, with all of the bytes; undefined for what is not there. Read in batches, which
 * bound what is in memory at a time.
 */
export async function* eachHeld(keyspace: AnyKeyspace, names: Iterable<string>): AsyncGenerator<Named> {
  let batch: Named<Bytes>[] = [];
  let far: FarBytes[] = [];
  let size = 0;
  for (const name of names) {
    const held = keyspace.get(name);
    const before = far.length;
    if (held !== undefined) collectFar(held.value, far);
    for (let at = before; at < far.length; at++) size += (far[at] as FarBytes).length + ARRAY_BYTES;
    batch.push([name, held]);
    if (size < BATCH_BYTES && batch.length < BATCH_KEYS) continue;
    yield* await nearBatch(batch, far);
    batch = [];
    far = [];
    size = 0;
  }
  yield* await nearBatch(batch, far);
}

/** The names in the order in which their values lie in the files: so each stretch of these is read once. */
export function inFileOrder(keyspace: AnyKeyspace, names: Iterable<string>): string[] {
  const near: string[] = [];
  const placed: { readonly name: string; readonly file: number; readonly row: number }[] = [];
  const files: ShardFile[] = [];
  for (const name of names) {
    const held = keyspace.get(name);
    const first = held === undefined ? null : firstFar(held.value);
    if (first === null) {
      near.push(name);
      continue;
    }
    if (!files.includes(first.file)) files.push(first.file);
    placed.push({ name, file: files.indexOf(first.file), row: first.row });
  }
  for (const { name } of placed.sort((a, b) => a.file - b.file || a.row - b.row)) near.push(name);
  return near;
}

function firstFar(value: Value<Bytes>): FarBytes | null {
  if (value.type === 'string') return isFarString(value) ? value.bytes : null;
  const far: FarBytes[] = [];
  collectFar(value, far);
  return far[0] ?? null;
}

async function nearBatch(
  batch: readonly Named<Bytes>[],
  far: readonly FarBytes[],
): Promise<readonly Named[]> {
  const read = await readFar(far);
  return batch.map(([name, held]) => [name, held && { ...held, value: nearValue(held.value, read) }]);
}

/** What one key holds, with all of the bytes. */
export async function nearHeld(held: Held<Bytes>): Promise<Held> {
  const far: FarBytes[] = [];
  collectFar(held.value, far);
  return { ...held, value: nearValue(held.value, await readFar(far)) };
}

/** The same keyspace with all of its bytes in memory. */
export async function nearKeyspace(keyspace: AnyKeyspace): Promise<Keyspace> {
  const near = new Keyspace();
  for await (const [name, held] of eachHeld(keyspace, keyspace.keys.keys()))
    near.keys.set(name, held as Held);
  for (const [name, descriptor] of keyspace.schemas) near.schemas.set(name, descriptor);
  for (const name of keyspace.unclear) near.unclear.add(name);
  near.logs.push(...keyspace.logs);
  return near;
}

/** How many bytes of a value are in its file. */
export function farBytesOf(value: Value<Bytes>): number {
  const far: FarBytes[] = [];
  collectFar(value, far);
  return far.reduce((sum, { length }) => sum + length, 0);
}

/** Reads the values of these keys, and leaves them in the keyspace. */
export async function makeNear(keyspace: AnyKeyspace, names: readonly string[]): Promise<void> {
  const far: FarBytes[] = [];
  for (const name of names) collectFar((keyspace.get(name) as Held<Bytes>).value, far);
  const read = await readFar(far);
  for (const name of names) {
    const held = keyspace.get(name) as Held<Bytes>;
    held.value = nearValue(held.value, read);
  }
}

/** Adds what is far of a value to `into`. */
function collectFar(value: Value<Bytes>, into: FarBytes[]): void {
  const add = (bytes: Bytes): void => {
    if (bytes instanceof FarBytes) into.push(bytes);
  };
  switch (value.type) {
    case 'string':
      if (isFarString(value)) into.push(value.bytes);
      return;
    case 'proto':
      add(value.data);
      return;
    case 'list':
      for (const item of value.items.all()) add(item);
      return;
    case 'hash':
      for (const bytes of value.fields.values()) add(bytes);
      return;
    case 'vector':
      for (const { vector } of value.elements.values()) if (vector instanceof FarBytes) into.push(vector);
      return;
    default:
  }
}

/** The value with its bytes in memory. */
function nearValue(value: Value<Bytes>, read: Read): Value {
  switch (value.type) {
    case 'string':
      return isFarString(value) ? { type: 'string', bytes: read(value.bytes) } : (value as Value);
    case 'proto':
      return { ...value, data: read(value.data) };
    case 'list':
      return value.items.all().some((item) => item instanceof FarBytes)
        ? { type: 'list', items: new ItemDeque(value.items.all().map(read)) }
        : (value as Value);
    case 'hash':
      return { type: 'hash', fields: new Map([...value.fields].map(([name, bytes]) => [name, read(bytes)])) };
    case 'vector': {
      const elements = new Map<string, VectorElement>();
      for (const [name, { vector }] of value.elements)
        elements.set(name, { name, vector: vector instanceof FarBytes ? floatsOf(read(vector)) : vector });
      return { ...value, elements };
    }
    default:
      return value;
  }
}

const floatsOf = (bytes: Uint8Array): Uint32Array =>
  Uint32Array.from({ length: bytes.length / FLOAT_BYTES }, (_, i) => readU32(bytes, i * FLOAT_BYTES));
